"""What becomes of a file once a worker has looked at it. Its message tells of it again."""

from typing import Any

from django.db import transaction

from chatbot.files import discard
from chatbot.models import Attachment, Conversation
from chatbot.services.holding import one_locked
from chatbot.uploads import storing
from chatbot.uploads.decoded import Decoded
from chatbot.uploads.decoding import decode
from chatbot.uploads.kinds import BY_MIME_TYPE, Kind
from chatbot.uploads.names import named_for
from chatbot.uploads.refusals import Refused

State = Attachment.State


def examine(attachment_id: int) -> None:
    """Have the file opened, unless that is done. It may take a minute, so nothing is held.

    Who comes second throws away what came of it.
    """
    waiting = Attachment.objects.filter(pk=attachment_id, state=State.PROCESSING).first()
    if waiting is None:
        return
    outcome = _outcome(waiting)
    if not settle(attachment_id=attachment_id, **outcome):
        storing.forget([outcome["file"], outcome["thumbnail"]])


def _outcome(waiting: Attachment) -> dict[str, Any]:
    try:
        content = storing.read(waiting.file)
        decoded = decode(Kind(waiting.kind), waiting.mime_type, content)
    except (Refused, FileNotFoundError):
        return {"state": State.REFUSED, "file": "", "thumbnail": ""}
    return {"state": State.READY, **_seen(waiting, decoded, decoded.content or content)}


def _seen(waiting: Attachment, decoded: Decoded, content: bytes) -> dict[str, Any]:
    extensions = BY_MIME_TYPE[decoded.mime_type].extensions
    return {
        "name": named_for(extensions, waiting.name),
        "mime_type": decoded.mime_type,
        "size": len(content),
        "width": decoded.width,
        "height": decoded.height,
        "duration_ms": decoded.duration_ms,
        "waveform": decoded.waveform or None,
        "file": storing.keep(content, extensions[0]),
        "thumbnail": storing.keep(decoded.thumbnail, "webp") if decoded.thumbnail else "",
    }


@transaction.atomic
def settle(*, attachment_id: int, **outcome: Any) -> bool:
    """False when somebody else was faster, or the message is gone."""
    held = one_locked(Conversation.objects.filter(messages__attachments=attachment_id))
    waiting = Attachment.objects.filter(pk=attachment_id, state=State.PROCESSING).first()
    if held is None or waiting is None:
        return False
    discard(waiting.file)  # with the place where it was taken in it
    for name, value in outcome.items():
        setattr(waiting, name, value)
    waiting.save()
    message = held.messages.for_display().get(pk=waiting.message_id)
    message.changed_seq = held.next_seq()
    held.save(update_fields=["last_seq"])
    message.save(update_fields=["changed_seq"])
    return True
