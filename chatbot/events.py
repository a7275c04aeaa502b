"""Everything chat tells the world: what hop 2 makes of a save."""

from dataclasses import dataclass

from chatbot.channels import chat_channel, conversation_channel
from chatbot.models import Message
from chatbot.serializers.shapes import MessageSerializer
from realtime.channels import Member
from realtime.events import JSON, Event


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
