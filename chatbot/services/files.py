"""Files on their way into a message."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Prefetch, Sum, prefetch_related_objects
from django.utils import timezone

from chatbot.models import Attachment, Message, Visitor
from chatbot.uploads import storing
from chatbot.uploads.accepting import Accepted
from chatbot.uploads.kinds import BY_MIME_TYPE
from chatbot.uploads.limits import MEGABYTE, MOST_VISITOR_BYTES_A_DAY
from chatsite.ground.errors import SlowDown
from chatsite.ground.outages import part_away
from realtime.workers import ask_later

State = Attachment.State
EXAMINING = "chatbot.tasks.examine_file"
# Then the sweep asks again. Until then, what has been asked for does not pile up.
LATE_SECONDS = 30.0
LATE_AT_ONCE = 100
DAY_SECONDS = 24 * 60 * 60


def require_room(visitor: Visitor, files: Sequence[Attachment]) -> None:
    """Nobody fills our disk alone. A day ends at midnight, UTC.

    Of a new message, while its conversation is held: what comes again is counted once, and of
    two uploads at the same time the later one finds the other's.
    """
    now = timezone.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    sent = Attachment.objects.filter(message__author__visitor=visitor, created_at__gte=midnight)
    before: int = sent.aggregate(size=Sum("size"))["size"] or 0
    if before + sum(file.size for file in files) > MOST_VISITOR_BYTES_A_DAY:
        most = MOST_VISITOR_BYTES_A_DAY // MEGABYTE
        sentence = f"You may send {most} MB a day. Please send the rest tomorrow."
        wait = DAY_SECONDS - int((now - midnight).total_seconds())
        raise SlowDown(sentence, "quota_reached", wait=wait)


@contextmanager
def kept(files: Sequence[Accepted], duration_ms: int | None = None) -> Iterator[list[Attachment]]:
    """In the storage, until a message takes them; what none has taken is thrown away.

    Outside of any transaction: the storage may be slow.
    """
    attachments: list[Attachment] = []
    try:
        for file in files:
            attachments.append(_keep(file, duration_ms))  # noqa: PERF401 (the next may fail)
        yield attachments
    except Exception as error:
        # A Postgres that went away while it committed may have the message: then the files are
        # not ours to throw away, because the repeat of the request finds it and sends none.
        if part_away(error) != "database":
            storing.forget(attachment.file for attachment in attachments)
        raise
    storing.forget(attachment.file for attachment in attachments if attachment._state.adding)


def _keep(file: Accepted, duration_ms: int | None) -> Attachment:
    """What nobody has looked at yet is kept as nothing that a browser would show."""
    waits = file.needs_decoding
    extension = storing.UNSEEN if waits else BY_MIME_TYPE[file.mime_type].extensions[0]
    return Attachment(
        kind=file.kind.value,
        state=State.PROCESSING if waits else State.READY,
        name=file.name,
        mime_type=file.mime_type,
        size=file.size,
        duration_ms=duration_ms,
        file=storing.keep(file.content, extension),
    )


def attach(message: Message, attachments: Sequence[Attachment]) -> None:
    """Store the files of a message that is stored next, because that save tells of them.

    Postgres looks for the message when the transaction ends.
    """
    message.file_count = len(attachments)
    if not attachments:
        return
    if message.author and message.author.visitor:
        require_room(message.author.visitor, attachments)
    message.pk = _next_id()
    for attachment in attachments:
        attachment.message_id = message.pk
    Attachment.objects.bulk_create(attachments)
    # Once for all who are told. Their usual order goes by the message, which is not there yet.
    prefetch_related_objects([message], Prefetch("attachments", Attachment.objects.order_by("pk")))
    waiting = [each.pk for each in attachments if each.state == State.PROCESSING]
    transaction.on_commit(lambda: _ask_for(waiting), robust=True)


def ask_for_late_files() -> None:
    """What should have been looked at by now is asked for again, the oldest first."""
    late = timezone.now() - timedelta(seconds=LATE_SECONDS)
    waiting = Attachment.objects.filter(state=State.PROCESSING, created_at__lt=late)
    _ask_for(waiting.order_by("created_at").values_list("pk", flat=True)[:LATE_AT_ONCE])


def _ask_for(attachment_ids: Iterable[int]) -> None:
    for attachment_id in attachment_ids:
        ask_later(EXAMINING, attachment_id, expires=LATE_SECONDS)


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Message._meta.db_table])
        return int(cursor.fetchone()[0])
