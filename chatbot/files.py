"""Where a row of a file goes, its file goes: whoever deletes it, and from wherever.

What is to go is written down in the same transaction: after a crash, or while the storage is
away, a file would else stay that nobody knows of any more.
"""

import structlog
from django.db.models.signals import post_delete
from django.dispatch import receiver

from chatbot.models import Attachment, DiscardedFile
from chatbot.uploads import storing

log = structlog.get_logger(__name__)

AT_ONCE = 500


@receiver(post_delete, sender=Attachment)
def attachment_deleted(instance: Attachment, **_: object) -> None:
    discard(instance.file, instance.thumbnail)


def discard(*names: str) -> None:
    rows = [DiscardedFile(name=name) for name in names if name]
    DiscardedFile.objects.bulk_create(rows, ignore_conflicts=True)


def is_discarded(name: str) -> bool:
    return DiscardedFile.objects.filter(name=name).exists()


def empty_the_bin() -> None:
    """The row goes after its file: what the storage keeps for now is tried again."""
    for file in DiscardedFile.objects.all()[:AT_ONCE]:
        try:
            storing.media().delete(file.name)
        except OSError as error:
            log.warning("file_not_deleted", discarded_file=file.pk, reason=type(error).__name__)
            return
        file.delete()
