"""Which conversations an operator looks at."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from chatbot.models import Conversation, Message, Site, Visitor
from chatbot.models.search import MESSAGE_WORDS, VISITOR_WORDS, beginnings_of

MOST_FOUND = 2000


def inbox(
    *,
    operator: User,
    status: str | None = None,
    site: int | None = None,
    assignee: str | None = None,
    label: str | None = None,
    q: str = "",
) -> QuerySet[Conversation]:
    """Those in which something was said, and of which all of this is true."""
    asked = {"status": status, "site": site, "labels__contains": [label] if label else None}
    wanted = {name: value for name, value in asked.items() if value is not None}
    begun = Conversation.objects.support_of(operator).filter(last_message_at__isnull=False)
    return begun.filter(_work_of(assignee, operator), _about(q, operator), **wanted).for_operators()


def _work_of(assignee: str | None, operator: User) -> Q:
    match assignee:
        case None:
            return Q()
        case "none":
            return Q(assignee=None)
        case "me":
            return Q(assignee=operator)
    return Q(assignee=int(assignee))


def _about(text: str, operator: User) -> Q:
    """Of words that are everywhere, only where they were said or written last."""
    if not text.strip():
        return Q()
    words, sites = beginnings_of(text), Site.objects.operated_by(operator)
    said = Message.objects.annotate(words=MESSAGE_WORDS).filter(words=words)
    said = said.filter(conversation__site__in=sites).order_by("-pk")
    visitors = Visitor.objects.annotate(words=VISITOR_WORDS).filter(words=words)
    visitors = visitors.filter(site__in=sites).order_by("-pk")
    by_words = Q(pk__in=said.values("conversation")[:MOST_FOUND])
    return by_words | Q(visitor__in=visitors.values("pk")[:MOST_FOUND])
