from django.db import models
from django.db.models import Q

from chatbot.models.messages import Message


class Attachment(models.Model):
    """A file sent with a message. What a worker has not looked at yet is nobody's to open."""

    class Kind(models.TextChoices):
        IMAGE = "image"
        VOICE = "voice"
        VIDEO = "video"
        FILE = "file"

    class State(models.TextChoices):
        PROCESSING = "processing"
        READY = "ready"
        REFUSED = "refused"

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PROCESSING)
    name = models.CharField(max_length=150, help_text="As the sender called it, cleaned.")
    mime_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    duration_ms = models.PositiveIntegerField(null=True)
    waveform = models.JSONField(null=True, help_text="Loudness from 0 to 100, left to right.")
    file = models.CharField(max_length=100, blank=True, help_text="Its name in the storage.")
    thumbnail = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["message_id", "pk"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(state="processing"), name="attachment_waiting"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["image", "voice", "video", "file"]),
                name="attachment_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["processing", "ready", "refused"]),
                name="attachment_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
