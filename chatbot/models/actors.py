"""Whoever asks: a user or a visitor."""

from django.contrib.auth.models import User

from chatbot.models.visitors import Visitor

# Whoever asks. The ids of the two overlap, so an actor is never told by an id alone.
Actor = User | Visitor


def side_of(actor: Actor) -> str:
    """On which side of a support conversation they are, in the words of the wire."""
    return "visitor" if isinstance(actor, Visitor) else "admin"


def name_of(actor: Actor) -> str:
    """How the others see them."""
    return str(actor) if isinstance(actor, Visitor) else actor.get_full_name() or actor.username
