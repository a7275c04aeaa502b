"""What operators ask for and arrange, and what they are answered: nothing here is a visitor's."""

from typing import Any

from rest_framework import serializers

from chatbot.models import Conversation
from chatbot.models.labels import LABEL_LENGTH
from chatbot.serializers.answers import HistoryAnswer
from chatbot.serializers.inputs import (
    HIGHEST,
    HistoryQuery,
    ReplySerializer,
    TypingSerializer,
)
from chatbot.serializers.shapes import (
    MessageSerializer,
    NoteSerializer,
    StaffConversationSerializer,
)
from chatbot.serializers.uploads import UploadField
from chatbot.uploads.limits import MOST_FILES_A_MESSAGE
from chatsite.ground.serializers import Answer, ErrorSerializer

MOST_LABELS = 20
LONGEST_QUESTION = 100


class NumberField(serializers.IntegerField):
    """Of a row."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=1, max_value=HIGHEST, **more)


class InboxQuery(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=Conversation.Status.choices, required=False)
    site = NumberField(required=False)
    assignee = serializers.RegexField(
        r"^(me|none|[0-9]{1,18})\Z",
        required=False,
        error_messages={"invalid": "The number of an operator, me or none, please."},
        help_text="The number of an operator, `me` or `none`.",
    )
    # The metaclass takes fields away, so the serializer's own `label` stays what it is.
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=LABEL_LENGTH, required=False
    )
    q = serializers.CharField(
        max_length=LONGEST_QUESTION,
        required=False,
        allow_blank=True,
        help_text="Beginnings of words: of the visitor's name and e-mail, or of what was said.",
    )


class StaffHistoryQuery(HistoryQuery):
    after_staff = serializers.IntegerField(
        min_value=0, max_value=HIGHEST, required=False, help_text="The same of the staff log."
    )
    before_staff = serializers.IntegerField(min_value=1, max_value=HIGHEST, required=False)

    def validate(self, query: dict[str, int]) -> dict[str, int]:
        if {"after_staff", "before_staff"} <= query.keys():
            raise serializers.ValidationError("Either after_staff or before_staff, not both.")
        return super().validate(query)


class ReplyWithFilesSerializer(ReplySerializer):
    message = serializers.CharField(
        source="body", max_length=5000, allow_blank=True, default="", help_text="Words beside them."
    )
    file = serializers.ListField(
        child=UploadField(), allow_empty=False, max_length=MOST_FILES_A_MESSAGE
    )

    def validate_is_note(self, is_note: bool) -> bool:
        # Taken for a reply, it would be the visitor's to open.
        if is_note:
            raise serializers.ValidationError("A note has no files.")
        return is_note


class StaffTypingSerializer(TypingSerializer):
    is_note = serializers.BooleanField(
        default=False, help_text="What is typed is a note: nobody is told."
    )


class AssignSerializer(serializers.Serializer[Any]):
    operator_id = NumberField(source="assignee_id", allow_null=True)


class StatusSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=Conversation.Status.choices)
    until = serializers.DateTimeField(
        required=False, allow_null=True, help_text="When what is snoozed is to wake."
    )


class LabelsSerializer(serializers.Serializer[Any]):
    labels = serializers.ListField(
        child=serializers.CharField(max_length=LABEL_LENGTH), max_length=MOST_LABELS
    )


class PrioritySerializer(serializers.Serializer[Any]):
    priority = serializers.ChoiceField(choices=Conversation.Priority.choices)


class StaffConversationAnswer(Answer):
    conversation = StaffConversationSerializer()


class StaffHistoryAnswer(HistoryAnswer):
    """With the staff log: `last_staff_seq` is its cursor, as `last_seq` is the public one's."""

    conversation = StaffConversationSerializer()
    notes = NoteSerializer(many=True)
    last_staff_seq = serializers.IntegerField(source="conversation.staff_seq")
    has_more_notes = serializers.BooleanField()


class NoteAnswer(Answer):
    message = NoteSerializer()


class NewerMessagesConflict(ErrorSerializer):
    """Of a reply that is held back: what others wrote in the meantime."""

    messages = MessageSerializer(many=True, required=False)
