"""A process dies or is told to end: the other one carries on, and nobody is left on a roster."""

import asyncio
import signal
import time

from tests.clients.clients import python_sdk
from tests.cluster.ears import ears, until
from tests.cluster.figures import FIGURES, LONG
from tests.cluster.processes import COUNTING
from tests.cluster.speakers import Speaker, ask
from tests.cluster.test_comings_and_goings import has_users, knows

DRAIN_SECONDS = 2
WRITTEN_SECONDS = 0.5  # a process tells the others what it has a moment after it has got it


async def test_a_killed_process_takes_its_members_with_it(own_cluster, room):
    cluster = own_cluster()
    presence = f"presence-{room}"
    speaker = Speaker(cluster.one, presence)
    there = {"stays", "has-two"}
    async with ears(cluster.one, cluster.one, cluster.two, cluster.two) as (stays, tab, *others):
        await stays.subscribe(presence, "stays")
        await tab.subscribe(presence, "has-two")
        for ear, name in zip(others, ("has-two", "goes"), strict=True):
            await ear.subscribe(presence, name)
        await asyncio.sleep(WRITTEN_SECONDS)

        killed_at = time.monotonic()
        cluster.two.process.kill()
        async with speaker.speaking():
            await until(knows(stays, presence, there), FIGURES.lease_seconds + 12)
        noticed = time.monotonic() - killed_at

        print(f"\nA killed process was noticed after {noticed:.1f} s")
        assert await has_users(cluster.one, presence, there)()
        await heard_by(speaker, stays)
        speaker.check(stays)


async def test_so_does_one_that_is_killed_as_soon_as_somebody_has_come(own_cluster, room):
    cluster = own_cluster()
    presence = f"presence-{room}"
    async with ears(*cluster) as (stays, comes):
        await stays.subscribe(presence, "stays")
        await comes.subscribe(presence, "comes")

        cluster.two.process.kill()

        await stays.hears("pusher_internal:member_added", presence)
        await until(knows(stays, presence, {"stays"}), FIGURES.lease_seconds + 12)


async def test_what_only_a_killed_process_had_is_vacant(own_cluster, room):
    cluster = own_cluster()
    async with ears(*cluster, app=COUNTING) as (stays, goes):
        await stays.subscribe(room)
        await goes.subscribe(room)
        await goes.subscribe(f"{room}-gone")
        while await stays.hears("pusher_internal:subscription_count", room) != {
            "subscription_count": 2
        }:
            pass

        await asyncio.sleep(WRITTEN_SECONDS)
        cluster.two.process.kill()

        sdk = python_sdk(cluster.one.port, COUNTING)
        deadline = time.monotonic() + FIGURES.lease_seconds + 12
        while f"{room}-gone" in (await ask(sdk.channels_info))["channels"]:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.2)
        one = await ask(sdk.channel_info, room, ["subscription_count"])
        assert one == {"occupied": True, "subscription_count": 1}


async def test_a_process_that_is_told_to_end_sends_its_clients_elsewhere(own_cluster, room):
    # With the server's real clocks: the others need not wait for the end of a lease.
    cluster = own_cluster(application=LONG.application, DRAIN_SECONDS=str(DRAIN_SECONDS))
    presence = f"presence-{room}"
    async with ears(cluster.one, *[cluster.two] * 30) as (stays, *others):
        await stays.subscribe(presence, "stays")
        for number, ear in enumerate(others):
            await ear.subscribe(presence, f"user-{number}")

        told_at = time.monotonic()
        cluster.two.signal(signal.SIGTERM)
        closed = await asyncio.gather(*(closing(ear, told_at) for ear in others))

        moments = sorted(moment for _, moment in closed)
        assert {code for code, _ in closed} == {4100}
        assert moments[-1] - moments[0] > DRAIN_SECONDS / 2
        assert moments[-1] < DRAIN_SECONDS + 2
        assert [moment for _, moment in closed] != moments  # in no order
        await until(knows(stays, presence, {"stays"}), LONG.grace_seconds + 8)
        assert cluster.two.process.wait(10) == 0


async def test_who_moves_to_the_other_process_has_not_left(own_cluster, room):
    cluster = own_cluster()
    presence = f"presence-{room}"
    async with ears(cluster.one, cluster.two) as (stays, moves):
        await stays.subscribe(presence, "stays")
        await moves.subscribe(presence, "moves")

        cluster.two.signal(signal.SIGTERM)
        await moves.is_closed()
        async with ears(cluster.one) as [moved]:
            await moved.subscribe(presence, "moves")
            await asyncio.sleep(FIGURES.grace_seconds + 2)

            users = await ask(python_sdk(cluster.one.port).users_info, presence)
            assert sorted(user["id"] for user in users["users"]) == ["moves", "stays"]
            assert "pusher_internal:member_removed" not in stays.unread(presence)


async def test_a_process_that_stood_still_keeps_its_sockets(own_cluster, room):
    """For longer than any socket may be silent, and longer than the others wait for its beat."""
    timeouts = {"REVERB_APP_ACTIVITY_TIMEOUT": "2", "REVERB_APP_PING_INTERVAL": "3"}
    cluster = own_cluster(**timeouts)
    presence = f"presence-{room}"
    async with ears(*cluster, cluster.two) as (witness, *others):
        await witness.subscribe(presence, "witness")
        for number, ear in enumerate(others):
            await ear.subscribe(presence, f"user-{number}")
        await asyncio.sleep(WRITTEN_SECONDS)

        cluster.two.signal(signal.SIGSTOP)
        await until(knows(witness, presence, {"witness"}), FIGURES.lease_seconds + 12)
        cluster.two.signal(signal.SIGCONT)

        there = {"witness", *(f"user-{number}" for number in range(len(others)))}
        for process in cluster:
            await until(has_users(process, presence, there), FIGURES.beat_seconds + 10)
        await asyncio.sleep(1)
        assert await knows(witness, presence, there)()
        assert [ear.closed for ear in others] == [None, None]


async def closing(ear, since):
    code, _ = await ear.is_closed(DRAIN_SECONDS + 5)
    return code, time.monotonic() - since


async def heard_by(speaker, ear):
    await ask(speaker.sdk.trigger, speaker.channel, "Marked", {})
    await ear.hears("Marked", speaker.channel)
