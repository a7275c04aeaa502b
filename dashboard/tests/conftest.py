"""Who else there is in these tests, and how people come in through the front door."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.urls import reverse

from chatbot.models import Site


@pytest.fixture
def verified():
    """Makes a person's address a confirmed one, as the link in the first mail does."""

    def verify(user):
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user

    return verify


@pytest.fixture
def sign_in(client):
    def post(name, password="correct horse", **more):
        return client.post(reverse("account_login"), {"login": name, "password": password, **more})

    return post


@pytest.fixture
def otto(db):
    """Operates, but another site."""
    otto = User.objects.create_user("otto", is_staff=True)
    Site.objects.create(public_key="museum", name="Museum").operators.add(otto)
    return otto


@pytest.fixture
def as_olga(client, olga):
    client.force_login(olga)
    return client
