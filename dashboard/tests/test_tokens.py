from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from chatsite.ground.models import PersonalToken
from chatsite.ground.tokens import issue

PAGE = "/app/tokens/"


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def api_status(client, secret):
    return client.get(
        reverse("ground:me"), headers={"Authorization": f"Bearer {secret}"}
    ).status_code


def test_the_secret_is_shown_once_and_works(as_alice, client):
    answer = as_alice.post(PAGE, {"name": "Nightly export", "lifetime": "90"})

    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert secret not in as_alice.get(PAGE).content.decode()
    as_alice.logout()
    assert api_status(client, secret) == 200


def test_the_secret_is_not_left_in_the_session(as_alice):
    # The session lies in the database, readable for whoever reads a backup.
    secret = as_alice.post(PAGE, {"name": "Nightly", "lifetime": "90"}).context["secret"]

    assert secret not in str(dict(as_alice.session))


def test_the_list_tells_tokens_apart(as_alice, alice):
    issue(user=alice, name="Nightly export", expires_at=timezone.now() - timedelta(days=1))

    page = as_alice.get(PAGE).content.decode()

    assert "Nightly export" in page
    assert "Expired" in page


@pytest.mark.parametrize(("lifetime", "days"), [("30", 30), ("365", 365)])
def test_a_token_lives_as_long_as_was_chosen(as_alice, lifetime, days):
    as_alice.post(PAGE, {"name": "Nightly", "lifetime": lifetime})

    end = PersonalToken.objects.get().expires_at
    assert end is not None
    assert timedelta(days=days - 1) < end - timezone.now() <= timedelta(days=days)


def test_a_token_may_live_until_it_is_revoked(as_alice):
    as_alice.post(PAGE, {"name": "Nightly", "lifetime": "never"})

    assert PersonalToken.objects.get().expires_at is None


def test_a_token_without_a_name_is_explained_and_not_made(as_alice):
    page = as_alice.post(PAGE, {"name": " ", "lifetime": "90"}).content.decode()

    assert "Give it a name" in page
    assert not PersonalToken.objects.exists()


def test_revoking_asks_first(as_alice, alice):
    token, _ = issue(user=alice, name="Nightly")

    page = as_alice.get(f"{PAGE}{token.pk}/revoke/")

    assert "stops working at once" in page.content.decode()
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_revoked_token_opens_nothing_and_is_gone_from_the_list(as_alice, alice, client):
    token, secret = issue(user=alice, name="Nightly")

    as_alice.post(f"{PAGE}{token.pk}/revoke/")

    assert not as_alice.get(PAGE).context["tokens"]
    as_alice.logout()
    assert api_status(client, secret) == 401


def test_another_persons_token_does_not_exist(client, alice, mallory):
    token, _ = issue(user=alice, name="Nightly")
    client.force_login(mallory)

    assert client.get(f"{PAGE}{token.pk}/revoke/").status_code == 404
    assert client.post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    assert "Nightly" not in client.get(PAGE).content.decode()


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"
