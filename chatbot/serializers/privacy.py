"""What visitors may ask for at the end, and all that is held of them."""

from typing import Any

from rest_framework import serializers

from chatbot.models import PageView, Transcript, VisitorToken
from chatbot.serializers.fields import AttributesField
from chatbot.serializers.inputs import HIGHEST
from chatbot.serializers.shapes import (
    ConversationSerializer,
    MessageSerializer,
    VisitorSerializer,
)
from chatsite.ground.serializers import Answer


class RatingSerializer(serializers.Serializer[Any]):
    score = serializers.IntegerField(min_value=1, max_value=5)
    comment = serializers.CharField(max_length=1000, allow_blank=True, default="")


class TranscriptSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()

    def validate_email(self, email: str) -> str:
        """In quotes, a name may have what ends a line, and go on as other headers of the mail."""
        if '"' in email:
            raise serializers.ValidationError("An address without quotes, please.")
        return email


class ExportQuery(serializers.Serializer[Any]):
    after = serializers.IntegerField(
        min_value=0, max_value=HIGHEST, default=0, help_text="The id of the last message before."
    )


class ConversationAnswer(Answer):
    conversation = ConversationSerializer()


class HeldVisitorSerializer(VisitorSerializer):
    site = serializers.CharField(source="site.name")
    attributes = AttributesField(read_only=True)

    class Meta(VisitorSerializer.Meta):
        fields = read_only_fields = [
            *VisitorSerializer.Meta.fields,
            "site",
            "attributes",
            "identified_at",
            "locale",
            "time_zone",
            "ip",
            "referrer",
            "first_page",
            "last_page",
            "created_at",
            "last_seen_at",
            "consent_at",
        ]


class HeldConversationSerializer(ConversationSerializer):
    class Meta(ConversationSerializer.Meta):
        fields = read_only_fields = [*ConversationSerializer.Meta.fields, "rating_comment"]


class BrowserSerializer(serializers.ModelSerializer[VisitorToken]):
    class Meta:
        model = VisitorToken
        fields = read_only_fields = ["created_at", "last_used_at"]


class PageViewSerializer(serializers.ModelSerializer[PageView]):
    class Meta:
        model = PageView
        fields = read_only_fields = ["url", "title", "seen_at"]


class HeldTranscriptSerializer(serializers.ModelSerializer[Transcript]):
    class Meta:
        model = Transcript
        fields = read_only_fields = ["conversation_id", "email", "asked_at", "sent_at"]


class ExportAnswer(Answer):
    """While `has_more`, the id of the last message is the next `after`."""

    visitor = HeldVisitorSerializer()
    browsers = BrowserSerializer(many=True)
    pages = PageViewSerializer(many=True)
    conversations = HeldConversationSerializer(many=True)
    transcripts = HeldTranscriptSerializer(many=True)
    messages = MessageSerializer(many=True)
    has_more = serializers.BooleanField()
