"""Who types, and who is there."""

import time
from datetime import UTC, datetime

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.urls import reverse

from chatbot.models import Conversation, Member
from chatsite.ground.sparing import rest
from realtime.models import LastSeen
from realtime.presence import who_is_on
from realtime.server import presence
from realtime.testing import TestSocket, until

pytestmark = pytest.mark.django_db(transaction=True)

SEEN = datetime(2030, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def types(as_member):
    def post(member, is_typing=True, **where):
        told = {"is_typing": is_typing, **where}
        return as_member(member).post(reverse("chatbot:talk-typing"), told)

    return post


@pytest.fixture
def online(as_member):
    def get(member):
        return as_member(member).get(reverse("chatbot:online"))

    return get


def notices(sent):
    told = [(channel, payload) for channel, name, payload in sent if name == "UserTyping"]
    return [(channel, payload["sender_name"], payload["is_typing"]) for channel, payload in told]


def typing(answer):
    return [typist["sender_name"] for typist in answer.json()["typing"]]


async def come(user):
    socket = await TestSocket().open()
    told = {"user_id": str(user.pk), "user_info": {"name": user.username}}
    await socket.subscribe("presence-chat", member=told)
    return socket


def test_who_types_is_told_where_they_type(types, read_talk, sent, alice, bob, kitchen):
    types(alice)
    types(alice, conversation_id=kitchen.pk)
    types(alice, recipient_id=bob.pk)

    assert notices(sent) == [
        ("presence-chat", "alice", True),
        (f"presence-chat.room.{kitchen.pk}", "alice", True),
        (f"private-chat.{alice.pk}.{bob.pk}", "alice", True),
    ]
    assert typing(read_talk(bob, kitchen)) == ["alice"]


def test_saying_it_ends_it(types, talk, read_talk, alice, bob, kitchen):
    types(alice, conversation_id=kitchen.pk)
    types(bob, conversation_id=kitchen.pk)

    talk(alice, "Tea?", kitchen)

    assert typing(read_talk(bob, kitchen)) == ["bob"]


def test_thinking_better_of_it_ends_it(types, sent, read_talk, alice, kitchen):
    types(alice, conversation_id=kitchen.pk)
    types(alice, is_typing=False, conversation_id=kitchen.pk)

    assert [is_typing for _, _, is_typing in notices(sent)] == [True, False]
    assert typing(read_talk(alice, kitchen)) == []


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"is_typing": "perhaps"},
        {"is_typing": True, "conversation_id": 1, "recipient_id": 1},
        {"is_typing": True, "recipient_id": "bob"},
    ],
    ids=str,
)
def test_what_is_malformed_is_refused(as_member, alice, sent, told):
    answer = as_member(alice).post(reverse("chatbot:talk-typing"), told)

    assert answer.status_code == 422
    assert sent == []


def test_nobody_types_where_they_are_not(types, sent, mallory, kitchen):
    # Attack: Mallory makes believe to be in the room, and learns which rooms there are.
    foreign = types(mallory, conversation_id=kitchen.pk)
    missing = types(mallory, conversation_id=10**9)

    assert foreign.status_code == missing.status_code == 404
    assert foreign.json() == missing.json()
    assert types(mallory, recipient_id=10**9).status_code == 404
    assert types(mallory, recipient_id=mallory.pk).status_code == 422
    assert notices(sent) == []
    assert not Conversation.objects.filter(kind="direct").exists()


async def test_those_who_are_there_are_online(online, alice, bob, mallory):
    await LastSeen.objects.acreate(user=bob, last_seen=SEEN)
    socket = await come(bob)

    answer = await sync_to_async(online)(alice)

    person = {"id": bob.pk, "name": "bob", "avatar": None, "last_seen": "2030-01-31T12:00:00Z"}
    assert answer.json() == {"success": True, "users": [person]}
    await socket.close()


async def test_whoever_has_gone_is_online_no_more(online, alice, bob, monkeypatch):
    monkeypatch.setattr(presence, "GRACE_SECONDS", 0.2)
    socket = await come(bob)
    assert (await sync_to_async(online)(alice)).json()["users"] != []

    await socket.close()

    await until(lambda: who_is_on("presence-chat") == {})
    assert (await sync_to_async(online)(alice)).json()["users"] == []


async def test_whoever_hides_it_is_not_listed_and_nobody_else_is(online, alice, bob, mallory):
    await Member.objects.acreate(user=bob, hides_presence=True)
    await Member.objects.acreate(user=alice, hides_receipts=True)
    gone = await User.objects.acreate(username="gone", is_active=False)
    sockets = [await come(user) for user in (alice, bob, mallory, gone)]

    users = (await sync_to_async(online)(mallory)).json()["users"]

    assert [user["name"] for user in users] == ["alice", "mallory"]
    assert all(user["last_seen"] for user in users)
    for socket in sockets:
        await socket.close()


def test_without_redis_nobody_is_said_to_be_offline(online, alice, monkeypatch):
    # No list is better than an empty one, which would say that everybody has gone.
    monkeypatch.setattr(rest, "ends_at", time.monotonic() + 60)

    answer = online(alice)

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer["Retry-After"]) > 0
