from datetime import UTC

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chatbot.models import Message, name_of, side_of
from chatbot.serializers.shapes.people import SIDES


class MessageSerializer(serializers.ModelSerializer[Message]):
    """A field with a default has no source in the model: it is promised, and always this."""

    sender_type = serializers.SerializerMethodField()
    sender_id = serializers.IntegerField(source="author.actor.pk")
    sender_name = serializers.SerializerMethodField()
    sender_avatar = serializers.CharField(default=None, read_only=True)
    message = serializers.CharField(source="body")
    attachments = serializers.ListField(default=[], read_only=True)
    actions = serializers.ListField(default=[], read_only=True)
    deleted = serializers.BooleanField(default=False, read_only=True)
    created_at = serializers.DateTimeField(format="%Y-%m-%d %H:%M:%S", default_timezone=UTC)
    timestamp = serializers.SerializerMethodField()
    edited_at = serializers.DateTimeField(default=None, read_only=True)

    class Meta:
        model = Message
        fields = read_only_fields = [
            "id",
            "conversation_id",
            "seq",
            "changed_seq",
            "client_message_id",
            "sender_type",
            "sender_id",
            "sender_name",
            "sender_avatar",
            "message",
            "attachments",
            "actions",
            "is_read",
            "deleted",
            "created_at",
            "timestamp",
            "edited_at",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=SIDES))
    def get_sender_type(self, message: Message) -> str:
        return side_of(message.author.actor)

    def get_sender_name(self, message: Message) -> str:
        return name_of(message.author.actor)

    def get_timestamp(self, message: Message) -> int:
        return int(message.created_at.timestamp())
