from django.db import models


class OutboxEvent(models.Model):
    """An event that was committed with its cause and has not been broadcast yet."""

    name = models.CharField(max_length=100)
    channels = models.JSONField()
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name} to {', '.join(self.channels)}"
