"""The right to listen at hosted Pusher."""

import json

import pytest

from realtime import applications
from realtime.channels import Channel
from realtime.hosted import signatures
from realtime.layer import redis_client
from realtime.server import keys
from realtime.signing import is_signed, is_user_signed
from realtime.testing import TestSocket
from realtime.tests import pushers

KEY, SECRET = pushers.APP["KEY"], pushers.APP["SECRET"]
den = Channel("private-hosted-den.<int:den_id>")
den.authorize(lambda actor, den_id: getattr(actor, "username", "") == "alice" and den_id == 1)
hall = Channel("presence-hosted-hall")
hall.authorize(lambda actor: {"name": str(actor)})


@pytest.fixture(autouse=True)
def chosen(settings):
    pushers.choose(settings)


@pytest.fixture
def ask(client):
    def ask(user, channel="private-hosted-den.1", key=KEY, where="auth"):
        client.force_login(user)
        asked = {"socket_id": "1.1"} | ({"channel_name": channel} if where == "auth" else {})
        return client.post(f"/broadcasting/{where}?app={key}", asked)

    return ask


def test_pushers_key_gets_a_signature_with_pushers_secret(ask, alice):
    auth = ask(alice).json()["auth"]

    assert is_signed(auth, KEY, SECRET, "1.1", "private-hosted-den.1")


def test_a_member_of_a_presence_channel_is_signed_with_what_others_see(ask, alice):
    told = ask(alice, "presence-hosted-hall").json()

    assert json.loads(told["channel_data"])["user_info"] == {"name": "alice"}
    assert is_signed(told["auth"], KEY, SECRET, "1.1", "presence-hosted-hall", told["channel_data"])


def test_who_signs_in_there_is_who_they_are_here(ask, alice):
    told = ask(alice, where="user-auth").json()

    assert json.loads(told["user_data"])["id"] == str(alice.pk)
    assert is_user_signed(told["auth"], KEY, SECRET, "1.1", told["user_data"])


def test_the_same_people_may_hear_the_same_channels(ask, mallory):
    assert ask(mallory).status_code == 403
    assert ask(mallory, "private-undeclared").status_code == 403


def test_without_an_app_our_own_server_is_meant(ask, alice, client, settings):
    client.force_login(alice)

    asked = {"socket_id": "1.1", "channel_name": "private-hosted-den.1"}
    auth = client.post("/broadcasting/auth", asked).json()["auth"]

    assert auth.startswith(settings.REALTIME["KEY"])


def test_nobody_owns_a_socket_that_nobody_would_renew(ask, alice, bob):
    assert ask(alice, "presence-hosted-hall").status_code == 200
    assert ask(bob, "presence-hosted-hall").status_code == 200
    assert not redis_client().exists(keys.socket("1.1"))


def test_whoever_asks_too_often_must_wait_whatever_sockets_they_make_up(client, alice, monkeypatch):
    # Attack: a new socket id with each question, so that no socket asks often.
    monkeypatch.setattr(signatures, "MOST_PER_MINUTE", 2)
    client.force_login(alice)

    codes = [
        client.post(f"/broadcasting/user-auth?app={KEY}", {"socket_id": f"1.{n}"}).status_code
        for n in range(3)
    ]

    assert codes == [200, 200, 429]


@pytest.mark.parametrize("broadcasters", [["reverb"], ["log"]])
def test_where_pusher_is_not_chosen_there_is_no_such_app(ask, alice, settings, broadcasters):
    pushers.choose(settings, broadcasters=broadcasters)

    assert ask(alice).status_code == 404


async def test_our_own_server_knows_nothing_of_pushers_key():
    # Attack: a signature for Pusher's app, shown to our own server.
    assert applications.by_key(KEY) is None

    socket = TestSocket(f"/app/{KEY}?protocol=7")
    await socket.wire.connect()
    name, told = await socket.read()

    assert (name, told["code"]) == ("pusher:error", 4001)
    await socket.close()
