"""Becoming somebody: what happens to a browser whose visitor has proven who they are.

Its token is always replaced. Who knew it while the visitor was a stranger, or somebody else,
on a shared computer perhaps, must not read on as the one they became.
"""

from typing import NotRequired, TypedDict

from django.db.models import Q
from django.utils.timezone import now

from chatbot.models import Conversation, PageView, Participant, Site, Visitor, VisitorToken
from chatbot.services.holding import locked
from chatbot.services.lines import add_line
from chatsite.ground.locks import lock


class Identity(TypedDict):
    """Already proven: an id that the site's own server vouches for."""

    id: str
    name: NotRequired[str]
    email: NotRequired[str]


def is_still(visitor: Visitor, identity: Identity | None) -> bool:
    return identity is None or identity["id"] == visitor.identity_id


def whom_to_become(site: Site, browser: VisitorToken | None, identity: Identity | None) -> Visitor:
    """Who has this identity; else the browser's visitor, if that is nobody yet; else a new one."""
    if identity is None:
        return Visitor(site=site)
    # Of two browsers that prove the same at once, the later finds the first one's visitor.
    lock(f"identity {site.pk} {identity['id']}")
    asked = Q(identity_id=identity["id"])
    if browser:
        asked |= Q(pk=browser.visitor_id, identity_id="")
    # Held in the order of their ids, as by everybody who needs both.
    held = site.visitors.select_for_update(no_key=True).filter(asked).order_by("pk")
    found = {each.is_identified: each for each in held}
    known, stranger = found.get(True), found.get(False)
    if known and stranger:
        known.consent_at = known.consent_at or stranger.consent_at
        known.name, known.email = known.name or stranger.name, known.email or stranger.email
    return known or stranger or Visitor(site=site)


def note_identity(visitor: Visitor, identity: Identity) -> None:
    visitor.identity_id = identity["id"]
    visitor.identity_name = identity.get("name", visitor.identity_name)
    visitor.identity_email = identity.get("email", visitor.identity_email)
    visitor.identified_at = visitor.identified_at or now()


def become(visitor: Visitor, browser: VisitorToken) -> None:
    """The browser's token ends. A stranger who turns out to be known brings along what was said.

    From one identity to another nothing is brought along: they are two people at one computer.
    """
    stranger = browser.visitor
    browser.delete()
    if not stranger.is_identified and stranger != visitor:
        _bring_along(stranger, visitor)
        stranger.delete()


def _bring_along(stranger: Visitor, known: Visitor) -> None:
    """What is open goes on where the known visitor has nothing open; else it is closed.

    Left open with nobody's token behind it, it would have operators answer into the void.
    """
    # The known one's, too: otherwise one of them might be opened again meanwhile.
    held = locked(Conversation.objects.filter(visitor__in=[stranger, known]).order_by("pk"))
    may_stay_open = not any(each.visitor_id == known.pk and not each.is_closed for each in held)
    for conversation in held:
        if conversation.visitor_id == known.pk:
            continue
        if not (may_stay_open or conversation.is_closed):
            add_line(conversation, "The visitor goes on in another conversation.")
            conversation.turn(Conversation.Status.CLOSED)
        conversation.visitor = known
        conversation.save()
    for participant in Participant.objects.filter(visitor=stranger):
        participant.visitor = known
        participant.save(update_fields=["visitor"])
    PageView.objects.filter(visitor=stranger).update(visitor=known)
