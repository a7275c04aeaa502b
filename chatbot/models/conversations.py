"""What people talk in, and how far each of them has read."""

from functools import cached_property
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from chatbot.models.actors import Actor
from chatbot.models.sites import Site
from chatbot.models.visitors import Visitor
from realtime.saves import Tracked


def furthest(**side: bool) -> Max:
    return Max("participants__read_up_to", filter=Q(**side), default=0)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the actor may read. Every endpoint, page and channel rule asks here."""
        if isinstance(actor, Visitor):
            return self.filter(visitor=actor)
        return self.filter(site__in=Site.objects.operated_by(actor))

    def not_closed(self) -> Self:
        return self.exclude(status=Conversation.Status.CLOSED)

    def for_display(self) -> Self:
        """With all that its JSON shape needs, in one query."""
        cursors = JSONObject(
            visitor=furthest(participants__visitor__isnull=False),
            operators=furthest(participants__user__isnull=False),
        )
        return self.select_related("visitor", "operator").annotate(read_up_to=cursors)


class Conversation(models.Model):
    class Kind(models.TextChoices):
        SUPPORT = "support"  # one visitor and whichever operators answer
        ROOM = "room"  # any number of members
        DIRECT = "direct"  # two members

    class Status(models.TextChoices):
        OPEN = "open"
        PENDING = "pending"
        SNOOZED = "snoozed"
        CLOSED = "closed"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SUPPORT)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="conversations")
    visitor = models.ForeignKey(Visitor, models.PROTECT, null=True, related_name="conversations")
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Who answered last: the face that the visitor sees.",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    last_seq = models.PositiveBigIntegerField(default=0, editable=False)
    started_at = models.DateTimeField(auto_now_add=True)
    last_message_at = models.DateTimeField(null=True, editable=False, db_index=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["support", "room", "direct"]),
                name="conversation_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "pending", "snoozed", "closed"]),
                name="conversation_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="support", site__isnull=False, visitor__isnull=False)
                | (~Q(kind="support") & Q(site__isnull=True, visitor__isnull=True)),
                name="conversation_visitor_iff_support",
                violation_error_message="A visitor on a site is what makes it support.",
            ),
            models.UniqueConstraint(
                fields=["visitor"],
                condition=~Q(status="closed"),
                name="conversation_one_open_per_visitor",
                violation_error_message="This visitor already has an open conversation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @cached_property
    def read_up_to(self) -> dict[str, int]:
        """How far each side has read; `for_display` brings it along."""
        return Conversation.objects.for_display().get(pk=self.pk).read_up_to

    def next_seq(self, sender: Actor) -> int:
        """The number of the sender's message. Hold the row lock: it keeps the numbers dense."""
        self.last_seq += 1
        self.last_message_at = timezone.now()
        if isinstance(sender, User):
            self.operator = sender
        self.save(update_fields=["last_seq", "last_message_at", "operator"])
        return self.last_seq


class Participant(Tracked):
    """A user or a visitor in a conversation. `read_up_to` only grows: a trigger sees to it."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="participations"
    )
    visitor = models.ForeignKey(Visitor, models.PROTECT, null=True, related_name="participations")
    read_up_to = models.PositiveBigIntegerField(default=0)

    _writes = 0  # the number of the message that is about to be stored

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(visitor__isnull=True),
                name="participant_is_user_xor_visitor",
            ),
            models.UniqueConstraint(fields=["conversation", "user"], name="participant_user_once"),
            models.UniqueConstraint(
                fields=["conversation", "visitor"], name="participant_visitor_once"
            ),
            # What a message's foreign key points to: an author together with the conversation.
            models.UniqueConstraint(
                fields=["id", "conversation"], name="participant_is_in_one_conversation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} in {self.conversation_id}"

    @property
    def actor(self) -> Actor:
        actor = self.visitor or self.user
        assert actor is not None  # the database knows: one of the two
        return actor

    def write(self, seq: int) -> None:
        """What one writes, one has read, and everything before it."""
        self._writes = self.read_up_to = seq

    @property
    def has_read_others(self) -> bool:
        """Whether this save goes past what others wrote: one's own words move the cursor, too.

        All that one wrote before is at or below the cursor, so nobody has to look for it.
        """
        if not self.changed("read_up_to"):
            return False
        begun = self.was("read_up_to", 0)
        return any(seq != self._writes for seq in range(begun + 1, self.read_up_to + 1))
