"""Valkey dies, comes back empty, or says nothing for a while: no socket may notice more than a
gap, and every client is told to look whether it missed something."""

import asyncio
import time

from tests.clients.clients import python_sdk
from tests.cluster.ears import ears, until
from tests.cluster.figures import FIGURES
from tests.cluster.speakers import Speaker, ask
from tests.cluster.test_comings_and_goings import has_users, knows

SOON = 10  # seconds within which all is well after a fault, as we promise
SETTLED = FIGURES.beat_seconds + 10


async def test_valkey_dies_and_comes_back_empty(own_cluster, room):
    cluster = own_cluster()
    presence = f"presence-{room}"
    speakers = [Speaker(process, f"{room}-{process.name}") for process in cluster]
    async with ears(*cluster, *cluster) as all_ears:
        for number, ear in enumerate(all_ears):
            await ear.subscribe(presence, f"user-{number}")
            for speaker in speakers:
                await ear.subscribe(speaker.channel)

        async with speakers[0].speaking(), speakers[1].speaking():
            await asyncio.sleep(0.5)
            began = time.monotonic()
            cluster.valkey.kill()
            await asyncio.sleep(1)
            cluster.valkey.start()
            returned = time.monotonic()
            await told_to_look(all_ears, speakers, within=SOON)
            looked = time.monotonic()
            await asyncio.sleep(0.5)

        await heard_all(all_ears, speakers)
        for ear in all_ears:
            assert ear.closed is None
            for speaker in speakers:
                speaker.check(ear, (began, looked))
        print(f"\nValkey came back; all were told to look after {looked - returned:.1f} s")
        await rosters_are_whole(cluster, presence, len(all_ears))
        for ear in all_ears:
            assert "pusher_internal:member_removed" not in ear.unread(presence)


async def test_valkey_says_nothing_for_a_while(own_cluster, room):
    cluster = own_cluster()
    presence = f"presence-{room}"
    speaker = Speaker(cluster.one, room)
    async with ears(*cluster, *cluster) as all_ears:
        for number, ear in enumerate(all_ears):
            await ear.subscribe(presence, f"user-{number}")
            await ear.subscribe(room)

        async with speaker.speaking():
            await asyncio.sleep(0.5)
            began = time.monotonic()
            cluster.valkey.pause()
            await asyncio.sleep(FIGURES.pause_seconds)
            cluster.valkey.resume()
            await told_to_look(all_ears, [speaker], within=SOON)
            looked = time.monotonic()
            await asyncio.sleep(0.5)

        await heard_all(all_ears, [speaker])
        for ear in all_ears:
            assert ear.closed is None
            speaker.check(ear, (began, looked))
        await rosters_are_whole(cluster, presence, len(all_ears))
        for ear in all_ears:
            assert "pusher_internal:member_removed" not in ear.unread(presence)


async def test_who_comes_or_goes_while_valkey_is_away_is_told_afterwards(own_cluster, room):
    cluster = own_cluster()
    presence = f"presence-{room}"
    there = {"witness-0", "witness-1", "comer"}
    async with ears(*cluster) as witnesses, ears(*cluster) as (leaver, comer):
        for number, witness in enumerate(witnesses):
            await witness.subscribe(presence, f"witness-{number}")
        await leaver.subscribe(presence, "leaver")

        cluster.valkey.kill()
        await comer.subscribe(presence, "comer")
        await leaver.close()
        await asyncio.sleep(FIGURES.grace_seconds + 1)
        cluster.valkey.start()

        for process in cluster:
            await until(has_users(process, presence, there), SETTLED)
        for witness in witnesses:
            await until(knows(witness, presence, there), SETTLED)


async def test_what_a_client_asks_while_valkey_is_away_is_answered(own_cluster, room):
    cluster = own_cluster()
    async with ears(*cluster) as (ana, bea):
        cluster.valkey.kill()

        await ana.subscribe(f"private-{room}")
        roster = await bea.subscribe(f"presence-{room}", "user-0")
        await ana.say("pusher:ping")
        await ana.hears("pusher:pong")
        assert roster["presence"]["ids"] == ["user-0"]

        cluster.valkey.start()
        for ear, channel in ((ana, f"private-{room}"), (bea, f"presence-{room}")):
            await ear.hears("smartlink:head", channel, SOON)
        await ask(python_sdk(cluster.two.port).trigger, f"private-{room}", "Greeted", {})
        await ana.hears("Greeted", f"private-{room}")
        await rosters_are_whole(cluster, f"presence-{room}", 1)


async def told_to_look(all_ears, speakers, within):
    channels = [speaker.channel for speaker in speakers]
    await asyncio.gather(
        *(ear.hears("smartlink:head", channel, within) for ear in all_ears for channel in channels)
    )


async def heard_all(all_ears, speakers):
    """One last event on each channel, so that nothing is still on its way."""
    for speaker in speakers:
        await ask(speaker.sdk.trigger, speaker.channel, "Marked", {})
        await asyncio.gather(*(ear.hears("Marked", speaker.channel) for ear in all_ears))


async def rosters_are_whole(cluster, channel, count):
    """Within a beat both processes tell everybody again."""
    there = {f"user-{number}" for number in range(count)}
    for process in cluster:
        await until(has_users(process, channel, there), FIGURES.beat_seconds + 5)
