from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from chatbot.models.conversations import Conversation
from chatbot.models.messages import CLIENT_MESSAGE_ID
from realtime.saves import Tracked


class NoteQuerySet(models.QuerySet["Note"]):
    def for_display(self) -> Self:
        return self.select_related("author")

    def page(
        self, *, after: int | None = None, before: int | None = None, limit: int = 50
    ) -> tuple[list["Note"], bool]:
        """As of messages: one page in ascending order, and whether the same way there are more."""
        if after is not None:
            found = list(self.filter(staff_seq__gt=after).order_by("staff_seq")[: limit + 1])
            return found[:limit], len(found) > limit
        older = self if before is None else self.filter(staff_seq__lt=before)
        found = list(older.order_by("-staff_seq")[: limit + 1])
        return found[:limit][::-1], len(found) > limit


class Note(Tracked):
    """A line of the staff log: what operators write for each other, and what they did.

    It never reaches a visitor: no channel, answer or count of theirs is made of it.
    """

    class Kind(models.TextChoices):
        NOTE = "note"  # in somebody's own words
        STATUS = "status"
        ASSIGNMENT = "assignment"
        LABELS = "labels"
        PRIORITY = "priority"

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    staff_seq = models.PositiveBigIntegerField(help_text="1, 2, 3… within the conversation.")
    placed_after = models.PositiveBigIntegerField(help_text="The public number it follows.")
    client_message_id = models.CharField(max_length=64, null=True)
    body = models.CharField(max_length=5000)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["conversation", "staff_seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "staff_seq"], name="note_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["conversation", "author", "client_message_id"], name="note_written_once"
            ),
            models.CheckConstraint(condition=Q(staff_seq__gte=1), name="note_numbers_begin_at_1"),
            models.CheckConstraint(
                condition=Q(client_message_id__regex=CLIENT_MESSAGE_ID),
                name="note_client_id_is_plain",
            ),
            models.CheckConstraint(condition=~Q(body=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        # Never the words: this is what logs show.
        return f"{self.conversation_id}/staff {self.staff_seq}"
