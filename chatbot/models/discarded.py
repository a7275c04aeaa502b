from django.db import models


class DiscardedFile(models.Model):
    """A file that no row names any more, until the storage has let go of it.

    Written in the transaction that removed the row: after a crash in between the file would
    else lie there for ever, unknown to everybody.
    """

    name = models.CharField(max_length=100, unique=True, help_text="Its name in the storage.")
    discarded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
