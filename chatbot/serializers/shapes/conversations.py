from typing import Any

from rest_framework import serializers

from chatbot.channels import conversation_channel
from chatbot.models import Conversation
from chatbot.serializers.shapes.people import OperatorSerializer


class CursorsSerializer(serializers.Serializer[Any]):
    visitor = serializers.IntegerField()
    operators = serializers.IntegerField()


class ConversationSerializer(serializers.ModelSerializer[Conversation]):
    channel = serializers.SerializerMethodField()
    read_up_to = CursorsSerializer(read_only=True)
    operator = OperatorSerializer(read_only=True)
    rating = serializers.IntegerField(default=None, read_only=True)

    class Meta:
        model = Conversation
        fields = read_only_fields = [
            "id",
            "kind",
            "status",
            "channel",
            "last_seq",
            "read_up_to",
            "operator",
            "started_at",
            "last_message_at",
            "rating",
        ]

    def get_channel(self, conversation: Conversation) -> str:
        return conversation_channel(conversation_id=conversation.pk)
