from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from chatbot.models.conversations import Conversation, Participant
from realtime.saves import Tracked

CLIENT_MESSAGE_ID = r"^[A-Za-z0-9._-]{1,64}\Z"


class MessageQuerySet(models.QuerySet["Message"]):
    def with_authors(self) -> Self:
        return self.select_related("author__user", "author__visitor")

    def page(
        self, *, after: int | None = None, before: int | None = None, limit: int = 50
    ) -> tuple[list["Message"], bool]:
        """One page in ascending order, and whether the same direction has more.

        `after` is a cursor in the log: what was written or changed since. Otherwise it is
        the newest page, or the newest before a message.
        """
        if after is not None:
            since = self.filter(changed_seq__gt=after).order_by("changed_seq")
            found = list(since[: limit + 1])
            return found[:limit], len(found) > limit
        older = self if before is None else self.filter(seq__lt=before)
        found = list(older.order_by("-seq")[: limit + 1])
        return found[:limit][::-1], len(found) > limit


class Message(Tracked):
    """Something said. `seq` is its place; `changed_seq` is where the log last told of it."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Participant, models.RESTRICT, related_name="messages")
    seq = models.PositiveBigIntegerField(help_text="1, 2, 3… within the conversation.")
    changed_seq = models.PositiveBigIntegerField()
    client_message_id = models.CharField(
        max_length=64, help_text="Chosen by the client: a retry sends nothing twice."
    )
    body = models.CharField(max_length=5000)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["conversation", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_numbered_once"),
            models.UniqueConstraint(
                fields=["conversation", "changed_seq"], name="message_changes_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["author", "client_message_id"], name="message_sent_once"
            ),
            models.CheckConstraint(
                condition=Q(seq__gte=1, changed_seq__gte=F("seq")), name="message_numbers_grow"
            ),
            models.CheckConstraint(
                condition=Q(client_message_id__regex=CLIENT_MESSAGE_ID),
                name="message_client_id_is_plain",
            ),
            models.CheckConstraint(condition=~Q(body=""), name="message_says_something"),
        ]

    def __str__(self) -> str:
        # Never the words: this is what logs show.
        return f"{self.conversation_id}/{self.seq}"

    @property
    def is_read(self) -> bool:
        """Whether the other side has come this far."""
        readers = "visitor" if self.author.visitor_id is None else "operators"
        return self.conversation.read_up_to[readers] >= self.seq


def latest_words() -> Subquery:
    """To annotate conversations with: what was said last."""
    said = Message.objects.filter(conversation=OuterRef("pk")).order_by("-seq")
    return Subquery(said.values("body")[:1])
