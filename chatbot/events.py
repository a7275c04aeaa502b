"""Everything chat tells the world: what hop 2 makes of a save."""

from dataclasses import dataclass

from chatbot.channels import chat_channel, conversation_channel
from chatbot.models import Actor, Message, Participant, side_of
from chatbot.serializers.shapes import MessageSerializer, sender_of
from realtime.channels import Member
from realtime.events import JSON, Event
from realtime.typing_states import TYPING_SECONDS


@dataclass(frozen=True)
class ChatMessageReceived(Event):
    message: Message

    def channels(self) -> list[str]:
        return [conversation_channel(conversation_id=self.message.conversation_id)]

    def payload(self, channel: str) -> JSON:
        return MessageSerializer(self.message).data

    def head(self, channel: str) -> JSON:
        return {"seq": self.message.changed_seq}


@dataclass(frozen=True)
class MessageRead(Event):
    """Somebody has read on: all that the other side wrote up to there is read."""

    participant: Participant

    def channels(self) -> list[str]:
        return [conversation_channel(conversation_id=self.participant.conversation_id)]

    def payload(self, channel: str) -> JSON:
        reader = self.participant.actor
        return {
            "conversation_id": self.participant.conversation_id,
            "reader_type": side_of(reader),
            "reader_id": reader.pk,
            "read_up_to": self.participant.read_up_to,
        }


@dataclass(frozen=True)
class UserTyping(Event):
    """Somebody types, or has stopped; who hears of no end takes it for over by itself."""

    durable = False
    conversation_id: int
    typist: Actor
    is_typing: bool

    def channels(self) -> list[str]:
        return [conversation_channel(conversation_id=self.conversation_id)]

    def payload(self, channel: str) -> JSON:
        return {
            "conversation_id": self.conversation_id,
            **sender_of(self.typist),
            "is_typing": self.is_typing,
            "expires_in": TYPING_SECONDS if self.is_typing else 0,
        }


@dataclass(frozen=True)
class Attendance(Event):
    """Who is in the general room; the roster of the channel is the truth, so this is not kept."""

    durable = False
    user_id: str
    user_info: Member

    def channels(self) -> list[str]:
        return [chat_channel()]

    def payload(self, channel: str) -> JSON:
        return {"user_id": self.user_id, "user_info": self.user_info}


class UserJoined(Attendance): ...


class UserLeft(Attendance): ...
