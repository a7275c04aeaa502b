"""A conversation, for each audience in its own shape."""

from typing import Any

from django.contrib.auth.models import User
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chatbot.channels import channel_of
from chatbot.models import Conversation, Site
from chatbot.serializers.shapes.people import PersonSerializer
from chatbot.serializers.shapes.visitors import VisitorSerializer


class CursorsSerializer(serializers.Serializer[Any]):
    visitor = serializers.IntegerField()
    operators = serializers.IntegerField()


class LatestSerializer(serializers.Serializer[Any]):
    """What was said last."""

    seq = serializers.IntegerField()
    sender_type = serializers.CharField()
    message = serializers.CharField()
    file_count = serializers.IntegerField()


class SiteNameSerializer(serializers.ModelSerializer[Site]):
    class Meta:
        model = Site
        fields = read_only_fields = ["id", "name"]


class ConversationSerializer(serializers.ModelSerializer[Conversation]):
    """Support as its visitor sees it."""

    channel = serializers.SerializerMethodField()
    read_up_to = CursorsSerializer(read_only=True)
    operator = PersonSerializer(read_only=True, allow_null=True)

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

    def get_channel(self, conversation: Conversation) -> str | None:
        return channel_of(conversation)


class ListedConversationSerializer(ConversationSerializer):
    """In its visitor's list: also with the beginning of the last words that somebody said."""

    last_words = LatestSerializer(read_only=True, allow_null=True)

    class Meta(ConversationSerializer.Meta):
        fields = read_only_fields = [*ConversationSerializer.Meta.fields, "last_words"]


class StaffConversationSerializer(ConversationSerializer):
    """Support as operators see it: in the inbox, on its page, and in what these are told."""

    site = SiteNameSerializer(read_only=True)
    visitor = VisitorSerializer(read_only=True)
    assignee = PersonSerializer(read_only=True, allow_null=True)
    latest = LatestSerializer(read_only=True, allow_null=True)

    class Meta(ConversationSerializer.Meta):
        fields = read_only_fields = [
            *ConversationSerializer.Meta.fields,
            "staff_seq",
            "site",
            "visitor",
            "assignee",
            "labels",
            "priority",
            "snoozed_until",
            "waiting_since",
            "handed_over_at",
            "rating_comment",
            "latest",
        ]

    @extend_schema_field(
        {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    )
    def get_site(self, conversation: Conversation) -> dict[str, Any]:
        assert conversation.site  # the database knows: support has one
        return {"id": conversation.site.pk, "name": conversation.site.name}


class TalkSerializer(ConversationSerializer):
    """A room, or a conversation of two, as its members see it."""

    read_up_to = serializers.DictField(  # type: ignore[assignment]  # of everybody, not of two sides
        child=serializers.IntegerField(), read_only=True
    )
    participants = serializers.SerializerMethodField()

    class Meta(ConversationSerializer.Meta):
        fields = read_only_fields = [
            "id",
            "kind",
            "title",
            "is_general",
            "status",
            "channel",
            "last_seq",
            "read_up_to",
            "participants",
            "started_at",
            "last_message_at",
            "rating",
        ]

    @extend_schema_field(PersonSerializer(many=True))
    def get_participants(self, conversation: Conversation) -> Any:
        people: list[User] = [each.user for each in conversation.people if each.user]
        return PersonSerializer(people, many=True).data
