"""Pusher's SDKs for servers against the HTTP API, and what clients hear of it."""

import pytest

from tests.clients.conftest import ANA, BEA
from tests.clients.sdks import InNode, InPython
from tests.cluster.processes import COUNTING, MAIN, App
from tests.sockets.client import wait_for

SDKS = {"python": InPython, "npm": InNode}


@pytest.fixture(params=SDKS)
def make_sdk(request, server):
    def make(app=MAIN):
        sdk = SDKS[request.param](server.port, app)
        request.addfinalizer(sdk.close)
        return sdk

    return make


@pytest.fixture
def sdk(make_sdk):
    return make_sdk()


@pytest.fixture(scope="session")
def ana(start_forever):
    return start_forever("pusher-js", ANA)


@pytest.fixture(scope="session")
def bea(start_forever):
    return start_forever("pysher", BEA)


def test_an_event_for_many_channels_reaches_each(sdk, ana, room):
    channels = [f"{room}-{number}" for number in range(20)]
    for channel in channels:
        ana.subscribe(channel)

    sdk.trigger(channels, "Greeted", {"n": 1})

    assert [ana.hears("Greeted", channel) for channel in channels] == [{"n": 1}] * 20


def test_a_batch_is_several_events_at_once_in_order(sdk, ana, room):
    ana.subscribe(room)

    sdk.batch([{"channel": room, "name": "Greeted", "data": {"n": n}} for n in range(10)])

    assert [ana.hears("Greeted", room)["n"] for _ in range(10)] == list(range(10))


def test_text_stays_text(sdk, ana, room):
    ana.subscribe(room)

    sdk.trigger([room], "Greeted", "no JSON")

    assert ana.hears("Greeted", room) == "no JSON"


def test_encrypted_channels_can_be_spoken_to(sdk, ana, room):
    ana.subscribe(f"private-encrypted-{room}")

    sdk.trigger([f"private-encrypted-{room}"], "Greeted", {"n": 1})

    assert ana.hears("Greeted", f"private-encrypted-{room}") == {"n": 1}


def test_the_lists_tell_who_is_where(sdk, ana, bea, room):
    channel = f"presence-{room}"
    ana.subscribe(channel)
    bea.subscribe(channel)
    wait_for(lambda: len(sdk.channels(prefix=channel)["channels"]) == 1)

    users = sdk.users(channel)["users"]
    found = sdk.channels(prefix=f"presence-{room}", info="user_count")
    one = sdk.channel(channel, info="user_count")

    assert sorted(user["id"] for user in users) == ["1", "2"]
    assert found == {"channels": {channel: {"user_count": 2}}}
    assert one == {"occupied": True, "user_count": 2}
    assert sdk.channel(f"{room}-nobody") == {"occupied": False}


def test_an_app_that_counts_is_told_how_many_subscribe(make_sdk, start, room):
    sdk = make_sdk(COUNTING)
    for count in (1, 2):
        client = start("pusher-js", app=COUNTING)
        client.subscribe(room)
        assert client.hears("pusher:subscription_count", room) == {"subscription_count": count}

    one = sdk.channel(room, info="subscription_count")

    assert one == {"occupied": True, "subscription_count": 2}


def test_a_user_can_be_told_and_shown_out(sdk, start, room):
    ana = start("pusher-js", {"id": room, "user_info": {}})
    ana.order("signin")
    ana.hears("signed_in")

    sdk.to_user(room, "Greeted", {"n": 1})
    heard = ana.hears("Greeted", "#user")
    sdk.terminate(room)

    assert heard == {"n": 1}
    assert ana.hears("error")["code"] == 4009


def test_whoever_signs_with_another_secret_is_refused(make_sdk, ana, room):
    forger = make_sdk(App(MAIN.id, MAIN.key, "not-the-secret"))
    ana.subscribe(room)

    assert forger.refusal(room) == 401

    ana.subscribe(f"{room}-marker")
    assert "Greeted" not in ana.events(room)
