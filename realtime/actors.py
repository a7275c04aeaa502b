"""Whoever asks: users, and what kinds of people apps above this one know besides, like visitors."""

from typing import Any

from django.contrib.auth.models import AbstractUser

MARK_LENGTH = 16


def name_of(actor: Any) -> str:
    """`user:5`: ids of different kinds of actors overlap, so the kind belongs to the name."""
    return f"{actor._meta.model_name}:{actor.pk}"


def wire_id(actor: Any) -> str:
    """Who this is on channels: a user's plain number, or what another kind of actor says."""
    return str(getattr(actor, "wire_id", actor.pk))


def shown_name(actor: Any) -> str:
    full_name = actor.get_full_name() if isinstance(actor, AbstractUser) else ""
    return full_name or str(actor)


def mark_of(digest_of_secret: str) -> str:
    """What tells one session or token from another and opens nothing.

    Made of the digest of a session's key or of a token's secret, never of these themselves.
    """
    return digest_of_secret[:MARK_LENGTH]
