"""Hop 2, news: which saves, comings and goings become which events. Nothing else happens here."""

from collections.abc import Iterator
from typing import Any

from django.dispatch import receiver

from chatbot.channels import chat_channel, room_channel
from chatbot.events import (
    AboutMessage,
    ChatMessageReceived,
    ChatMessageUpdated,
    ConversationUpdated,
    MessageRead,
    MessageSent,
    MessageUpdated,
    NoteAdded,
    PrivateMessageSent,
    UserJoined,
    UserLeft,
)
from chatbot.models import Conversation, Member, Message, Note, Participant
from realtime.applications import own
from realtime.changes import member_added, member_removed
from realtime.channels import Member as OnRoster
from realtime.events import Event
from realtime.outbox import publish
from realtime.saves import on_save

Kind = Conversation.Kind
SAID: dict[str, type[AboutMessage]] = {
    Kind.SUPPORT: ChatMessageReceived,
    Kind.ROOM: MessageSent,
    Kind.DIRECT: PrivateMessageSent,
}
# What the people in it see of a conversation; the rest is its operators' alone.
PUBLIC_FIELDS = ("status", "operator", "rating", "title")
STAFF_FIELDS = ("visitor", "assignee", "priority", "labels", "snoozed_until", "rating_comment")


@on_save(Message)
def message_saved(message: Message, created: bool) -> Iterator[Event]:
    conversation = message.conversation
    if created:
        yield SAID[conversation.kind](message)
    elif message.changed("changed_seq"):
        yield ChatMessageUpdated(message) if conversation.is_support else MessageUpdated(message)
    if conversation.is_support:
        yield ConversationUpdated(conversation)  # its row of the inbox


@on_save(Conversation)
def conversation_saved(conversation: Conversation, created: bool) -> Iterator[Event]:
    if created:
        return  # nobody listens yet; with its first message it comes into the inbox
    is_public = any(map(conversation.changed, PUBLIC_FIELDS))
    if is_public or any(map(conversation.changed, STAFF_FIELDS)):
        yield ConversationUpdated(conversation, is_public=is_public)


@on_save(Note)
def note_saved(note: Note, created: bool) -> Iterator[Event]:
    if created:
        yield NoteAdded(note)
    if created and note.kind == Note.Kind.NOTE:
        yield ConversationUpdated(note.conversation)  # its row of the inbox; others change more


@on_save(Participant)
def participant_saved(participant: Participant, created: bool) -> Iterator[Event]:
    conversation = participant.conversation
    if is_chosen(conversation) and (created or participant.changed("left_at")):
        # Fetched, for this one may remember who was in it before.
        room = Conversation.objects.for_members().get(pk=conversation.pk)
        yield ConversationUpdated(room, is_public=True)
    yield from read_on(participant)


@on_save(Member)
def member_saved(member: Member, _created: bool) -> Iterator[Event]:
    if member.became("hides_receipts", True) or member.left("hides_receipts", True):
        rooms = Conversation.objects.joined_by(member.user).filter(kind=Kind.ROOM)
        for room in rooms.for_members():
            yield ConversationUpdated(room, is_public=True)


def is_chosen(conversation: Conversation) -> bool:
    """Whether somebody says who is in it."""
    return conversation.kind == Kind.ROOM and not conversation.is_general


def read_on(participant: Participant) -> Iterator[Event]:
    reader, conversation = participant.actor, participant.conversation
    if reader is None or not participant.has_read_others:
        return
    if conversation.is_support:
        yield MessageRead(participant, reader)
        if not participant.is_writing:
            yield ConversationUpdated(conversation)  # its row of the inbox
    elif conversation.kind == Kind.DIRECT or not participant.hides_receipts:
        yield MessageRead(participant, reader, participant.authors_read())


@receiver(member_added)
def somebody_came(app: Any, channel: str, user_id: str, user_info: OnRoster, **_: Any) -> None:
    if is_a_room(app, channel):
        publish(UserJoined(channel, user_id, user_info))


@receiver(member_removed)
def somebody_went(app: Any, channel: str, user_id: str, user_info: OnRoster, **_: Any) -> None:
    if is_a_room(app, channel):
        publish(UserLeft(channel, user_id, user_info))


def is_a_room(app: Any, channel: str) -> bool:
    return app == own() and (channel == chat_channel() or room_channel.match(channel) is not None)
