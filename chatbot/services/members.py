"""Members talking to each other: in the general room, in rooms, in twos."""

import re
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.exceptions import NotFound, ValidationError

from chatbot.models import Conversation, Participant
from chatbot.services.holding import hold, one_locked

MENTION = re.compile(r"(?<!\w)@([\w.+-]{1,150})")


@transaction.atomic
def direct_conversation(*, member: User, other_id: int) -> Conversation:
    """The one of these two, whoever begins."""
    other = User.objects.filter(pk=other_id, is_active=True).first()
    if other is None:
        raise NotFound("There is no such member.")
    if other == member:
        raise ValidationError({"recipient_id": ["This is you."]})
    low, high = sorted([member, other], key=lambda one: one.pk)
    conversation, is_new = Conversation.objects.get_or_create(
        low=low, high=high, defaults={"kind": Conversation.Kind.DIRECT}
    )
    if is_new:
        both = [Participant(conversation=conversation, user=user) for user in (low, high)]
        Participant.objects.bulk_create(both)  # nobody has read anything: there is no news
    return conversation


@transaction.atomic
def arrange_room(*, room: Conversation, members: Iterable[User]) -> None:
    """Exactly these are in it from now on. What the others have said there stays.

    Of the general room nobody is asked: every member is in it.
    """
    room = hold(Conversation.objects.filter(pk=room.pk, is_general=False))
    wanted = set(members)
    for participant in room.participants.filter(user__isnull=False).select_related("user"):
        is_wanted = participant.user in wanted
        wanted.discard(participant.user)
        if is_wanted != (participant.left_at is None):
            participant.left_at = None if is_wanted else timezone.now()
            participant.save(update_fields=["left_at"])
    for user in sorted(wanted, key=lambda one: one.pk):
        room.participants.create(user=user)


def hold_talk(member: User, conversation_id: int | None) -> Conversation:
    """One of the member's own, or the general room."""
    talks = Conversation.objects.joined_by(member)
    if conversation_id is not None:
        return hold(talks.filter(pk=conversation_id))
    # But for the very first time it is there, and one statement finds and holds it.
    general = one_locked(talks.filter(is_general=True))
    return general or hold(talks.filter(pk=Conversation.objects.general().pk))


def hold_direct(member: User, other_id: int) -> Conversation:
    """The conversation of these two. It is there already, but for their first words."""
    low, high = sorted([member.pk, other_id])
    both = {"low": low, "high": high, "low__is_active": True, "high__is_active": True}
    known = one_locked(Conversation.objects.filter(**both))
    if known is not None:
        return known
    begun = direct_conversation(member=member, other_id=other_id)
    return hold(Conversation.objects.filter(pk=begun.pk))


def mentioned_in(conversation: Conversation, body: str) -> list[int]:
    """The members whom the text calls by @name, if they are here to see it."""
    names = {name.rstrip(".") for name in MENTION.findall(body)}
    if not names:
        return []
    return sorted(_members_of(conversation).filter(username__in=names).values_list("pk", flat=True))


def _members_of(conversation: Conversation) -> QuerySet[User]:
    active = User.objects.filter(is_active=True)
    if conversation.is_general:
        return active
    return active.filter(participations__conversation=conversation, participations__left_at=None)
