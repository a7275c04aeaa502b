"""Clients that do not read, that never stop talking, or that all come at once."""

import asyncio
import json
import time
from contextlib import suppress

import websockets

from tests.clients.clients import python_sdk
from tests.cluster.ears import ears, listen
from tests.cluster.figures import FIGURES
from tests.cluster.processes import MAIN
from tests.cluster.speakers import Speaker, ask
from tests.sockets.client import Client

BIG = "x" * 9_000


async def test_who_does_not_read_is_cut_off_and_the_others_hear_all(cluster, room):
    speaker = Speaker(cluster.one, room)
    path = f"/app/{MAIN.key}?protocol=7"
    with Client(cluster.one.port, path, buffer=4096) as sleeper:
        sleeper.say(json.dumps({"event": "pusher:subscribe", "data": {"channel": room}}))
        async with ears(*cluster) as all_ears:
            for ear in all_ears:
                await ear.subscribe(room)

            for _ in range(250):
                await ask(speaker.sdk.trigger, room, "Filled", {"text": BIG})
                await speaker.say()
            await ask(speaker.sdk.trigger, room, "Marked", {})

            for ear in all_ears:
                await ear.hears("Marked", room)
                speaker.check(ear)
                assert len(ear.numbers(room)) == 250
        assert await asyncio.to_thread(sleeper.is_cut_off)


async def test_who_never_stops_talking_is_limited_and_then_closed(cluster, room):
    speaker = Speaker(cluster.one, room)
    async with ears(cluster.one) as [ear]:
        await ear.subscribe(room)
        flooder = await listen(cluster.one)

        async with speaker.speaking():
            with suppress(websockets.ConnectionClosed):
                for _ in range(5000):
                    await flooder.say("pusher:ping")
            code, _ = await flooder.is_closed(20)
            await speaker.say()

        complaints = [f for _, f in flooder.heard if f["event"] == "pusher:error"]
        assert complaints[0]["data"]["code"] == 4301
        assert code == complaints[-1]["data"]["code"] == 4100
        await ask(speaker.sdk.trigger, room, "Marked", {})
        await ear.hears("Marked", room)
        speaker.check(ear)


async def test_a_storm_of_clients_that_come_back_at_once(own_cluster, room):
    cluster = own_cluster()
    crowd = await asyncio.gather(*(arrival(cluster.two, room) for _ in range(FIGURES.storm)))
    assert all(ear for ear, _ in crowd)

    cluster.two.process.kill()
    await asyncio.gather(*(ear.is_closed(10) for ear, _ in crowd))
    began = time.monotonic()
    back = await asyncio.gather(*(arrival(cluster.one, room) for _ in crowd))

    times = sorted(moment - began for _, moment in back)
    nearly_all = times[int(0.95 * len(times))]
    print(f"\n{len(times)} clients came back: 95 % in {nearly_all:.1f} s, all in {times[-1]:.1f} s")
    await ask(python_sdk(cluster.one.port).trigger, room, "Greeted", {})
    for ear, _ in back:
        await ear.hears("Greeted", room, 20)
    await asyncio.gather(*(ear.close() for ear, _ in back))


async def arrival(process, room):
    """Try again like pusher-js does: a second later."""
    while True:
        try:
            ear = await listen(process)
            await ear.subscribe(room)
        except (OSError, TimeoutError, websockets.WebSocketException):
            await asyncio.sleep(1)
        else:
            return ear, time.monotonic()


async def test_who_answers_pings_may_be_silent_for_long(own_cluster, room):
    cluster = own_cluster(REVERB_APP_ACTIVITY_TIMEOUT=str(FIGURES.activity_timeout))
    async with ears(*cluster) as all_ears:
        for ear in all_ears:
            await ear.subscribe(room)

        await asyncio.sleep(FIGURES.idle_seconds)

        await ask(python_sdk(cluster.one.port).trigger, room, "Greeted", {})
        for ear in all_ears:
            assert "pusher:ping" in [frame["event"] for _, frame in ear.heard]
            await ear.hears("Greeted", room)
