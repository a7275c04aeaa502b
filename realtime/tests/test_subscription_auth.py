import pytest
from django.test import Client

from realtime.channels import Channel
from realtime.signing import is_signed, sign_subscription

room = Channel("private-test-room.<int:room_id>")
room.authorize(lambda actor, room_id: actor.username == "alice" and room_id == 1)


@pytest.fixture
def ask(client):
    def ask(user, channel, socket_id="1.1"):
        client.force_login(user)
        return client.post("/broadcasting/auth", {"socket_id": socket_id, "channel_name": channel})

    return ask


def test_whoever_may_listen_gets_a_signature_for_this_socket_and_channel(ask, alice, settings):
    answer = ask(alice, "private-test-room.1").json()

    ours = settings.REALTIME
    assert is_signed(answer["auth"], ours["KEY"], ours["SECRET"], "1.1", "private-test-room.1")
    assert not is_signed(answer["auth"], ours["KEY"], ours["SECRET"], "1.2", "private-test-room.1")


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
        ("1.1", "private-test-room.1:{}"),
        ("1.1", "x" * 165),
        ("1.1", "private-test-room.1\x00"),
        ("1.1", ""),
    ],
)
def test_what_is_malformed_is_never_signed(ask, alice, socket_id, channel):
    answer = ask(alice, channel, socket_id)

    assert answer.status_code == 422
    assert answer.json()["success"] is False


def test_another_site_cannot_ask_with_my_cookies(alice):
    # Attack: a foreign page posts here with the browser's session.
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(alice)

    answer = careful.post("/broadcasting/auth", {"socket_id": "1.1", "channel_name": "x"})

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_without_a_secret_nothing_counts_as_signed():
    forged = f"key:{sign_subscription('', '1.1', 'private-x')}"

    assert not is_signed(forged, "key", "", "1.1", "private-x")
