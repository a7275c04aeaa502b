import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from chatbot.models import Site
from chatbot.testing import new_visitor


@pytest.fixture
def other_site(db):
    """Somebody else's, with an operator of its own."""
    site = Site.objects.create(
        public_key="museum", name="Museum", allowed_origins=["https://museum.example"]
    )
    site.operators.add(User.objects.create_user("otto", is_staff=True))
    return site


@pytest.fixture
def stranger(site):
    return new_visitor(site, "Stranger")


@pytest.fixture
def history(as_visitor):
    """Reads a conversation as its visitor's widget does."""

    def get(visitor, conversation_id, *, etag=None, **query):
        headers = {"If-None-Match": etag} if etag else {}
        url = reverse("chatbot:history", args=[conversation_id])
        return as_visitor(visitor).get(url, query, headers=headers)

    return get
