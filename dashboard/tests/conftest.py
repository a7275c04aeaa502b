"""How people of the tests come in through the front door."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse


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
