from rest_framework import serializers

from chatbot.models import Attachment
from chatbot.uploads.links import link_to


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A file of a message; there is something to open once a worker has found it harmless."""

    waveform = serializers.ListField(
        child=serializers.IntegerField(), allow_null=True, read_only=True
    )
    url = serializers.SerializerMethodField()
    thumbnail_url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = read_only_fields = [
            "id",
            "kind",
            "state",
            "name",
            "url",
            "mime_type",
            "size",
            "width",
            "height",
            "duration_ms",
            "waveform",
            "thumbnail_url",
        ]

    def get_url(self, attachment: Attachment) -> str | None:
        is_ready = attachment.state == Attachment.State.READY
        return link_to(attachment.file, saved_as=attachment.name) if is_ready else None

    def get_thumbnail_url(self, attachment: Attachment) -> str | None:
        return link_to(attachment.thumbnail) if attachment.thumbnail else None
