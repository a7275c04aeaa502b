"""The first step of whatever changes a conversation: its row is held until the transaction ends."""

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound

from chatbot.models import Actor, Conversation, Visitor

OPERATORS = ("operator", "assignee")
SHOWN = ("site", "visitor", *OPERATORS)
NOTHING = "There is no such conversation."


def hold_support(conversation_id: int, actor: Actor) -> Conversation:
    those = Conversation.objects.support_of(actor).filter(pk=conversation_id)
    return _found(one_locked_of(actor, those))


def hold(those: QuerySet[Conversation], nothing: str = NOTHING) -> Conversation:
    """What is not visible does not exist, and nothing can be done to it."""
    return _found(one_locked(those), nothing)


def one_locked(
    those: QuerySet[Conversation], shown: tuple[str, ...] = SHOWN
) -> Conversation | None:
    return next(iter(locked(those, shown)), None)


def one_locked_of(actor: Actor, those: QuerySet[Conversation]) -> Conversation | None:
    """The same of what is the actor's: a visitor who is here is not fetched again with it."""
    if not isinstance(actor, Visitor):
        return one_locked(those)
    held = one_locked(those, OPERATORS)
    if held is not None:
        held.site, held.visitor = actor.site, actor
    return held


def locked(
    those: QuerySet[Conversation], shown: tuple[str, ...] = SHOWN, *, skip_taken: bool = False
) -> list[Conversation]:
    rows = those.select_for_update(of=("self",), skip_locked=skip_taken)
    held = list(rows.select_related(*shown))
    for conversation in held:
        _forget_who_is_missing(conversation, shown)
    return held


def _found(held: Conversation | None, nothing: str = NOTHING) -> Conversation:
    if held is None:
        raise NotFound(nothing)
    return held


def _forget_who_is_missing(conversation: Conversation, shown: tuple[str, ...]) -> None:
    """To whoever has waited for a row, Postgres gives it as it is by now.

    But who was put into it meanwhile is not joined to it: they are fetched when they are shown.
    """
    known = conversation._state.fields_cache
    for name in shown:
        if known[name] is None:
            del known[name]
