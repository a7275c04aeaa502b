"""The JSON shapes of chat: what the API answers is what the events carry.

Nothing here depends on who reads, so the same bytes go to everybody.
"""

from datetime import UTC
from typing import Any

from django.contrib.auth.models import User
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chatbot.channels import conversation_channel
from chatbot.models import Actor, Conversation, Message, Site, Visitor, name_of, side_of

SIDES = ["visitor", "admin"]


class OperatorSerializer(serializers.ModelSerializer[User]):
    name = serializers.SerializerMethodField()
    avatar = serializers.CharField(default=None, read_only=True)

    class Meta:
        model = User
        fields = ["id", "name", "avatar"]

    def get_name(self, operator: User) -> str:
        return name_of(operator)


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


def sender_of(actor: Actor) -> dict[str, Any]:
    """Whoever writes, as the others see them; a message shows the same."""
    return {"sender_type": side_of(actor), "sender_id": actor.pk, "sender_name": name_of(actor)}


class TypistSerializer(serializers.Serializer[Any]):
    """What `sender_of` has said of somebody who types now."""

    sender_type = serializers.ChoiceField(choices=SIDES)
    sender_id = serializers.IntegerField()
    sender_name = serializers.CharField()


class VisitorSerializer(serializers.ModelSerializer[Visitor]):
    """What visitors are told about themselves, and nobody else."""

    class Meta:
        model = Visitor
        fields = read_only_fields = ["id", "name", "email"]


class SiteSerializer(serializers.ModelSerializer[Site]):
    class Meta:
        model = Site
        fields = read_only_fields = ["public_key", "name"]
