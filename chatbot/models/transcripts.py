from django.db import models
from django.db.models import Q
from django.utils import timezone

from chatbot.models.conversations import Conversation


class Transcript(models.Model):
    """A copy of what was said, which the visitor wants by mail.

    Asking again makes no second one, as long as nothing more was said.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="transcripts")
    email = models.EmailField()
    last_seq = models.PositiveBigIntegerField(help_text="How far the conversation had come.")
    asked_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(sent_at=None), name="transcript_waiting"
            ),
            models.Index(fields=["email"], name="transcript_to_whom"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "email", "last_seq"], name="transcript_asked_once"
            )
        ]

    def __str__(self) -> str:
        # Never the e-mail address: this is what logs show.
        return f"Transcript {self.pk} of {self.conversation_id}"
