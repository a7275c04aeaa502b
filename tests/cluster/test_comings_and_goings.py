"""Many come and go at both processes while much is said: afterwards the books must balance."""

import asyncio
import random

from tests.clients.clients import python_sdk
from tests.cluster.ears import ears, until
from tests.cluster.figures import FIGURES
from tests.cluster.speakers import TROUBLE, Speaker, ask

GUESTS = 12


async def test_whoever_was_answered_misses_nothing_from_then_on(cluster, room):
    speaker = Speaker(cluster.one, room)
    async with ears(*cluster) as all_ears:
        async with speaker.speaking(pause=0):
            await asyncio.gather(*(come_and_go(ear, room) for ear in all_ears))

        for ear in all_ears:
            said_in_each = [said for said in stays(ear, room) if said]  # some stays are too short
            assert said_in_each
            for said in said_in_each:
                assert said == list(range(said[0], said[0] + len(said)))


async def come_and_go(ear, room):
    for _ in range(10):
        await ear.subscribe(room)
        await ear.hears("Said", room)
        await asyncio.sleep(random.uniform(0, 0.1))
        await ear.say("pusher:unsubscribe", {"channel": room})
        await asyncio.sleep(random.uniform(0, 0.02))


def stays(ear, room):
    """The numbers that were heard during each stay on the channel."""
    told = [frame for _, frame in ear.heard if frame.get("channel") == room]
    found = []
    for frame in told:
        if frame["event"] == "pusher_internal:subscription_succeeded":
            found.append([])
        elif frame["event"] == "Said":
            found[-1].append(frame["data"]["n"])
    assert len(found) == 10
    return found


async def test_after_much_coming_and_going_everybody_knows_the_same(cluster, room):
    channel = f"presence-{room}"
    async with ears(*cluster) as witnesses:
        for number, witness in enumerate(witnesses):
            await witness.subscribe(channel, f"witness-{number}")

        await asyncio.gather(*(visit(cluster, channel, f"guest-{n}") for n in range(GUESTS)))

        there = {"witness-0", "witness-1"}
        for process in cluster:
            await until(has_users(process, channel, there), FIGURES.grace_seconds + 5)
        await asyncio.sleep(0.5)
        assert [replayed(witness, channel) for witness in witnesses] == [there, there]


async def visit(cluster, channel, name):
    """Now here, now there, sometimes twice at once, sometimes cut off."""
    for _ in range(FIGURES.visits):
        async with ears(*random.choices([*cluster], k=2)) as tabs:
            await asyncio.gather(*(tab.subscribe(channel, name) for tab in tabs))
            await asyncio.sleep(random.uniform(0, FIGURES.grace_seconds / 2))
            await tabs[0].say("pusher:unsubscribe", {"channel": channel})
        await asyncio.sleep(random.uniform(0, FIGURES.grace_seconds * 2))


def has_users(process, channel, expected):
    async def has_them():
        try:
            found = await ask(python_sdk(process.port).users_info, channel)
        except TROUBLE:
            return False  # its Redis is not back yet
        return {user["id"] for user in found["users"]} == expected

    return has_them


def knows(ear, channel, expected):
    async def knows_them():
        return replayed(ear, channel) == expected

    return knows_them


def replayed(ear, channel):
    """Who is there as this client was told; nobody may come twice or go without having come."""
    there = set()
    for _, frame in ear.heard:
        if frame.get("channel") != channel:
            continue
        data = frame["data"]
        if frame["event"] == "pusher_internal:subscription_succeeded":
            there |= set(data["presence"]["ids"])
        elif frame["event"] == "pusher_internal:member_added":
            assert data["user_id"] not in there, data
            there.add(data["user_id"])
        elif frame["event"] == "pusher_internal:member_removed":
            there.remove(data["user_id"])
    return there
