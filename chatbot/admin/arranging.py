"""What operators do with several conversations at once: each as the inbox does it, and told."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from rest_framework.exceptions import NotFound

from chatbot import services
from chatbot.admin.scope import user_of
from chatbot.models import Conversation
from chatbot.models.conversations import ConversationQuerySet
from chatsite.ground import audit
from chatsite.ground.errors import Conflict

MOST_AT_ONCE = 100
Status, Priority = Conversation.Status, Conversation.Priority

Change = Callable[..., Conversation]  # a service that wants to know of which conversation


@admin.action(description="Close", permissions=["arrange"])
def close(_: Any, request: HttpRequest, conversations: ConversationQuerySet) -> None:
    change = partial(services.change_status, actor=user_of(request), status=Status.CLOSED)
    arrange(request, conversations.not_closed(), "closed", change)


@admin.action(description="Open again", permissions=["arrange"])
def reopen(_: Any, request: HttpRequest, conversations: ConversationQuerySet) -> None:
    change = partial(services.change_status, actor=user_of(request), status=Status.OPEN)
    arrange(request, conversations.filter(status=Status.CLOSED), "reopened", change)


@admin.action(description="Assign to me", permissions=["arrange"])
def assign_to_me(_: Any, request: HttpRequest, conversations: ConversationQuerySet) -> None:
    me = user_of(request)
    change = partial(services.assign, operator=me, assignee_id=me.pk)
    arrange(request, conversations.exclude(assignee=me), "assigned", change, assignee=me.pk)


def set_to(priority: Conversation.Priority) -> Callable[..., None]:
    @admin.action(description=f"Priority: {priority.label}", permissions=["arrange"])
    def set_priority(_: Any, request: HttpRequest, conversations: ConversationQuerySet) -> None:
        change = partial(services.set_priority, operator=user_of(request), priority=priority)
        others = conversations.exclude(priority=priority)
        arrange(request, others, "given_priority", change, priority=priority)

    set_priority.__name__ = f"set_priority_{priority}"
    return set_priority


ACTIONS = [close, reopen, assign_to_me, *map(set_to, Priority)]


def arrange(
    request: HttpRequest,
    conversations: ConversationQuerySet,
    verb: str,
    change: Change,
    **details: Any,
) -> None:
    """One after the other, so that what cannot be done to one holds up no other."""
    chosen = list(conversations[: MOST_AT_ONCE + 1])
    if len(chosen) > MOST_AT_ONCE:
        messages.error(request, f"At most {MOST_AT_ONCE} at once, please.")
        return
    refused: defaultdict[str, list[str]] = defaultdict(list)
    for conversation in chosen:
        try:
            with transaction.atomic():
                change(conversation_id=conversation.pk)
                record(request, conversation, verb, **details)
        except (Conflict, NotFound) as error:
            refused[str(error.detail)].append(str(conversation))
    tell(request, len(chosen), refused)


def record(request: HttpRequest, target: Conversation, verb: str, **details: Any) -> None:
    action, actor = f"conversation.{verb}", user_of(request)
    audit.record(actor=actor, action=action, target=target, request=request, **details)


def tell(request: HttpRequest, chosen: int, refused: dict[str, list[str]]) -> None:
    done = chosen - sum(map(len, refused.values()))
    messages.success(request, f"Conversations changed: {done}.")
    for reason, names in refused.items():
        messages.warning(request, f"{', '.join(names)}: {reason}")
