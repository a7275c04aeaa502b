"""Hop 1, save: what is said is stored, once and in its place, and so is how far one has read."""

from django.contrib.auth.models import User
from django.db import transaction
from rest_framework.exceptions import PermissionDenied

from chatbot.models import Actor, Conversation, Message, Participant, Visitor
from chatbot.serializers.shapes import MessageSerializer
from chatbot.typists import stop_typing
from chatsite.ground.errors import Conflict


@transaction.atomic
def send_message(
    *, conversation: Conversation, sender: Actor, client_message_id: str, body: str
) -> tuple[Message, bool]:
    """Add the message, unless this client already sent it; what one wrote, one has read.

    The second value says whether it is new. Everything the event will show is stored before
    the message is, because its payload is built at that save.
    """
    conversation = _held(conversation, sender)
    author = _join(conversation, sender)
    if sent := author.messages.filter(client_message_id=client_message_id).first():
        return _same(sent, body), False
    if conversation.status == Conversation.Status.CLOSED:
        raise Conflict("This conversation is closed.", code="conversation_closed")
    seq = conversation.next_seq(sender)
    author.write(seq)
    author.save(update_fields=["read_up_to"])
    message = author.messages.create(
        conversation=conversation,
        seq=seq,
        changed_seq=seq,
        client_message_id=client_message_id,
        body=body,
    )
    transaction.on_commit(lambda: stop_typing(conversation, sender), robust=True)
    return message, True


@transaction.atomic
def reply(
    *,
    conversation: Conversation,
    operator: User,
    client_message_id: str,
    body: str,
    last_seen_seq: int | None = None,
) -> tuple[Message, bool]:
    """Send as `operator`, unless others wrote after what this operator has seen."""
    conversation = _held(conversation, operator)
    if last_seen_seq is not None:
        _refuse_if_behind(conversation, operator, client_message_id, last_seen_seq)
    return send_message(
        conversation=conversation, sender=operator, client_message_id=client_message_id, body=body
    )


@transaction.atomic
def mark_read(*, conversation: Conversation, reader: Actor, seq: int | None = None) -> int:
    """The reader has seen everything up to `seq`, or all there is: how far that is by now.

    Nothing is unread again, and nobody has read what is not yet written.
    """
    conversation = _held(conversation, reader)
    participant = _join(conversation, reader)
    head = conversation.last_seq
    seen = head if seq is None else min(seq, head)
    if seen > participant.read_up_to:
        participant.read_up_to = seen
        participant.save(update_fields=["read_up_to"])
    return participant.read_up_to


def _held(conversation: Conversation, actor: Actor) -> Conversation:
    """Its row, locked until the transaction ends; who may not see it may do nothing to it."""
    visible = Conversation.objects.visible_to(actor).select_for_update()
    held = visible.filter(pk=conversation.pk).first()
    if held is None:
        raise PermissionDenied("This conversation is not yours.")
    return held


def _join(conversation: Conversation, actor: Actor) -> Participant:
    who = {"visitor": actor} if isinstance(actor, Visitor) else {"user": actor}
    joined = Participant.objects.select_related(*who)
    return joined.get_or_create(conversation=conversation, **who)[0]


def _same(sent: Message, body: str) -> Message:
    if sent.body != body:
        raise Conflict(
            "Another message was already sent with this client_message_id.",
            code="client_message_id_reused",
        )
    return sent


def _refuse_if_behind(
    conversation: Conversation, operator: User, client_message_id: str, last_seen_seq: int
) -> None:
    own = conversation.messages.filter(author__user=operator)
    if own.filter(client_message_id=client_message_id).exists():
        return  # it was sent before: the repeat is told so, whatever came after it
    newer = conversation.messages.filter(seq__gt=last_seen_seq).with_authors()
    if missed := newer.exclude(author__user=operator):
        raise Conflict(
            "Others wrote while you were writing.",
            code="newer_messages",
            messages=MessageSerializer(missed, many=True).data,
        )
