"""What real clients make of a no: they hear why, and the connection stays."""

import time

import pytest

from tests.clients.clients import python_sdk
from tests.cluster.processes import COUNTING, MAIN, QUIET, RESTLESS, App

FORGED = App(MAIN.id, MAIN.key, "not-the-secret")


@pytest.mark.parametrize("library", ["pusher-js", "pysher"])
@pytest.mark.parametrize("kind", ["private-", "presence-"])
def test_a_wrong_signature_is_refused_on_the_channel(start, sdk, room, library, kind):
    client = start(library, app=FORGED)

    client.order("subscribe", channel=kind + room)
    refused = client.hears("pusher:subscription_error", kind + room)

    assert (refused["type"], refused["status"]) == ("AuthError", 401)
    client.subscribe(room)
    sdk.trigger([kind + room, room], "Greeted", {})
    client.hears("Greeted", room)
    assert "Greeted" not in client.events(kind + room)


def test_an_unknown_key_is_told_and_left_alone(start):
    nobody = App(MAIN.id, "no-such-key", MAIN.secret)

    client = start("pusher-js", app=nobody, is_welcome=False)

    assert client.hears("error")["code"] == 4001
    # pusher-js knows that this will not get better by itself.
    while client.hears("state") != "disconnected":
        pass


def test_where_client_events_are_off_the_sender_is_told(start, room):
    client, other = start("pusher-js", app=QUIET), start("pusher-js", app=QUIET)
    for each in (client, other):
        each.subscribe(f"private-{room}")

    client.order("trigger", channel=f"private-{room}", event="client-greeted", data={})

    assert client.hears("error")["code"] == 4301
    other.subscribe(room)
    assert other.events(f"private-{room}") == []


def test_client_events_that_come_too_fast_are_told_so(start, room):
    client = start("pusher-js")
    client.subscribe(f"private-{room}")

    for _ in range(15):
        client.order("trigger", channel=f"private-{room}", event="client-greeted", data={})

    assert client.hears("error")["code"] == 4301
    client.subscribe(room)


def test_channels_of_two_apps_never_meet(start, sdk, room):
    ours, theirs = start("pusher-js"), start("pusher-js", app=COUNTING)
    for each in (ours, theirs):
        each.subscribe(room)

    sdk.trigger(room, "Greeted", {})

    ours.hears("Greeted", room)
    theirs.subscribe(f"{room}-marker")
    assert "Greeted" not in theirs.events(room)


@pytest.mark.parametrize("library", ["pusher-js", "pysher", "asyncpusher"])
def test_where_the_app_wants_it_subscribers_hear_how_many_they_are(start, room, library):
    client = start(library, app=COUNTING)
    client.subscribe(room)
    assert client.hears("pusher:subscription_count", room) == {"subscription_count": 1}

    start("pusher-js", app=COUNTING).subscribe(room)

    assert client.hears("pusher:subscription_count", room) == {"subscription_count": 2}


def test_a_client_that_only_listens_stays_connected(start, server, room):
    """pusher-js and pysher answer `pusher:ping`; asyncpusher knows the pings of WebSocket only."""
    speaker = python_sdk(server.port, RESTLESS)
    clients = {name: start(name, app=RESTLESS) for name in ("pusher-js", "pysher", "asyncpusher")}
    for client in clients.values():
        client.subscribe(room)

    for _ in range(12):
        time.sleep(0.5)
        speaker.trigger(room, "Greeted", {})
    time.sleep(0.5)

    heard = {name: client.events(room).count("Greeted") for name, client in clients.items()}
    assert heard == {"pusher-js": 12, "pysher": 12, "asyncpusher": 12}
