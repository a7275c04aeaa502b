"""The first step of whatever changes a conversation: its row is held until the transaction ends."""

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound

from chatbot.models import Actor, Conversation

SHOWN = ("site", "visitor", "operator", "assignee")


def hold_support(conversation_id: int, actor: Actor) -> Conversation:
    return hold(Conversation.objects.support_of(actor).filter(pk=conversation_id))


def hold(
    those: QuerySet[Conversation], nothing: str = "There is no such conversation."
) -> Conversation:
    """What is not visible does not exist, and nothing can be done to it."""
    held = one_locked(those)
    if held is None:
        raise NotFound(nothing)
    return held


def one_locked(those: QuerySet[Conversation]) -> Conversation | None:
    return next(iter(locked(those)), None)


def locked(those: QuerySet[Conversation], *, skip_taken: bool = False) -> list[Conversation]:
    rows = those.select_for_update(of=("self",), skip_locked=skip_taken)
    held = list(rows.select_related(*SHOWN))
    for conversation in held:
        _forget_who_is_missing(conversation)
    return held


def _forget_who_is_missing(conversation: Conversation) -> None:
    """To whoever has waited for a row, Postgres gives it as it is by now.

    But who was put into it meanwhile is not joined to it: they are fetched when they are shown.
    """
    known = conversation._state.fields_cache
    for name in SHOWN:
        if known[name] is None:
            del known[name]
