"""Hop 1, save: what is said is stored, once and in its place, and so is how far one has read."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from rest_framework.exceptions import NotFound, PermissionDenied

from chatbot.models import Actor, Attachment, Conversation, Message, Participant, Visitor, side_of
from chatbot.models.participants import cursors_of
from chatbot.serializers.shapes import MessageSerializer
from chatbot.services.conversations import open_conversation, reopen
from chatbot.services.files import attach
from chatbot.services.first_answers import await_bot
from chatbot.services.holding import hold, hold_support
from chatbot.services.members import hold_direct, hold_talk, mentioned_in
from chatbot.typists import stop_typing
from chatsite.ground.errors import Conflict

Status = Conversation.Status
MENDED_WITHIN = timedelta(minutes=15)
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


@transaction.atomic
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
    if conversation_id is None and isinstance(sender, Visitor):
        conversation = open_conversation(visitor=sender, client_message_id=client_message_id)
    else:
        conversation = hold_support(conversation_id or 0, sender)
    return _add(conversation, sender, client_message_id, body, files)


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


@transaction.atomic
def edit_message(*, message_id: int, member: User, body: str) -> Message:
    message = _own(message_id, member)
    if message.body != body:
        message.edit(body)
        message.mentions = mentioned_in(message.conversation, body)
        message.conversation.save(update_fields=["last_seq"])
        message.save(update_fields=["body", "mentions", "edited_at", "changed_seq"])
    return message


@transaction.atomic
def delete_message(*, message_id: int, member: User) -> Message:
    """Its place stays, and its words go."""
    message = _own(message_id, member)
    message.attachments.all().delete()
    message.bury()
    message.conversation.save(update_fields=["last_seq"])
    message.save()
    return message


@transaction.atomic
def mark_read(*, conversation_id: int, reader: Actor, seq: int | None = None) -> int:
    """The reader has seen everything up to `seq`, or all there is: how far that is by now.

    Nothing is unread again, and nobody has read what is not yet written.
    """
    conversation = hold(Conversation.objects.visible_to(reader).filter(pk=conversation_id))
    participant, everybody = _people(conversation, reader)
    head = conversation.last_seq
    seen = head if seq is None else min(seq, head)
    if seen > participant.read_up_to:
        participant.read_up_to = seen
        _note_cursors(conversation, everybody)
        participant.save(update_fields=["read_up_to"])
    return participant.read_up_to


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
    author, everybody = _people(conversation, sender, client_message_id)
    if sent := getattr(author, "sent", None):
        return _same(Message.objects.for_display().get(pk=sent), body, len(files)), False
    _take_up(conversation, sender)
    seq = conversation.next_seq()
    author.write(seq)
    author.save(update_fields=["read_up_to"])
    _note_cursors(conversation, everybody)
    message = Message(
        conversation=conversation,
        author=author,
        sender_type=side_of(sender, conversation),
        seq=seq,
        changed_seq=seq,
        client_message_id=client_message_id,
        body=body,
        **more,
    )
    message.is_read = False  # nobody else can have seen it yet
    attach(message, files)
    note_latest(conversation, message)
    message.save(force_insert=True)
    transaction.on_commit(lambda: stop_typing(conversation, sender), robust=True)
    return message, True


def _people(
    conversation: Conversation, actor: Actor, client_message_id: str = ""
) -> tuple[Participant, list[Participant]]:
    """The actor as a participant, with the message of theirs that has this id already.

    And of support all the others, because what is told shows how far each side has read.
    """
    if isinstance(actor, Visitor):
        who: dict[str, Actor] = {"visitor": actor}
        sent = Message.objects.sent_by(actor, client_message_id)
    else:
        who = {"user": actor}
        sent = Message.objects.filter(author=OuterRef("pk"), client_message_id=client_message_id)
    those = {} if conversation.is_support else who
    joined = conversation.participants.filter(**those).select_related("user__member", "visitor")
    known: list[Participant] = [*joined.annotate(sent=Subquery(sent.values("pk")[:1]))]
    if author := next((each for each in known if each.actor == actor), None):
        return author, known
    author = conversation.participants.create(**who)
    return author, [*known, author]


def _note_cursors(conversation: Conversation, everybody: list[Participant]) -> None:
    """What is told next shows how far they have read; of rooms nothing of the kind is told."""
    if conversation.is_support:
        conversation.read_up_to = cursors_of(conversation, everybody)


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


def _own(message_id: int, member: User) -> Message:
    """Still to be mended, with its conversation held."""
    joined = Conversation.objects.joined_by(member)
    conversation = hold(joined.filter(messages=message_id), "There is no such message.")
    message = conversation.messages.for_display().get(pk=message_id)
    if message.author is None or message.author.user_id != member.pk:
        raise PermissionDenied("Only who wrote it may change it.")
    if message.deleted_at is not None:
        raise NotFound("There is no such message.")
    if message.created_at < timezone.now() - MENDED_WITHIN:
        raise Conflict("This was said too long ago to be changed.", code="too_late")
    return message


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
