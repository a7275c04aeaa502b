"""Conversations beginning, going on and ending."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed, ValidationError

from chatbot.models import Actor, Conversation, Message, Note, Visitor, name_of
from chatbot.services.holding import hold_one_of, hold_open, hold_support, locked
from chatbot.services.lines import add_line, add_staff_line
from chatsite.ground.errors import Conflict

Status = Conversation.Status
REOPENS_WITHIN = timedelta(days=7)
WOKEN_AT_ONCE = 50


def open_another(*, visitor: Visitor, client_message_id: str) -> Conversation:
    """Unless the message is there already, and comes again because its answer was lost.

    Of two first messages the later finds the other's conversation.
    """
    _hold_visitor(visitor)
    said = Message.objects.sent_by(visitor, client_message_id)
    if known := hold_one_of(visitor, visitor.conversations.filter(messages__in=said)):
        return known
    held = None
    while held is None:  # else another's was found, and closed before it could be held
        visitor.conversations.not_closed().get_or_create(
            visitor=visitor, defaults={"site": visitor.site}
        )
        held = hold_open(visitor)
    return held


@transaction.atomic
def change_status(
    *, conversation_id: int, actor: Actor, status: str, until: datetime | None = None
) -> Conversation:
    """Close, reopen, snooze or set aside. What visitors notice of it gets a public line."""
    conversation = hold_support(conversation_id, actor)
    if until is not None and (status != Status.SNOOZED or until <= timezone.now()):
        raise ValidationError({"until": ["Only for snoozing, and a time to come, please."]})
    if (conversation.status, conversation.snoozed_until) == (status, until):
        return conversation
    if status == Status.CLOSED:
        who = "The visitor" if isinstance(actor, Visitor) else name_of(actor)
        add_line(conversation, f"{who} closed the conversation.")
    elif conversation.status == Status.CLOSED:
        reopen(conversation)
    else:
        note = f"{name_of(actor)} set this to {status}."
        add_staff_line(conversation, Note.Kind.STATUS, _user(actor), note)
    _turn(conversation, status, until)
    return conversation


def reopen(conversation: Conversation) -> None:
    """Open again what was closed not long ago. The caller holds it."""
    closed_at = conversation.closed_at
    if closed_at is None or closed_at < timezone.now() - REOPENS_WITHIN:
        raise Conflict("This conversation is closed.", code="conversation_closed")
    try:
        with transaction.atomic():
            _turn(conversation, Status.OPEN)
    except IntegrityError:
        text = "This conversation is closed, and another one is open by now."
        raise Conflict(text, code="conversation_closed") from None
    add_line(conversation, "The conversation was opened again.")


def wake_snoozed() -> None:
    """All that have lain aside long enough."""
    while _wake_some():
        pass


@transaction.atomic
def _wake_some() -> int:
    """Whatever somebody holds just now is left for the next time."""
    due = Conversation.objects.filter(status=Status.SNOOZED, snoozed_until__lte=timezone.now())
    some = locked(due.order_by("snoozed_until")[:WOKEN_AT_ONCE], skip_taken=True)
    for conversation in some:
        add_staff_line(conversation, Note.Kind.STATUS, None, "The time of snoozing is over.")
        _turn(conversation, Status.OPEN)
    return len(some)


@transaction.atomic
def rate(*, conversation_id: int, visitor: Visitor, score: int, comment: str = "") -> Conversation:
    """How it was for the visitor; said again, the last word counts."""
    conversation = hold_support(conversation_id, visitor)
    conversation.rating, conversation.rating_comment = score, comment
    conversation.save(update_fields=["rating", "rating_comment"])
    return conversation


def _hold_visitor(visitor: Visitor) -> None:
    """Who was erased since they were let in, or has become somebody else, opens nothing."""
    held = Visitor.objects.select_for_update(no_key=True).filter(pk=visitor.pk)
    if held.first() is None:
        raise AuthenticationFailed("This visitor's token is unknown.")


def _turn(conversation: Conversation, status: str, until: datetime | None = None) -> None:
    conversation.turn(status, until=until)
    conversation.save(update_fields=["status", "snoozed_until", "closed_at", "waiting_since"])


def _user(actor: Actor) -> User | None:
    return actor if isinstance(actor, User) else None
