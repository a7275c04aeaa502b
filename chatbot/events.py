"""Everything chat tells the world: what hop 2 makes of a save."""

from dataclasses import dataclass, field

from django.conf import settings
from rest_framework.serializers import Serializer

from chatbot.channels import (
    PUBLIC_CHAT,
    channel_of,
    conversation_channel,
    inbox_channel,
    staff_channel,
)
from chatbot.models import Actor, Conversation, Message, Note, Participant, side_of
from chatbot.serializers.shapes import (
    ConversationSerializer,
    MessageSerializer,
    NoteSerializer,
    StaffConversationSerializer,
    TalkSerializer,
    sender_of,
)
from chatsite.ground.serializers import shaped
from realtime.channels import Member, user_channel
from realtime.events import JSON, Event
from realtime.typing_states import TYPING_SECONDS


def listeners_of(conversation: Conversation) -> list[str]:
    """Where everybody hears what is said in it."""
    channel = channel_of(conversation)
    if channel is None:
        return []
    is_overheard = conversation.is_general and settings.REALTIME["PUBLIC_CHAT"]
    return [channel, PUBLIC_CHAT] if is_overheard else [channel]


@dataclass(frozen=True)
class AboutMessage(Event):
    """A version of a message: new, edited, deleted, or with its files ready."""

    message: Message

    def channels(self) -> list[str]:
        return listeners_of(self.message.conversation)

    def payload(self, channel: str) -> JSON:
        return shaped(MessageSerializer, self.message)

    def head(self, channel: str) -> JSON:
        return {"seq": self.message.changed_seq}


class ChatMessageReceived(AboutMessage): ...


class ChatMessageUpdated(AboutMessage): ...


class MessageSent(AboutMessage): ...


class PrivateMessageSent(AboutMessage): ...


class MessageUpdated(AboutMessage): ...


@dataclass(frozen=True)
class NoteAdded(Event):
    """Among operators only: no channel of a visitor's is named here."""

    note: Note

    def channels(self) -> list[str]:
        return [staff_channel(conversation_id=self.note.conversation_id)]

    def payload(self, channel: str) -> JSON:
        return shaped(NoteSerializer, self.note)

    def head(self, channel: str) -> JSON:
        return {"seq": self.note.staff_seq}


@dataclass(frozen=True)
class ConversationUpdated(Event):
    """What the conversation is by now, to each audience in its shape."""

    conversation: Conversation
    is_public: bool = False  # whether those who talk in it see something new, too

    def channels(self) -> list[str]:
        told = listeners_of(self.conversation) if self.is_public else []
        return told + self._of_operators()

    def payload(self, channel: str) -> JSON:
        return shaped(self._shape(channel), self.conversation)

    def head(self, channel: str) -> JSON | None:
        """Of the inbox it is the row itself: that is no log, and has no number of its own."""
        talk = self.conversation
        if channel == inbox_channel(site_id=talk.site_id or 0):
            return {"id": talk.pk, "last_seq": talk.last_seq, "staff_seq": talk.staff_seq}
        return None

    def _of_operators(self) -> list[str]:
        site_id = self.conversation.site_id
        if site_id is None:
            return []
        watched = staff_channel(conversation_id=self.conversation.pk)
        return [inbox_channel(site_id=site_id), watched]

    def _shape(self, channel: str) -> type[Serializer[Conversation]]:
        if not self.conversation.is_support:
            return TalkSerializer
        is_visitors = channel == conversation_channel(conversation_id=self.conversation.pk)
        return ConversationSerializer if is_visitors else StaffConversationSerializer


@dataclass(frozen=True)
class MessageRead(Event):
    """Somebody has read on: all that the others wrote up to there is read."""

    participant: Participant
    reader: Actor
    authors: frozenset[int] = field(default_factory=frozenset)  # among members, whose words

    def channels(self) -> list[str]:
        conversation = self.participant.conversation
        if conversation.is_support:
            return [conversation_channel(conversation_id=conversation.pk)]
        return [user_channel(user_id=author) for author in sorted(self.authors)]

    def payload(self, channel: str) -> JSON:
        return {
            "conversation_id": self.participant.conversation_id,
            "reader_type": side_of(self.reader, self.participant.conversation),
            "reader_id": self.reader.pk,
            "read_up_to": self.participant.read_up_to,
        }


@dataclass(frozen=True)
class UserTyping(Event):
    """Somebody types, or has stopped; who hears of no end takes it for over by itself."""

    durable = False
    conversation: Conversation
    typist: Actor
    is_typing: bool

    def channels(self) -> list[str]:
        return listeners_of(self.conversation)

    def payload(self, channel: str) -> JSON:
        return {
            "conversation_id": self.conversation.pk,
            **sender_of(self.typist, self.conversation),
            "is_typing": self.is_typing,
            "expires_in": TYPING_SECONDS if self.is_typing else 0,
        }


@dataclass(frozen=True)
class Attendance(Event):
    """Who is in a room; the roster of its channel is the truth, so this is not kept."""

    durable = False
    room: str
    user_id: str
    user_info: Member

    def channels(self) -> list[str]:
        return [self.room]

    def payload(self, channel: str) -> JSON:
        return {"user_id": self.user_id, "user_info": self.user_info}


class UserJoined(Attendance): ...


class UserLeft(Attendance): ...
