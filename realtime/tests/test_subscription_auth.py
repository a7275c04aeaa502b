import json
import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from chatsite.ground.tokens import issue
from realtime import applications
from realtime.channels import Channel
from realtime.serializers import SubscriptionSerializer
from realtime.signing import is_signed, shared_secret, sign_subscription

room = Channel("private-test-room.<int:room_id>")
room.authorize(lambda actor, room_id: getattr(actor, "username", "") == "alice" and room_id == 1)
lobby = Channel("presence-test-lobby")
lobby.authorize(lambda actor: {"name": str(actor)})
vault = Channel("private-encrypted-test-vault")
vault.authorize(lambda actor: True)
cached_vault = Channel("private-encrypted-cache-test-vault")
cached_vault.authorize(lambda actor: True)
MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@pytest.fixture
def ask(client):
    def ask(user, channel, socket_id="1.1"):
        client.force_login(user)
        return client.post("/broadcasting/auth", {"socket_id": socket_id, "channel_name": channel})

    return ask


@pytest.fixture
def other_app(settings):
    other = {"id": "other", "key": "other-key", "secret": "other-secret"}
    settings.REALTIME = {**settings.REALTIME, "APPS": [other]}
    return applications.by_key("other-key")


def test_whoever_may_listen_gets_a_signature_for_this_socket_and_channel(ask, alice, settings):
    answer = ask(alice, "private-test-room.1").json()

    ours = settings.REALTIME
    assert is_signed(answer["auth"], ours["KEY"], ours["SECRET"], "1.1", "private-test-room.1")
    assert not is_signed(answer["auth"], ours["KEY"], ours["SECRET"], "1.2", "private-test-room.1")
    assert answer.keys() == {"auth"}


@pytest.mark.parametrize("channel", ["private-test-room.2", "private-undeclared", "public"])
def test_nobody_gets_a_channel_that_is_not_theirs(ask, alice, channel):
    assert ask(alice, channel).status_code == 403


def test_a_stranger_gets_nothing(ask, mallory, client):
    assert ask(mallory, "private-test-room.1").status_code == 403
    client.logout()
    assert client.post("/broadcasting/auth", {}).status_code == 401


@pytest.mark.parametrize(
    ("socket_id", "channel"),
    [
        # Attack: a socket id that moves the border between the parts of what is signed.
        ("1.1:private-test-room.1", "private-test-room.1"),
        ("1.1\n", "private-test-room.1"),
        ("", "private-test-room.1"),
        ("1", "private-test-room.1"),
        ("1.1.1", "private-test-room.1"),
        ("１.１", "private-test-room.1"),
        ("1.1:", ":private-test-room.1"),
        ("1.1::user:", "private-test-room.1"),
        ("1.1", "private-test-room.1:{}"),
        ("1.1", "#server-to-user-1"),
        ("1.1", "x" * 165),
        ("1.1", "private-test-room.1\x00"),
        ("1.1", ""),
    ],
)
def test_what_is_malformed_is_never_signed(ask, alice, socket_id, channel):
    answer = ask(alice, channel, socket_id)

    assert answer.status_code == 422
    assert answer.json()["success"] is False


@given(st.text(max_size=40), st.text(max_size=40))
def test_only_plain_ids_and_names_come_to_be_signed(socket_id, channel):
    # Attack (GHSA-7v7m-pcw5-h3cg): whatever else reaches the signature may mean something else.
    form = SubscriptionSerializer(data={"socket_id": socket_id, "channel_name": channel})

    is_plain = re.fullmatch(r"[0-9]{1,20}\.[0-9]{1,20}", socket_id) and re.fullmatch(
        r"[\w\-=@,.;]{1,164}", channel, re.ASCII
    )
    assert form.is_valid() is bool(is_plain)


def test_another_site_cannot_ask_with_my_cookies(alice):
    # Attack: a foreign page posts here with the browser's session.
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(alice)

    answer = careful.post("/broadcasting/auth", {"socket_id": "1.1", "channel_name": "x"})

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


@pytest.mark.parametrize("header", ["X-CSRFToken", "X-CSRF-TOKEN"])
def test_the_token_counts_under_djangos_name_and_under_echos(alice, header):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(alice)
    careful.get("/accounts/email/")
    asked = {"socket_id": "1.1", "channel_name": "private-test-room.1"}

    def answer(token):
        return careful.post("/broadcasting/auth", asked, headers={header: token})

    assert answer(careful.cookies["smartlink_csrf"].value).status_code == 200
    assert answer("guessed").status_code == 403


def test_a_program_asks_with_its_token_in_json(client, alice):
    _, secret = issue(user=alice, name="laptop")
    asked = {"socket_id": "1.1", "channel_name": "private-test-room.1"}

    answer = client.post(
        "/broadcasting/auth",
        asked,
        "application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )

    assert answer.status_code == 200


def test_without_a_secret_nothing_counts_as_signed():
    forged = f"key:{sign_subscription('', '1.1', 'private-x')}"

    assert not is_signed(forged, "key", "", "1.1", "private-x")


def test_an_app_without_key_or_secret_signs_nothing(ask, alice, settings):
    # Attack: everybody can sign with the empty secret, so nothing may be signed with it.
    for missing in ("KEY", "SECRET"):
        settings.REALTIME = {**settings.REALTIME, missing: ""}
        assert ask(alice, "private-test-room.1").status_code == 404


def test_on_a_presence_channel_the_server_says_who_listens(ask, alice, settings):
    # Attack: a client that names itself. What it sends besides is not looked at.
    answer = ask(alice, "presence-test-lobby").json()

    ours = settings.REALTIME
    data = answer["channel_data"]
    assert json.loads(data) == {"user_id": str(alice.pk), "user_info": {"name": "alice"}}
    assert is_signed(
        answer["auth"], ours["KEY"], ours["SECRET"], "1.1", "presence-test-lobby", data
    )


def test_a_visitor_and_a_user_with_the_same_number_are_two(as_visitor, vera):
    # Attack: a visitor's id read as a user's would make a stranger look like staff.
    asked = {"socket_id": "1.1", "channel_name": "presence-test-lobby"}

    answer = as_visitor(vera).post("/broadcasting/auth", asked)

    assert json.loads(answer.json()["channel_data"])["user_id"] == f"visitor-{vera.pk}"


@pytest.mark.parametrize(
    "channel", ["private-encrypted-test-vault", "private-encrypted-cache-test-vault"]
)
def test_an_encrypted_channel_comes_with_its_secret(ask, alice, settings, channel):
    options = settings.REALTIME["OPTIONS"] | {"encryption_master_key": MASTER_KEY}
    settings.REALTIME = {**settings.REALTIME, "OPTIONS": options}

    answer = ask(alice, channel).json()

    assert answer.keys() == {"auth", "shared_secret"}
    assert answer["shared_secret"] == shared_secret(MASTER_KEY, channel)


def test_without_a_master_key_encrypted_channels_are_closed(ask, alice):
    answer = ask(alice, "private-encrypted-test-vault")

    assert (answer.status_code, answer.json()["code"]) == (403, "no_master_key")


def test_the_named_app_signs(client, alice, other_app):
    client.force_login(alice)
    asked = {"socket_id": "1.1", "channel_name": "private-test-room.1"}

    shown = client.post("/broadcasting/auth?app=other-key", asked).json()["auth"]

    assert is_signed(shown, "other-key", "other-secret", "1.1", "private-test-room.1")


@pytest.mark.parametrize("key", ["guessed", "", "other", "test-key%00"])
def test_an_app_that_is_not_there_is_told_so(client, alice, other_app, key):
    client.force_login(alice)
    asked = {"socket_id": "1.1", "channel_name": "private-test-room.1"}

    answer = client.post(f"/broadcasting/auth?app={key}", asked)

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_app")


def test_an_app_that_is_switched_off_signs_nothing(ask, alice, settings):
    options = settings.REALTIME["OPTIONS"] | {"enabled": False}
    settings.REALTIME = {**settings.REALTIME, "OPTIONS": options}

    answer = ask(alice, "private-test-room.1")

    assert (answer.status_code, answer.json()["code"]) == (403, "app_disabled")
