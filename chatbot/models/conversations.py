"""What people talk in: support of a site, rooms of members, and two members alone."""

from datetime import timedelta
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject, Left
from django.utils import timezone
from django.utils.functional import cached_property  # which prefetching knows, unlike functools'

from chatbot.models.actors import Actor
from chatbot.models.labels import LABEL_LENGTH
from chatbot.models.participants import Cursors, Participant, cursors, cursors_of
from chatbot.models.sites import Site
from chatbot.models.visitors import Visitor
from realtime.saves import Tracked

LATEST = JSONObject(seq="seq", sender_type="sender_type", message="body", file_count="file_count")
JUST_CLOSED = timedelta(days=1)
LAST_WORDS = JSONObject(
    seq="seq", sender_type="sender_type", message=Left("body", 200), file_count="file_count"
)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the actor may read. Every endpoint, page and channel rule asks here."""
        if isinstance(actor, Visitor):
            return self.support_of(actor)
        return self.filter(_answered_by(actor) | _joined_by(actor))

    def support_of(self, actor: Actor) -> Self:
        """A visitor's own, or all on the sites that an operator answers on."""
        if isinstance(actor, Visitor):
            return self.filter(visitor=actor)
        return self.filter(_answered_by(actor))

    def joined_by(self, user: User) -> Self:
        """The rooms and direct conversations of a member."""
        return self.filter(_joined_by(user))

    def not_closed(self) -> Self:
        return self.exclude(status=Conversation.Status.CLOSED)

    def going_on(self) -> Self:
        """The open one first; and what was closed so lately that its visitor may still ask."""
        just = Q(closed_at__gte=timezone.now() - JUST_CLOSED)
        newest = F("closed_at").desc(nulls_first=True)
        return self.filter(Q(closed_at=None) | just).order_by(newest, "-pk")

    def for_visitors(self) -> Self:
        """Support with all that its public JSON shape needs, in one query."""
        return self.select_related("visitor", "operator").annotate(read_up_to=cursors())

    def listed_for_visitors(self) -> Self:
        """The same, with the last words that were said in each, as far as a list shows them."""
        words = _said().exclude(sender_type="system").order_by("-seq")
        last = Subquery(words.values(said=LAST_WORDS)[:1])
        return self.for_visitors().annotate(last_words=last)

    def for_operators(self) -> Self:
        return self.for_visitors().select_related("site", "assignee").with_latest()

    def for_members(self) -> Self:
        """Rooms and direct conversations, with who is in them."""
        present = Participant.objects.present()
        return self.prefetch_related(Prefetch("participants", present, to_attr="people"))

    def with_latest(self) -> Self:
        said = _said().order_by("-seq")
        return self.annotate(latest=Subquery(said.values(said=LATEST)[:1]))

    def with_unread(self, member: User) -> Self:
        """How many messages this member has not come to, and the id of the latest one.

        They are counted, for edits and deletions take numbers, too. One's own are never among
        them: whoever writes has read.
        """
        own = Participant.objects.filter(conversation=OuterRef("pk"), user=member)
        newer = _said().filter(seq__gt=OuterRef("come_to"))
        number = newer.order_by().values("conversation").values(number=Count("pk"))
        come_to = self.annotate(come_to=Coalesce(Subquery(own.values("read_up_to")), 0))
        return come_to.annotate(
            unread=Coalesce(Subquery(number), 0),
            latest_id=Subquery(_said().order_by("-seq").values("pk")[:1]),
        )

    def general(self) -> "Conversation":
        """The room that every member is in."""
        more = {"kind": Conversation.Kind.ROOM, "title": "General"}
        return self.get_or_create(is_general=True, defaults=more)[0]


def _said() -> models.QuerySet[Any]:
    """Within a query for conversations: their messages, but for those that were deleted."""
    messages: models.QuerySet[Any] = apps.get_model("chatbot", "Message")._default_manager.all()
    return messages.filter(conversation=OuterRef("pk"), deleted_at=None)


def _answered_by(user: User) -> Q:
    return Q(site__in=Site.objects.operated_by(user))


def _joined_by(user: User) -> Q:
    if not user.is_active:
        return Q(pk__in=[])
    among_members = Q(kind__in=[Conversation.Kind.ROOM, Conversation.Kind.DIRECT])
    joined = Participant.objects.filter(user=user, left_at=None)
    return among_members & (Q(is_general=True) | Q(pk__in=joined.values("conversation")))


class Conversation(Tracked):
    """Its row is the lock of everything in it: who writes, holds it first.

    The public log is numbered by `last_seq`: messages, their edits and deletions. What only
    operators see has a log and numbers of its own, so that no visitor can even count it.
    """

    class Kind(models.TextChoices):
        SUPPORT = "support"  # one visitor and whichever operators answer
        ROOM = "room"  # any number of members
        DIRECT = "direct"  # two members

    class Status(models.TextChoices):
        OPEN = "open"
        PENDING = "pending"
        SNOOZED = "snoozed"
        CLOSED = "closed"

    class Priority(models.TextChoices):
        LOW = "low"
        NORMAL = "normal"
        HIGH = "high"
        URGENT = "urgent"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SUPPORT)
    title = models.CharField(max_length=100, blank=True, help_text="What a room is called.")
    is_general = models.BooleanField(default=False, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="conversations")
    visitor = models.ForeignKey(Visitor, models.PROTECT, null=True, related_name="conversations")
    low = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    high = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Who answered last: the face that the visitor sees.",
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="assigned_conversations",
        help_text="Whose work it is.",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    priority = models.CharField(max_length=10, choices=Priority, default=Priority.NORMAL)
    # Names, not keys: the row tells all of its labels while it is locked, and costs no join.
    labels = ArrayField(models.CharField(max_length=LABEL_LENGTH), default=list, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, editable=False)
    rating_comment = models.CharField(max_length=1000, blank=True, editable=False)
    last_seq = models.PositiveBigIntegerField(default=0, editable=False)
    staff_seq = models.PositiveBigIntegerField(default=0, editable=False)
    started_at = models.DateTimeField(auto_now_add=True)
    last_message_at = models.DateTimeField(null=True, editable=False)
    waiting_since = models.DateTimeField(
        null=True, editable=False, help_text="Since when the visitor waits for an answer."
    )
    snoozed_until = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    handed_over_at = models.DateTimeField(
        null=True, editable=False, help_text="Since when it is people's, and not the bot's."
    )
    bot_due_seq = models.PositiveBigIntegerField(
        null=True, editable=False, help_text="The first message that the bot has yet to hear."
    )
    away_until = models.DateTimeField(
        null=True, editable=False, help_text="Until when the visitor knows that nobody is here."
    )

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(F("last_message_at").desc(), name="conversation_newest"),
            models.Index("site", F("last_message_at").desc(), name="conversation_newest_of_site"),
            models.Index(
                "snoozed_until", condition=Q(status="snoozed"), name="conversation_snoozed"
            ),
            GinIndex(fields=["labels"], name="conversation_labels"),
            models.Index(
                fields=["id"],
                condition=Q(bot_due_seq__isnull=False),
                name="conversation_bot_is_due",
            ),
        ]
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
                condition=Q(priority__in=["low", "normal", "high", "urgent"]),
                name="conversation_priority_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="support", site__isnull=False, visitor__isnull=False)
                | (~Q(kind="support") & Q(site__isnull=True, visitor__isnull=True)),
                name="conversation_visitor_iff_support",
                violation_error_message="A visitor on a site is what makes it support.",
            ),
            models.CheckConstraint(
                # One of them may be gone by now, and their words stay.
                condition=Q(kind="direct") & (Q(high__gt=F("low")) | Q(low=None) | Q(high=None))
                | (~Q(kind="direct") & Q(low__isnull=True, high__isnull=True)),
                name="conversation_direct_is_of_two",
            ),
            models.CheckConstraint(
                condition=(Q(kind="room") & ~Q(title="")) | (~Q(kind="room") & Q(title="")),
                name="conversation_title_iff_room",
                violation_error_message="A room has a title, and nothing else has.",
            ),
            models.CheckConstraint(
                condition=Q(is_general=False) | Q(kind="room"), name="conversation_general_is_room"
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="conversation_closed_at_iff_closed",
            ),
            models.CheckConstraint(
                condition=Q(status="snoozed") | Q(snoozed_until__isnull=True),
                name="conversation_wakes_only_if_snoozed",
            ),
            models.CheckConstraint(
                condition=Q(bot_due_seq__isnull=True) | Q(kind="support", handed_over_at=None),
                name="conversation_bot_answers_before_people",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
                name="conversation_rating_is_1_to_5",
            ),
            models.UniqueConstraint(
                fields=["visitor"],
                condition=~Q(status="closed"),
                name="conversation_one_open_per_visitor",
                violation_error_message="This visitor already has an open conversation.",
            ),
            models.UniqueConstraint(fields=["low", "high"], name="conversation_one_per_pair"),
            models.UniqueConstraint(
                fields=["is_general"], condition=Q(is_general=True), name="conversation_one_general"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_support(self) -> bool:
        return self.kind == Conversation.Kind.SUPPORT

    @property
    def is_closed(self) -> bool:
        return self.status == Conversation.Status.CLOSED

    @cached_property
    def read_up_to(self) -> Cursors:
        """How far each side has read; lists bring it along."""
        return cursors_of(self, self.people)

    @cached_property
    def people(self) -> list[Participant]:
        """Who takes part; lists bring them along."""
        return list(self.participants.present())

    @cached_property
    def latest(self) -> dict[str, Any] | None:
        """What was said last; lists bring it along."""
        said = self.messages.filter(deleted_at=None).order_by("-seq")
        return said.values_list(LATEST, flat=True).first()

    def next_seq(self) -> int:
        """The next number of the public log. Hold the row lock: it keeps the numbers dense."""
        self.last_seq += 1
        return self.last_seq

    def next_staff_seq(self) -> int:
        """The same for what only operators see."""
        self.staff_seq += 1
        return self.staff_seq

    def hand_over(self) -> None:
        """To people, for good: whatever the bot had yet to hear, it does not answer any more."""
        self.handed_over_at = self.handed_over_at or timezone.now()
        self.bot_due_seq = None

    def turn(self, status: str, *, until: Any = None) -> None:
        """Into another status, with the times that belong to it."""
        self.status = status
        self.snoozed_until = until
        is_closed = status == Conversation.Status.CLOSED
        self.closed_at = timezone.now() if is_closed else None
        if is_closed:
            self.waiting_since = None
