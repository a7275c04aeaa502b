"""Who is in a conversation, and how far each of them has read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from chatbot.models.actors import Actor
from chatbot.models.visitors import Visitor
from realtime.saves import Tracked

if TYPE_CHECKING:
    from chatbot.models.conversations import Conversation

# `{"visitor": 3, "operators": 5}` of support; elsewhere everybody's by user id.
Cursors = dict[str, int]


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def present(self) -> Self:
        """Those who are in it by now, with all that is shown of them."""
        return self.filter(left_at=None).select_related("user__member", "visitor").order_by("pk")


class Participant(Tracked):
    """A user or a visitor in a conversation. `read_up_to` only grows: a trigger sees to it.

    What people have said stays, and so does their row: of those who are gone as nobody's, of
    members who were taken out of a room with the time since when they hear nothing more.
    """

    conversation = models.ForeignKey(
        "chatbot.Conversation", models.CASCADE, related_name="participants"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="participations"
    )
    visitor = models.ForeignKey(Visitor, models.PROTECT, null=True, related_name="participations")
    read_up_to = models.PositiveBigIntegerField(default=0)
    left_at = models.DateTimeField(null=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    _writes = 0  # the number of the message that is about to be stored

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(visitor__isnull=True),
                name="participant_is_user_or_visitor",
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
    def actor(self) -> Actor | None:
        """Nobody, once the user is gone."""
        return self.visitor or self.user

    def write(self, seq: int) -> None:
        """What one writes, one has read, and everything before it."""
        self._writes = self.read_up_to = seq

    @property
    def is_writing(self) -> bool:
        """Whether a message follows, which tells of the conversation itself."""
        return self._writes > 0

    @property
    def has_read_others(self) -> bool:
        """Whether this save goes past what others wrote: one's own words move the cursor, too.

        All that one wrote before is at or below the cursor, so nobody has to look for it.
        """
        if not self.changed("read_up_to"):
            return False
        return any(seq != self._writes for seq in self.newly_read)

    @property
    def newly_read(self) -> range:
        """The numbers that this save goes past."""
        return range(self.was("read_up_to", 0) + 1, self.read_up_to + 1)

    def authors_read(self) -> frozenset[int]:
        """The users whose words this save goes past, but for the reader's own."""
        passed = Q(seq__gt=self.was("read_up_to", 0), seq__lte=self.read_up_to)
        present = Q(author__user__isnull=False, author__left_at=None)
        others = self.conversation.messages.filter(passed, present)
        others = others.exclude(author=self).order_by()
        return frozenset(others.values_list("author__user", flat=True).distinct())

    @property
    def hides_receipts(self) -> bool:
        member = getattr(self.user, "member", None)  # who never said anything has no row
        return member is not None and member.hides_receipts


def cursors() -> JSONObject:
    """The same as `cursors_of`, for lists of support conversations.

    Asked row by row: of a join Postgres would put all conversations together to show some.
    """
    visitor, operators = _furthest(visitor__isnull=False), _furthest(visitor__isnull=True)
    return JSONObject(visitor=visitor, operators=operators)


def _furthest(**side: bool) -> Coalesce:
    theirs = Participant.objects.filter(conversation=OuterRef("pk"), **side)
    return Coalesce(Subquery(theirs.order_by("-read_up_to").values("read_up_to")[:1]), 0)


def cursors_of(conversation: "Conversation", participants: Iterable[Participant]) -> Cursors:
    if conversation.is_support:
        return {
            "visitor": max((p.read_up_to for p in participants if p.visitor_id), default=0),
            "operators": max((p.read_up_to for p in participants if not p.visitor_id), default=0),
        }
    is_room = conversation.kind == conversation.Kind.ROOM
    return {
        str(each.user_id): each.read_up_to
        for each in participants
        if each.user_id and not (is_room and each.hides_receipts)
    }
