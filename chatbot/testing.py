"""For the tests of every app: Vera visits a site that Olga looks after."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from rest_framework.test import APIClient

from chatbot.models import Conversation, Site, Visitor
from chatbot.origins import origins_of_all_sites
from chatsite.ground.fingerprints import digest
from realtime.events import JSON

AsVisitor = Callable[[Visitor], APIClient]
Say = Callable[..., Any]


@pytest.fixture
def site(olga: User) -> Site:
    origins_of_all_sites.cache_clear()
    site = Site.objects.create(
        public_key="shop", name="Shop", allowed_origins=["https://shop.example"]
    )
    site.operators.add(olga)
    return site


@pytest.fixture
def vera(site: Site) -> Visitor:
    return new_visitor(site, "Vera")


@pytest.fixture
def support(vera: Visitor) -> Conversation:
    return Conversation.objects.create(site=vera.site, visitor=vera)


@pytest.fixture
def as_visitor() -> AsVisitor:
    """A browser with the visitor's widget in it."""

    def client(visitor: Visitor) -> APIClient:
        api = APIClient()
        api.default_format = "json"
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {token_of(visitor)}")
        return api

    return client


@pytest.fixture
def say(as_visitor: AsVisitor) -> Say:
    """What the widget does when the visitor presses Enter."""

    def post(visitor: Visitor, text: str, **more: Any) -> Any:
        url = reverse("chatbot:message")
        return as_visitor(visitor).post(url, {"message": text, **more})

    return post


def heard_on(channel: str, sent: list[tuple[str, str, JSON]]) -> list[tuple[str, JSON]]:
    """What left for the listeners of one channel: (event name, payload)."""
    return [(name, payload) for where, name, payload in sent if where == channel]


def room_of(title: str, *members: User) -> Conversation:
    room = Conversation.objects.create(kind=Conversation.Kind.ROOM, title=title)
    for member in members:
        room.participants.create(user=member)
    return room


def new_visitor(site: Site, name: str) -> Visitor:
    token = f"slv_{name}-{site.public_key}"
    visitor = Visitor.objects.create(site=site, name=name)
    visitor.tokens.create(digest=digest(token))
    return visitor


def token_of(visitor: Visitor) -> str:
    return f"slv_{visitor.name}-{visitor.site.public_key}"


def site_form(
    site: Site,
    *,
    weekly_hours: Sequence[tuple[Any, ...]] = (),
    special_hours: Sequence[tuple[Any, ...]] = (),
    texts: Sequence[Mapping[str, Any]] = (),
    **changes: Any,
) -> dict[str, Any]:
    """What a browser sends from the site's page in the admin, with some of it changed.

    A row of hours has its day, two times and, if it is stored already, its number. Of texts
    there is a block for each language: {"language": "de", "greeting": "Guten Tag!"}.
    """
    form = {
        "public_key": site.public_key,
        "name": site.name,
        "allowed_origins": ",".join(site.allowed_origins),
        "operators": [user.pk for user in site.operators.all()] if site.pk else [],
        "accent_colour": site.accent_colour,
        "header_colour": site.header_colour,
        "position": site.position,
        "language": site.language,
        "asks_name": site.asks_name,
        "asks_email": site.asks_email,
        "asks_question": site.asks_question,
        "time_zone": site.time_zone,
    }
    week = rows_of("weekly_hours", "weekday", weekly_hours)
    special = rows_of("special_hours", "date", special_hours)
    stored = [said | {"language": language} for language, said in site.texts.items()]
    return form | week | special | blocks_of("texts", texts or stored) | changes


def rows_of(prefix: str, day: str, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    stored = [row for row in rows if len(row) > 3]
    form = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(stored)}
    for n, row in enumerate(rows):
        told = zip((day, "opens", "closes", "id"), row, strict=False)
        form |= {f"{prefix}-{n}-{name}": value for name, value in told}
    return form


def blocks_of(prefix: str, blocks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    form: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(blocks), f"{prefix}-INITIAL_FORMS": 0}
    for n, block in enumerate(blocks):
        form |= {f"{prefix}-{n}-{name}": value for name, value in block.items()}
    return form
