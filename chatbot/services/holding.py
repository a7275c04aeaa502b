"""The first step of whatever changes a conversation: its row is held until the transaction ends."""

from collections.abc import Iterable

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound

from chatbot.models import Actor, Conversation, Visitor
from chatsite.ground.questions import Given, Question

OPERATORS = ("operator", "assignee")
SHOWN = ("site", "visitor", *OPERATORS)
NOTHING = "There is no such conversation."


def hold_support(conversation_id: int, actor: Actor) -> Conversation:
    if isinstance(actor, Visitor):
        return _found(_own(actor, named_of(visitor=actor.pk, named=conversation_id)))
    return _found(one_locked(Conversation.objects.support_of(actor).filter(pk=conversation_id)))


def hold_open(visitor: Visitor) -> Conversation | None:
    return _own(visitor, open_of(visitor=visitor.pk))


def hold_one_of(visitor: Visitor, those: QuerySet[Conversation]) -> Conversation | None:
    return _own(visitor, lock(those, OPERATORS))


def hold(those: QuerySet[Conversation], nothing: str = NOTHING) -> Conversation:
    """What is not visible does not exist, and nothing can be done to it."""
    return _found(one_locked(those), nothing)


def one_locked(
    those: QuerySet[Conversation], shown: tuple[str, ...] = SHOWN
) -> Conversation | None:
    return next(iter(locked(those, shown)), None)


def locked(
    those: QuerySet[Conversation], shown: tuple[str, ...] = SHOWN, *, skip_taken: bool = False
) -> list[Conversation]:
    held = list(lock(those, shown, skip_taken=skip_taken))
    for conversation in held:
        _forget_who_is_missing(conversation, shown)
    return held


def lock(
    those: QuerySet[Conversation], shown: tuple[str, ...], *, skip_taken: bool = False
) -> QuerySet[Conversation]:
    return those.select_for_update(of=("self",), skip_locked=skip_taken).select_related(*shown)


def _questions_of_visitors() -> tuple[Question[Conversation], Question[Conversation]]:
    """All day long: the one that is named, and the one that is open."""
    own = Conversation.objects.filter(visitor=Given("visitor"))
    named = Question(lambda: lock(own.filter(pk=Given("named")), OPERATORS))
    return named, Question(lambda: lock(own.not_closed(), OPERATORS))


named_of, open_of = _questions_of_visitors()


def _own(visitor: Visitor, rows: Iterable[Conversation]) -> Conversation | None:
    """Whoever is here is not fetched again with what is theirs."""
    held = next(iter(rows), None)
    if held is not None:
        _forget_who_is_missing(held, OPERATORS)
        held.site, held.visitor = visitor.site, visitor
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
