"""Whoever asks: a user or a visitor."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import User

from chatbot.models.visitors import Visitor

if TYPE_CHECKING:
    from chatbot.models.conversations import Conversation

# Whoever asks. The ids of the two overlap, so an actor is never told by an id alone.
Actor = User | Visitor


def side_of(actor: Actor, conversation: "Conversation") -> str:
    """As whom they take part, in the words of the wire."""
    if isinstance(actor, Visitor):
        return "visitor"
    return "admin" if conversation.is_support else "member"


def name_of(actor: Actor) -> str:
    """How the others see them."""
    return str(actor) if isinstance(actor, Visitor) else actor.get_full_name() or actor.username
