"""A conversation by mail, for its visitor to keep. What only operators see is not in it."""

from datetime import timedelta
from math import ceil
from typing import Any

import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone

from chatbot.models import Conversation, Message, Transcript, Visitor
from chatbot.serializers.shapes import MessageSerializer
from chatbot.services.holding import hold_support
from chatsite.ground.buckets import Rate, take
from chatsite.ground.errors import Conflict, SlowDown
from chatsite.ground.fingerprints import digest

log = structlog.get_logger(__name__)

KEPT_FOR = timedelta(days=1)
# Nobody's mailbox is to be filled by strangers who type its address, on whichever site.
TO_ONE_ADDRESS = Rate(burst=5, per_minute=5 / (24 * 60), fails_closed=True)
LONGEST = 500
AT_ONCE = 10
TRIES = 8
PAUSE = timedelta(minutes=1)  # longer than the slowest mail server is waited for


def ask_for_transcript(*, conversation_id: int, visitor: Visitor, email: str) -> None:
    """Have it sent, unless this very one is on its way already."""
    visible = Conversation.objects.support_of(visitor)
    conversation = get_object_or_404(visible, pk=conversation_id)
    if not conversation.last_seq:
        raise Conflict("Nothing was said yet.", code="nothing_said")
    wanted: dict[str, Any] = {"email": email.lower(), "last_seq": conversation.last_seq}
    if conversation.transcripts.filter(**wanted).exists():
        return
    _require_patience(wanted["email"])
    with transaction.atomic():
        hold_support(conversation_id, visitor).transcripts.get_or_create(**wanted)


def send_transcripts() -> None:
    """Those that are due, a few of them; a crash after the sending sends one a second time."""
    for _ in range(AT_ONCE):
        transcript = _next()
        if transcript is None:
            return
        try:
            _mail(transcript).send()
        except OSError as error:  # as all that SMTP has to complain about is
            log.warning("transcript_waits", transcript=transcript.pk, reason=type(error).__name__)
            continue
        Transcript.objects.filter(pk=transcript.pk).update(sent_at=timezone.now())


def forget_transcripts() -> None:
    Transcript.objects.filter(asked_at__lt=timezone.now() - KEPT_FOR).delete()


def _require_patience(email: str) -> None:
    """Counted in Redis, under a digest: who has themselves erased must not begin anew at none."""
    if wait := take(f"transcripts_to:{digest(email)}", TO_ONE_ADDRESS):
        raise SlowDown("Enough was sent to this address for today.", wait=ceil(wait / 1000))


@transaction.atomic
def _next() -> Transcript | None:
    """Nobody else takes it for a while: mail servers are slow, and no row is held for them."""
    due = Transcript.objects.filter(sent_at=None, attempts__lt=TRIES)
    due = due.filter(next_try_at__lte=timezone.now()).order_by("next_try_at")
    transcript = due.select_for_update(skip_locked=True).first()
    if transcript:
        transcript.next_try_at = timezone.now() + PAUSE * 2**transcript.attempts
        transcript.attempts += 1
        transcript.save(update_fields=["next_try_at", "attempts"])
    return transcript


def _mail(transcript: Transcript) -> EmailMultiAlternatives:
    conversation = transcript.conversation
    assert conversation.site  # the database knows: support has one
    site = " ".join(conversation.site.name.split())  # no line may end in a header of the mail
    said = conversation.messages.filter(deleted_at=None, seq__lte=transcript.last_seq)
    newest, _ = said.for_display().page(limit=LONGEST)
    messages = MessageSerializer(newest, many=True).data
    told = {"site": site, "messages": [*map(_as_told, messages)]}
    mail = EmailMultiAlternatives(
        subject=f"Your conversation with {site}",
        body=render_to_string("chatbot/transcript.txt", told),
        to=[transcript.email],
    )
    mail.attach_alternative(render_to_string("chatbot/transcript.html", told), "text/html")
    return mail


def _as_told(message: dict[str, Any]) -> dict[str, Any]:
    """Nobody can write a line of somebody else's, or be taken for somebody by the name alone."""
    side = " (visitor)" if message["sender_type"] == Message.Sender.VISITOR else ""
    name = " ".join(message["sender_name"].split()) + side
    return message | {"sender_name": name, "lines": message["message"].splitlines()}
