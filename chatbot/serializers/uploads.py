from rest_framework import serializers

from chatbot.serializers.inputs import WritingSerializer
from chatbot.uploads.limits import MOST_FILES_A_MESSAGE, MOST_VOICE_SECONDS


class UploadField(serializers.FileField):
    """Any file at all: whether it is taken is judged later, with a sentence for each reason."""

    def __init__(self) -> None:
        super().__init__(allow_empty_file=True, use_url=False)


class NewFilesSerializer(WritingSerializer):
    file = serializers.ListField(
        child=UploadField(), allow_empty=False, max_length=MOST_FILES_A_MESSAGE
    )
    message = serializers.CharField(
        source="body", max_length=5000, allow_blank=True, default="", help_text="Words beside them."
    )


class NewVoiceSerializer(WritingSerializer):
    message = None  # type: ignore[assignment]  # it is spoken
    audio = UploadField()
    duration_ms = serializers.IntegerField(
        min_value=0,
        max_value=MOST_VOICE_SECONDS * 1000,
        required=False,
        help_text="Shown until a worker has listened.",
    )
