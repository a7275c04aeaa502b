"""What the boxes above the lists find: whatever is asked, an index answers."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from chatbot.models import Message, Visitor
from chatbot.models.conversations import ConversationQuerySet
from chatbot.models.search import (
    MESSAGE_WORDS,
    MOST_WORDS,
    PLAIN,
    VISITOR_WORDS,
    WORD,
    beginnings_of,
)

NUMBER = re.compile(r"#?([0-9]{1,18})")


def rows_of(text: str, rows: QuerySet[Any], conversation: str) -> QuerySet[Any]:
    """Those of the conversation with that number, which is where the path leads."""
    text = text.strip()
    if not text:
        return rows
    number = NUMBER.fullmatch(text)
    return rows.filter(**{conversation: int(number[1])}) if number else rows.none()


def conversations_about(text: str, conversations: ConversationQuerySet) -> ConversationQuerySet:
    """The one with that number, and those of visitors who are called so."""
    text = text.strip()
    if not text:
        return conversations
    visitors = visitors_about(text, Visitor.objects.all())
    called_so = Q(visitor__in=visitors.values("pk"))
    number = NUMBER.fullmatch(text)
    return conversations.filter(called_so | Q(pk=int(number[1])) if number else called_so)


def visitors_about(text: str, visitors: QuerySet[Visitor]) -> QuerySet[Visitor]:
    """Those who are called so."""
    if not text.strip():
        return visitors
    return visitors.annotate(words=VISITOR_WORDS).filter(words=beginnings_of(text))


def messages_about(text: str, messages: QuerySet[Message]) -> QuerySet[Message]:
    """All of the conversation `#12`, or those with these words.

    Whole words: how rare a beginning is, Postgres cannot tell. It would take each for common,
    and go through millions of messages for one that nobody has ever written.
    """
    text = text.strip()
    if not text:
        return messages
    if text.startswith("#"):
        return rows_of(text, messages, "conversation")
    words = SearchQuery(" ".join(WORD.findall(text)[:MOST_WORDS]), config=PLAIN)
    return messages.annotate(words=MESSAGE_WORDS).filter(words=words)
