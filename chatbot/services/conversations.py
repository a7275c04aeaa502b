"""Conversations beginning, being held and ending."""

from django.db import transaction

from chatbot.models import Conversation, Visitor


@transaction.atomic
def open_conversation(*, visitor: Visitor) -> Conversation:
    """The open one, or a new one; of two first messages the later finds the other's."""
    conversation, _ = visitor.conversations.not_closed().get_or_create(
        visitor=visitor, defaults={"site": visitor.site}
    )
    return conversation
