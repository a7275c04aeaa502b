"""Everything chat tells the world: what hop 2 makes of a save."""

from dataclasses import dataclass

from chatbot.channels import conversation_channel
from chatbot.models import Message
from chatbot.serializers.shapes import MessageSerializer
from realtime.events import JSON, Event


@dataclass(frozen=True)
class ChatMessageReceived(Event):
    message: Message

    def channels(self) -> list[str]:
        return [conversation_channel(conversation_id=self.message.conversation_id)]

    def payload(self, channel: str) -> JSON:
        return MessageSerializer(self.message).data
