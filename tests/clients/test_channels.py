"""Each kind of channel with each client library that knows it."""

import pytest

from tests.clients.conftest import ANA, BEA

LIBRARIES = ["pusher-js", "pusher-js-in-chromium", "pysher", "asyncpusher"]
KINDS = ["", "private-", "presence-", "cache-", "private-cache-", "presence-cache-"]


@pytest.fixture(scope="session", params=LIBRARIES)
def client(request, start_forever):
    return start_forever(request.param, ANA)


@pytest.fixture(scope="session")
def bea(start_forever):
    return start_forever("pusher-js", BEA)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_published_is_heard(client, sdk, room, kind):
    client.subscribe(kind + room)

    sdk.trigger(kind + room, "Greeted", {"text": "Grüß Gott 👋"})

    assert client.hears("Greeted", kind + room) == {"text": "Grüß Gott 👋"}


def test_many_events_are_heard_in_order_and_once(client, sdk, room):
    client.subscribe(room)

    for number in range(50):
        sdk.trigger(room, "Greeted", {"number": number})
    sdk.trigger(room, "Marked", {})

    client.hears("Marked", room)
    told = [said["data"]["number"] for said in client.heard if said.get("channel") == room]
    assert told == list(range(50))


def test_whoever_caused_an_event_can_be_left_out(client, bea, sdk, room):
    for each in (client, bea):
        each.subscribe(room)

    sdk.trigger(room, "Greeted", {}, socket_id=client.socket_id)
    sdk.trigger(room, "Marked", {})

    client.hears("Marked", room)
    assert client.events(room) == []
    assert bea.hears("Greeted", room) == {}


def test_after_unsubscribing_nothing_is_heard(client, sdk, room):
    client.subscribe(room)
    client.order("unsubscribe", channel=room)

    client.subscribe(f"{room}-later")
    sdk.trigger([room, f"{room}-later"], "Greeted", {})

    client.hears("Greeted", f"{room}-later")
    assert client.events(room) == []


@pytest.mark.parametrize("kind", ["private-", "presence-"])
def test_client_events_reach_the_others(client, bea, sdk, room, kind):
    channel = kind + room
    for each in (client, bea):
        each.subscribe(channel)

    client.order("trigger", channel=channel, event="client-greeted", data={"n": 1})
    told = bea.next("client-greeted", channel)
    bea.order("trigger", channel=channel, event="client-greeted", data={"n": 2})

    assert told["data"] == {"n": 1}
    assert told.get("user_id") == ("1" if kind == "presence-" else None)
    assert client.hears("client-greeted", channel) == {"n": 2}
    assert "client-greeted" not in client.events(channel) + bea.events(channel)


def test_everybody_on_a_presence_channel_knows_who_is_there(client, bea, room):
    channel = f"presence-{room}"

    first = client.subscribe(channel)
    second = bea.subscribe(channel)
    came = client.hears("pusher:member_added", channel)
    bea.order("unsubscribe", channel=channel)

    assert (first["members"], first["count"]) == ({"1": {"name": "Ana"}}, 1)
    assert second["members"] == {"1": {"name": "Ana"}, "2": {"name": "Bea"}}
    assert second["count"] == 2
    assert came == {"id": "2", "info": {"name": "Bea"}}
    assert client.hears("pusher:member_removed", channel)["id"] == "2"


@pytest.mark.parametrize("kind", ["cache-", "private-cache-", "presence-cache-"])
def test_who_comes_late_to_a_cache_channel_hears_the_last_event(client, bea, sdk, room, kind):
    bea.subscribe(kind + room)
    assert bea.hears("pusher:cache_miss", kind + room) in (None, {})
    sdk.trigger(kind + room, "Greeted", {"n": 1})
    sdk.trigger(kind + room, "Greeted", {"n": 2})

    client.subscribe(kind + room)

    assert client.hears("Greeted", kind + room) == {"n": 2}
    assert "pusher:cache_miss" not in client.events(kind + room)
