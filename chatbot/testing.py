"""For the tests of every app: Vera visits a site that Olga looks after."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from rest_framework.test import APIClient

from chatbot.models import Conversation, Site, Visitor
from chatbot.origins import origins_of_all_sites
from chatsite.ground.fingerprints import digest

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


def new_visitor(site: Site, name: str) -> Visitor:
    token = f"slv_{name}-{site.public_key}"
    return Visitor.objects.create(site=site, name=name, token_digest=digest(token))


def token_of(visitor: Visitor) -> str:
    return f"slv_{visitor.name}-{visitor.site.public_key}"
