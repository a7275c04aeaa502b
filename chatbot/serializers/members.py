"""What members may ask of chat, and what they are answered."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chatbot.models import Conversation
from chatbot.serializers.answers import HistoryAnswer
from chatbot.serializers.inputs import HIGHEST, HistoryQuery, SayingSerializer, TypingSerializer
from chatbot.serializers.shapes import MessageSerializer, PersonSerializer, TalkSerializer
from chatsite.ground.serializers import Answer


class NumberField(serializers.IntegerField):
    """Of a row."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=1, max_value=HIGHEST, **more)


class TalkField(NumberField):
    def __init__(self) -> None:
        super().__init__(
            required=False, allow_null=True, help_text="The general room, unless it is said."
        )


class TalkQuery(HistoryQuery):
    conversation_id = TalkField()


class NewTalkMessageSerializer(SayingSerializer):
    conversation_id = TalkField()


class PrivateMessageSerializer(SayingSerializer):
    recipient_id = NumberField(help_text="Another member.")


class EditSerializer(serializers.Serializer[Any]):
    message = serializers.CharField(source="body", max_length=5000)


class TalkTypingSerializer(TypingSerializer):
    conversation_id = TalkField()
    recipient_id = NumberField(
        required=False, allow_null=True, help_text="Another member, to type to alone."
    )

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        if told.get("conversation_id") and told.get("recipient_id"):
            raise serializers.ValidationError("Either a conversation or a recipient, not both.")
        return told


class TalkHistoryAnswer(HistoryAnswer):
    conversation = TalkSerializer()


class TalkRowSerializer(serializers.Serializer[Conversation]):
    """A conversation of the member who asks; `unread` is theirs, so no event tells it."""

    conversation = TalkSerializer(source="*")
    unread = serializers.IntegerField(help_text="Messages of others that were not read yet.")
    last_message = MessageSerializer(allow_null=True)


class OnlineSerializer(PersonSerializer):
    last_seen = serializers.SerializerMethodField()

    class Meta(PersonSerializer.Meta):
        fields = [*PersonSerializer.Meta.fields, "last_seen"]

    @extend_schema_field(serializers.DateTimeField())
    def get_last_seen(self, user: User) -> Any:
        """Who has only just come is not written down yet."""
        entry = getattr(user, "last_seen_entry", None)
        seen = entry.last_seen if entry else timezone.now()
        return serializers.DateTimeField().to_representation(seen)


class OnlineAnswer(Answer):
    users = OnlineSerializer(many=True)
