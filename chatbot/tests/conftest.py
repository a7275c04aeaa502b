import hashlib
import hmac
import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from chatbot.models import Site
from chatbot.testing import new_visitor, room_of
from chatsite.ground.tokens import issue


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


@pytest.fixture
def media_folder(settings, tmp_path):
    """Where what people send is kept, for this test alone."""
    folder = tmp_path / "media"
    folder.mkdir()
    options = settings.MEDIA_STORAGES["disk"]["OPTIONS"] | {"location": folder}
    disk = settings.MEDIA_STORAGES["disk"] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"media": disk}
    return folder


@pytest.fixture
def proven(site):
    """What the shop's server writes into the page of somebody who is logged in there."""

    def identity(who, **more):
        secret, text = site.identity_secret.encode(), who.encode()
        return {"id": who, "hash": hmac.new(secret, text, hashlib.sha256).hexdigest(), **more}

    return identity


@pytest.fixture
def as_member():
    """A browser in which a member is signed in."""

    def client(member):
        api = APIClient()
        api.default_format = "json"
        api.force_login(member)
        return api

    return client


@pytest.fixture
def as_program():
    """A program that a member has given a token."""

    def client(member):
        _, secret = issue(user=member, name="a program")
        api = APIClient()
        api.default_format = "json"
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        api.get(reverse("ground:me"))  # the first use of a token is written down
        return api

    return client


@pytest.fixture
def kitchen(alice, bob):
    """A room with Alice and Bob in it."""
    return room_of("Kitchen", alice, bob)


@pytest.fixture
def talk(as_member):
    """What a member's page does when somebody presses Enter; at first in the general room."""

    def post(member, text, conversation=None, **more):
        where = {"conversation_id": conversation.pk} if conversation else {}
        url = reverse("chatbot:talk-messages")
        return as_member(member).post(url, {"message": text, **where, **more})

    return post


@pytest.fixture
def whisper(as_member):
    """The same to one other member alone."""

    def post(member, other, text, **more):
        told = {"recipient_id": other.pk, "message": text, **more}
        return as_member(member).post(reverse("chatbot:talk-private"), told)

    return post


@pytest.fixture
def read_talk(as_member):
    """Reads on, as a member's page does; at first in the general room."""

    def get(member, conversation=None, *, etag=None, **query):
        headers = {"If-None-Match": etag} if etag else {}
        where = {"conversation_id": conversation.pk} if conversation else {}
        url = reverse("chatbot:talk-messages")
        return as_member(member).get(url, where | query, headers=headers)

    return get


@pytest.fixture
def mark(as_member):
    """Tells that a message was read."""

    def post(member, message):
        return as_member(member).post(reverse("chatbot:talk-read", args=[message["id"]]))

    return post


@pytest.fixture
def statements_of():
    """What a call asks the database, but for where transactions begin and end."""

    def asked(call):
        with CaptureQueriesContext(connection) as captured:
            answer = call()
        control = re.compile(r"(BEGIN|COMMIT|SAVEPOINT|RELEASE)\b")
        return answer, [each["sql"] for each in captured if not control.match(each["sql"])]

    return asked
