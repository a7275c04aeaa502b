"""Visitors coming in."""

from django.db import transaction
from django.utils import timezone

from chatbot.models import Site, Visitor
from chatbot.tokens import new_token
from chatsite.ground.fingerprints import digest


@transaction.atomic
def welcome_visitor(*, site: Site, token: str | None, **details: str) -> tuple[Visitor, str]:
    """Whoever shows a token of this site is known; everybody else is new and gets a token.

    That includes tokens we do not know: a widget that was cut off must start again by itself.
    """
    visitor = site.visitors.filter(token_digest=digest(token)).first() if token else None
    if visitor is None or token is None:
        token = new_token()
        visitor = Visitor(site=site, token_digest=digest(token))
    visitor.last_seen_at = timezone.now()
    for name, value in details.items():
        setattr(visitor, name, value)
    visitor.save()
    return visitor, token
