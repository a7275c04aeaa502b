"""Visitors coming in, and what they look at."""

from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.timezone import now
from rest_framework.exceptions import NotFound

from chatbot.models import PageView, Site, Visitor, VisitorToken
from chatbot.models.visitors import PAGES_KEPT
from chatbot.services.identities import Identity, become, is_still, note_identity, whom_to_become
from chatbot.tokens import new_token
from chatsite.ground.fingerprints import digest


@transaction.atomic
def welcome_visitor(
    *, site: Site, token: str | None, identity: Identity | None = None, **told: Any
) -> tuple[Visitor, str] | None:
    """Whoever shows a token of this site is known; everybody else is new and gets a token.

    That includes tokens we do not know: a widget that was cut off must start again by itself.
    Whoever proves another identity becomes that visitor, with a token that nobody saw before.
    None where the site asks for consent and there is none: nothing at all is stored.
    """
    browser = _browser(site, token)
    is_known = browser is not None and is_still(browser.visitor, identity)
    if browser and is_known:
        visitor = Visitor.objects.select_for_update(no_key=True).get(pk=browser.visitor_id)
    else:
        visitor = whom_to_become(site, browser, identity)
    if told.pop("consent", False):
        visitor.consent_at = visitor.consent_at or now()
    if site.asks_consent and visitor.consent_at is None:
        return None
    _note(visitor, identity, **told)
    if browser and token and is_known:
        browser.last_used_at = visitor.last_seen_at
        browser.save(update_fields=["last_used_at"])
        return visitor, token
    if browser:
        become(visitor, browser)
    token = new_token()
    visitor.tokens.create(digest=digest(token))
    return visitor, token


def _browser(site: Site, token: str | None) -> VisitorToken | None:
    """Held until the end: of two tabs that begin at once, the later finds what the first did."""
    if token is None:
        return None
    known = VisitorToken.objects.select_related("visitor").filter(visitor__site=site)
    return known.select_for_update(of=["self"]).filter(digest=digest(token)).first()


def _note(
    visitor: Visitor, identity: Identity | None, *, page_url: str = "", **details: Any
) -> None:
    """What is known by now. Where they came from is told once, by the first page."""
    if visitor.first_page or not page_url:
        details.pop("referrer", None)
    for name, value in details.items():
        setattr(visitor, name, value)
    if identity:
        note_identity(visitor, identity)
    visitor.last_seen_at = now()
    visitor.save()
    if page_url:
        note_page(visitor=visitor, url=page_url)


@transaction.atomic
def note_page(*, visitor: Visitor, url: str, title: str = "") -> None:
    """The visitor looks at a page, again or anew; only the latest pages are kept."""
    first_page = Case(When(first_page="", then=Value(url)), default=F("first_page"))
    # First of all, because it holds the row: tabs that tell at once take turns.
    row = Visitor.objects.filter(pk=visitor.pk)
    if not row.update(first_page=first_page, last_page=url, last_seen_at=now()):
        raise NotFound
    latest = visitor.page_views.first()
    view = latest if latest and latest.url == url else PageView(visitor=visitor, url=url)
    view.title = title or view.title
    view.seen_at = now()
    view.save()
    kept = visitor.page_views.values("pk")[:PAGES_KEPT]
    visitor.page_views.exclude(pk__in=kept).delete()
