"""Chat in the operators' pages. What people said is to be read there, and never changed."""

from chatbot.admin import (
    answers,
    conversations,
    files,
    labels,
    members,
    messages,
    notes,
    rooms,
    sites,
    visitors,
    webhooks,
)

__all__ = [
    "answers",
    "conversations",
    "files",
    "labels",
    "members",
    "messages",
    "notes",
    "rooms",
    "sites",
    "visitors",
    "webhooks",
]
