"""Hop 1, save: what is said is stored, once and in its place."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from chatbot.models import Actor, Attachment, Conversation, Message, Participant, Visitor, side_of
from chatbot.serializers.shapes import MessageSerializer
from chatbot.services.conversations import open_another, reopen
from chatbot.services.files import attach
from chatbot.services.first_answers import await_bot
from chatbot.services.holding import hold_open, hold_support
from chatbot.services.members import hold_direct, hold_talk, mentioned_in
from chatbot.services.people import note_cursors, people_of
from chatbot.typists import stop_typing
from chatsite.ground.errors import Conflict

Status = Conversation.Status
# What a message may change in its conversation.
TAKEN_UP = (
    "last_seq",
    "last_message_at",
    "waiting_since",
    "operator",
    "status",
    "snoozed_until",
    "handed_over_at",
    "bot_due_seq",
)


def send_message(
    *,
    conversation_id: int | None = None,
    sender: Actor,
    client_message_id: str,
    body: str,
    files: Sequence[Attachment] = (),
) -> tuple[Message, bool]:
    """Add to support what a visitor or an operator says, unless this client already sent it.

    The second value says whether it is new. Without a conversation it is the visitor's open
    one, or a new one.
    """
    said = sender, client_message_id, body, files
    if conversation_id is not None or not isinstance(sender, Visitor):
        with transaction.atomic():
            return _add(hold_support(conversation_id or 0, sender), *said)
    with transaction.atomic():
        if held := hold_open(sender):
            return _add(held, *said)
    # What was closed while we waited for it is let go first.
    with transaction.atomic():
        return _add(open_another(visitor=sender, client_message_id=client_message_id), *said)


@transaction.atomic
def reply(
    *,
    conversation_id: int,
    operator: User,
    client_message_id: str,
    body: str,
    last_seen_seq: int | None = None,
    files: Sequence[Attachment] = (),
) -> tuple[Message, bool]:
    """Send as `operator`, unless others wrote after what this operator has seen."""
    conversation = hold_support(conversation_id, operator)
    if last_seen_seq is not None:
        _refuse_if_behind(conversation, operator, client_message_id, last_seen_seq)
    return _add(conversation, operator, client_message_id, body, files)


@transaction.atomic
def say(
    *, member: User, client_message_id: str, body: str, conversation_id: int | None = None
) -> tuple[Message, bool]:
    """The same among members, of whom some may be mentioned; at first to all of them."""
    conversation = hold_talk(member, conversation_id)
    mentions = mentioned_in(conversation, body)
    return _add(conversation, member, client_message_id, body, mentions=mentions)


@transaction.atomic
def say_privately(
    *, member: User, recipient_id: int, client_message_id: str, body: str
) -> tuple[Message, bool]:
    """To one other member alone."""
    conversation = hold_direct(member, recipient_id)
    mentions = mentioned_in(conversation, body)
    return _add(conversation, member, client_message_id, body, mentions=mentions)


def _add(
    conversation: Conversation,
    sender: Actor,
    client_message_id: str,
    body: str,
    files: Sequence[Attachment] = (),
    **more: Any,
) -> tuple[Message, bool]:
    """Into the conversation that the caller holds; what one wrote, one has read.

    Everything the event will show is stored before the message is, because its payload is
    built at that save.
    """
    author, everybody = people_of(conversation, sender, client_message_id)
    if sent := getattr(author, "sent", None):
        return _same(Message.objects.for_display().get(pk=sent), body, len(files)), False
    _take_up(conversation, sender)
    said = {"client_message_id": client_message_id, "body": body, **more}
    message = _next(conversation, author, side_of(sender, conversation), **said)
    author.write(message.seq)
    author.save(update_fields=["read_up_to"])
    note_cursors(conversation, everybody)
    attach(message, files)
    note_latest(conversation, message)
    message.save(force_insert=True)
    transaction.on_commit(lambda: stop_typing(conversation, sender), robust=True)
    return message, True


def _next(
    conversation: Conversation, author: Participant, sender_type: str, **said: Any
) -> Message:
    """The next of the conversation, not stored yet."""
    seq = conversation.next_seq()
    message = Message(
        conversation=conversation,
        author=author,
        sender_type=sender_type,
        seq=seq,
        changed_seq=seq,
        **said,
    )
    message.is_read = False  # nobody else can have seen it yet
    return message


def _take_up(conversation: Conversation, sender: Actor) -> None:
    """Nothing that is written into stays closed, and no visitor's word is laid aside."""
    if conversation.status == Status.CLOSED:
        reopen(conversation)
    if isinstance(sender, Visitor):
        conversation.turn(Status.OPEN)
        conversation.waiting_since = conversation.waiting_since or timezone.now()
        await_bot(conversation)
    elif conversation.is_support:
        conversation.operator, conversation.waiting_since = sender, None
        conversation.hand_over()


def note_latest(conversation: Conversation, message: Message) -> None:
    """Keep in the conversation what it takes from its newest message."""
    conversation.last_message_at = timezone.now()
    conversation.latest = {
        "seq": message.seq,
        "sender_type": message.sender_type,
        "message": message.body,
        "file_count": message.file_count,
    }
    conversation.save(update_fields=TAKEN_UP)


def _same(sent: Message, body: str, file_count: int) -> Message:
    is_as_sent = sent.edited_at is None and sent.deleted_at is None  # else nobody can compare
    if is_as_sent and (sent.body, sent.file_count) != (body, file_count):
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
    newer = conversation.messages.filter(seq__gt=last_seen_seq).for_display()
    # Lines of the conversation itself are nobody's words to be missed.
    missed, _ = newer.exclude(author=None).exclude(author__user=operator).page()
    if missed:
        raise Conflict(
            "Others wrote while you were writing.",
            code="newer_messages",
            messages=MessageSerializer(missed, many=True).data,
        )
