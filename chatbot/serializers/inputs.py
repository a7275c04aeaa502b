"""What may be sent to chat. Texts with a NUL or half a character are refused by every CharField."""

from typing import Any
from uuid import uuid4

from rest_framework import serializers

from chatbot.models.messages import CLIENT_MESSAGE_ID
from chatbot.serializers.fields import BrowserAddressField

HIGHEST = 2**63 - 1
PAGE_SIZE = 50
LONGEST_PAGE = 100


def new_id() -> str:
    """For clients that choose none: their repeats cannot be told from new messages."""
    return uuid4().hex


class SayingSerializer(serializers.Serializer[Any]):
    message = serializers.CharField(source="body", max_length=5000)
    client_message_id = serializers.RegexField(
        CLIENT_MESSAGE_ID,
        default=new_id,
        error_messages={
            "invalid": "1 to 64 letters, digits, dots, hyphens or underscores, please."
        },
    )


class WritingSerializer(SayingSerializer):
    """What visitors send: without a conversation it goes into the open one, or opens one."""

    conversation_id = serializers.IntegerField(
        min_value=1, max_value=HIGHEST, required=False, allow_null=True
    )


class NewMessageSerializer(WritingSerializer):
    page_url = BrowserAddressField(required=False, allow_blank=True, help_text="Where it is said.")


class ReplySerializer(serializers.Serializer[Any]):
    message = serializers.CharField(source="body", max_length=5000)
    client_message_id = serializers.RegexField(CLIENT_MESSAGE_ID)
    last_seen_seq = serializers.IntegerField(
        min_value=0, max_value=HIGHEST, default=None, allow_null=True
    )
    force = serializers.BooleanField(default=False)
    is_note = serializers.BooleanField(
        default=False, help_text="For the colleagues alone: the visitor never hears of it."
    )


class TypingSerializer(serializers.Serializer[Any]):
    is_typing = serializers.BooleanField()


class ReadSerializer(serializers.Serializer[Any]):
    seq = serializers.IntegerField(min_value=0, max_value=HIGHEST)


class MarkReadSerializer(ReadSerializer):
    seq = serializers.IntegerField(
        min_value=0,
        max_value=HIGHEST,
        default=None,
        allow_null=True,
        help_text="Everything there is, unless it is said.",
    )


class HistoryQuery(serializers.Serializer[Any]):
    after = serializers.IntegerField(
        min_value=0, max_value=HIGHEST, required=False, help_text="What changed after this number."
    )
    before = serializers.IntegerField(
        min_value=1, max_value=HIGHEST, required=False, help_text="What was said before this one."
    )
    limit = serializers.IntegerField(min_value=1, max_value=LONGEST_PAGE, default=PAGE_SIZE)

    def validate(self, query: dict[str, int]) -> dict[str, int]:
        if {"after", "before"} <= query.keys():
            raise serializers.ValidationError("Either after or before, not both.")
        return query
