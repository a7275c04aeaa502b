from datetime import UTC
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chatbot.models import Message, Note, name_of
from chatbot.serializers.shapes.actions import ActionSerializer
from chatbot.serializers.shapes.files import AttachmentSerializer
from chatbot.serializers.shapes.people import GONE
from chatsite.ground.serializers import shaped


@extend_schema_field({"type": "string", "example": "2026-03-01 12:00:00"})
class PlainTimeField(serializers.DateTimeField):
    """UTC, in the form that the widget has always known."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d %H:%M:%S", default_timezone=UTC, read_only=True)


class AuthoredSerializer(serializers.ModelSerializer[Any]):
    """What messages and notes have in common. Whoever is gone has no id any more."""

    sender_id = serializers.SerializerMethodField()
    sender_name = serializers.SerializerMethodField()
    sender_avatar = serializers.CharField(default=None, read_only=True, allow_null=True)
    message = serializers.CharField(source="body", allow_blank=True)
    created_at = PlainTimeField()
    timestamp = serializers.SerializerMethodField()

    def get_timestamp(self, said: Message | Note) -> int:
        return int(said.created_at.timestamp())


class MessageSerializer(AuthoredSerializer):
    attachments = serializers.SerializerMethodField()
    actions = ActionSerializer(many=True, read_only=True)
    deleted = serializers.SerializerMethodField()

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

    def get_sender_id(self, message: Message) -> int | None:
        actor = message.author and message.author.actor
        return actor.pk if actor else None

    def get_sender_name(self, message: Message) -> str:
        if message.author is None:
            return message.conversation.site.name if message.conversation.site else ""
        actor = message.author.actor
        return name_of(actor) if actor else GONE

    @extend_schema_field(AttachmentSerializer(many=True))
    def get_attachments(self, message: Message) -> Any:
        # Most messages have none, and those that are just being sent need not ask for it.
        files = message.attachments.all() if message.file_count else []
        return [shaped(AttachmentSerializer, file) for file in files]

    def get_deleted(self, message: Message) -> bool:
        return message.deleted_at is not None


class NoteSerializer(AuthoredSerializer):
    """In the place of a message among operators; it has no number that a visitor could miss."""

    seq = serializers.IntegerField(default=None, read_only=True, allow_null=True)
    sender_type = serializers.SerializerMethodField()

    class Meta:
        model = Note
        fields = read_only_fields = [
            "id",
            "conversation_id",
            "kind",
            "seq",
            "staff_seq",
            "placed_after",
            "client_message_id",
            "sender_type",
            "sender_id",
            "sender_name",
            "sender_avatar",
            "message",
            "created_at",
            "timestamp",
        ]

    def get_sender_type(self, note: Note) -> str:
        return Message.Sender.ADMIN

    def get_sender_id(self, note: Note) -> int | None:
        return note.author_id

    def get_sender_name(self, note: Note) -> str:
        if note.author:
            return name_of(note.author)
        # What is not in somebody's own words, the conversation itself may have said.
        site = note.conversation.site
        return GONE if note.kind == Note.Kind.NOTE or site is None else site.name
