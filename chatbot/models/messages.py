from functools import cached_property
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, prefetch_related_objects
from django.utils import timezone

from chatbot.models.conversations import Conversation
from chatbot.models.participants import Participant
from chatbot.models.search import MESSAGE_WORDS
from chatbot.models.visitors import Visitor
from chatsite.ground.questions import Given
from realtime.saves import Tracked

CLIENT_MESSAGE_ID = r"^[A-Za-z0-9._-]{1,64}\Z"


class MessageQuerySet(models.QuerySet["Message"]):
    def for_display(self) -> Self:
        """With all that their JSON shape needs, in a number of queries that does not grow."""
        return self.select_related("author__user", "author__visitor")

    def sent_by(self, visitor: Visitor | Given, client_message_id: str | Given) -> Self:
        """What comes again may find another conversation open than the one where it is."""
        return self.filter(author__visitor=visitor, client_message_id=client_message_id)

    def page(
        self, *, after: int | None = None, before: int | None = None, limit: int = 50
    ) -> tuple[list["Message"], bool]:
        """One page in ascending order, and whether the same direction has more.

        `after` is a cursor in the log: what was written or changed since. Otherwise it is
        the newest page, or the newest before a message.
        """
        if after is not None:
            found = list(self._since(after)[: limit + 1])
            page = found[:limit]
        else:
            found = list(self._until(before)[: limit + 1])
            page = found[:limit][::-1]
        # Pages without files, which are most, need not ask for any.
        prefetch_related_objects([each for each in page if each.file_count], "attachments")
        return page, len(found) > limit

    def _since(self, after: int) -> Self:
        return self.filter(changed_seq__gt=after).order_by("changed_seq")

    def _until(self, before: int | None) -> Self:
        older = self if before is None else self.filter(seq__lt=before)
        return older.order_by("-seq")


class Message(Tracked):
    """Something said. `seq` is its place; `changed_seq` is where the log last told of it."""

    class Sender(models.TextChoices):
        VISITOR = "visitor"
        ADMIN = "admin"  # an operator, in the words of the wire
        MEMBER = "member"
        BOT = "bot"  # the site's own first answers
        SYSTEM = "system"  # a line about the conversation itself

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        Participant, models.RESTRICT, null=True, related_name="messages", help_text="If a person."
    )
    sender_type = models.CharField(max_length=10, choices=Sender)
    seq = models.PositiveBigIntegerField(help_text="1, 2, 3… within the conversation.")
    changed_seq = models.PositiveBigIntegerField()
    client_message_id = models.CharField(
        max_length=64, null=True, help_text="Chosen by the client: a retry sends nothing twice."
    )
    body = models.CharField(max_length=5000, blank=True)
    file_count = models.PositiveSmallIntegerField(default=0, editable=False)
    actions = models.JSONField(default=list, blank=True, help_text="Buttons below a bot's words.")
    mentions = ArrayField(models.BigIntegerField(), default=list, help_text="Ids of users.")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["conversation", "seq"]
        indexes = [GinIndex(MESSAGE_WORDS, name="message_words")]
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
                condition=Q(
                    sender_type__in=["visitor", "admin", "member"],
                    author__isnull=False,
                    client_message_id__isnull=False,
                )
                | Q(
                    sender_type__in=["bot", "system"],
                    author__isnull=True,
                    client_message_id__isnull=True,
                ),
                name="message_people_have_authors",
            ),
            models.CheckConstraint(
                condition=Q(client_message_id__regex=CLIENT_MESSAGE_ID),
                name="message_client_id_is_plain",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) & (~Q(body="") | Q(file_count__gt=0))
                | Q(deleted_at__isnull=False, body="", file_count=0),
                name="message_says_something_until_deleted",
            ),
        ]

    def __str__(self) -> str:
        # Never the words: this is what logs show.
        return f"{self.conversation_id}/{self.seq}"

    @cached_property
    def is_read(self) -> bool:
        """Whether the other side has come this far; of rooms: anybody else."""
        cursors = self.conversation.read_up_to
        if self.conversation.is_support:
            by_visitor = self.sender_type != Message.Sender.VISITOR
            return cursors["visitor" if by_visitor else "operators"] >= self.seq
        writer = str(self.author.user_id) if self.author else ""
        return any(seq >= self.seq for reader, seq in cursors.items() if reader != writer)

    def edit(self, body: str) -> None:
        """Other words in the same place. The caller holds the conversation."""
        self.body = body
        self.edited_at = timezone.now()
        self.changed_seq = self.conversation.next_seq()

    def bury(self) -> None:
        """What is left of a deleted or expired message: its number, and who wrote it when."""
        self.body, self.file_count, self.actions, self.mentions = "", 0, [], []
        self.deleted_at = timezone.now()
        self.changed_seq = self.conversation.next_seq()

    def lose_files(self) -> None:
        """Its words stay; of a message without any there is nothing left."""
        if not self.body:
            self.bury()
            return
        self.file_count = 0
        self.changed_seq = self.conversation.next_seq()
