import asyncio
import json

import pytest
import redis

from realtime.applications import own
from realtime.layer import redis_clients
from realtime.presence import who_is_on
from realtime.server import keys, presence
from realtime.server.hub import hub
from realtime.server.protocol import Member
from realtime.testing import TestSocket, until

CHANNEL = "presence-x"
ALICE = {"user_id": "1", "user_info": {"name": "Alice"}}
BOB = {"user_id": "2", "user_info": {"name": "Bob"}}
ADDED, REMOVED = "pusher_internal:member_added", "pusher_internal:member_removed"


@pytest.fixture(autouse=True)
def short_grace(monkeypatch):
    monkeypatch.setattr(presence, "GRACE_SECONDS", 0.2)


async def joined(member, channel=CHANNEL):
    socket = await TestSocket().open()
    socket.answer = await socket.subscribe(channel, member=member)
    return socket


async def test_whoever_joins_is_told_the_roster_and_the_others_of_him():
    alice = await joined(ALICE)
    assert alice.answer[1]["presence"] == {
        "ids": ["1"],
        "hash": {"1": {"name": "Alice"}},
        "count": 1,
    }

    bob = await joined(BOB)

    assert bob.answer[1]["presence"] == {
        "ids": ["1", "2"],
        "hash": {"1": {"name": "Alice"}, "2": {"name": "Bob"}},
        "count": 2,
    }
    assert await alice.read() == (ADDED, BOB)
    assert await bob.hears_nothing()


async def test_two_tabs_of_one_person_count_once():
    alice, first = await joined(ALICE), await joined(BOB)
    await alice.read_until(ADDED)

    second = await joined(BOB)
    await first.close()
    await asyncio.sleep(0.5)

    assert second.answer[1]["presence"]["count"] == 2
    assert await alice.hears_nothing()
    await second.close()
    assert await alice.read() == (REMOVED, {"user_id": "2"})


async def test_a_reload_does_not_flicker():
    alice, bob = await joined(ALICE), await joined(BOB)
    await alice.read_until(ADDED)

    await bob.close()
    again = await joined(BOB)
    await asyncio.sleep(0.5)

    assert await alice.hears_nothing()
    await again.close()


async def test_unsubscribing_is_leaving():
    alice, bob = await joined(ALICE), await joined(BOB)
    await alice.read_until(ADDED)

    await bob.tell("pusher:unsubscribe", {"channel": CHANNEL})

    assert await alice.read() == (REMOVED, {"user_id": "2"})


async def test_numbers_stay_numbers_and_no_info_is_legal():
    alice = await joined({"user_id": 7})

    assert alice.answer[1]["presence"] == {"ids": [7], "hash": {"7": None}, "count": 1}
    await joined({"user_id": 8})
    assert (await alice.read())[1] == {"user_id": 8, "user_info": None}


async def test_somebody_hidden_looks_on_and_is_on_no_roster():
    alice = await joined(ALICE)

    ghost = await joined({"user_id": "9", "hidden": True})

    assert ghost.answer[1]["presence"]["ids"] == ["1"]
    assert await alice.hears_nothing()
    await joined(BOB)
    assert await ghost.read() == (ADDED, BOB)


@pytest.mark.parametrize(
    "member",
    [{}, {"user_id": ""}, {"user_id": None}, {"user_id": True}, {"user_id": "x" * 129},
     {"user_id": "1", "user_info": "x" * 2000}, {"user_id": ["1"]}],
)  # fmt: skip
async def test_a_join_that_says_nobody_is_an_error_and_breaks_nothing(member):
    alice = await joined(ALICE)

    broken = await joined(member)

    assert broken.answer[0] == "pusher:error"
    bob = await joined(BOB)
    assert bob.answer[1]["presence"]["ids"] == ["1", "2"]
    assert await alice.read() == (ADDED, BOB)


async def test_a_member_must_be_the_one_who_was_signed():
    # Attack: my own signature, shown with somebody else's name.
    mallory = await TestSocket().open()
    auth = mallory.signed(CHANNEL, json.dumps({"user_id": "666"}))

    answer, error = await mallory.say(
        "pusher:subscribe", {"channel": CHANNEL, "auth": auth, "channel_data": json.dumps(ALICE)}
    )

    assert (answer, error["status"]) == ("pusher:subscription_error", 401)


async def test_a_full_channel_lets_in_whoever_is_on_it_already(settings):
    options = settings.REALTIME["OPTIONS"] | {"presence_max_members": 1}
    settings.REALTIME = {**settings.REALTIME, "OPTIONS": options}
    await joined(ALICE)

    second_tab, bob = await joined(ALICE), await joined(BOB)

    assert second_tab.answer[0] == "pusher_internal:subscription_succeeded"
    assert (bob.answer[0], bob.answer[1]["type"]) == ("pusher:subscription_error", "LimitReached")


async def test_the_roster_is_written_again_when_redis_has_lost_it():
    alice, bob = await joined(ALICE), await joined(BOB)
    await alice.read_until(ADDED)
    redis_clients()[0].flushdb()

    hub().restored()

    assert await alice.read_until("smartlink:head") == {"channel": CHANNEL}
    await until(lambda: who_is_on(CHANNEL).keys() == {"1", "2"})
    assert await alice.hears_nothing()
    await bob.close()


async def test_whom_another_process_held_when_it_died_has_left():
    alice = await joined(ALICE)
    store = redis_clients()[0]
    store.zadd(keys.PROCESSES, {"dead": 1})
    store.sadd(keys.rosters("dead"), keys.place(own().id, CHANNEL))
    store.hset(keys.members("dead", own().id, CHANNEL), '"2"', "null")
    hub().topics[own().id, CHANNEL].presence.told['"2"'] = "null"

    hub().upkeep.bury_at = 0

    assert await alice.read() == (REMOVED, {"user_id": "2"})


async def test_what_the_layer_forgot_to_bring_is_found_by_comparing(monkeypatch):
    alice = await joined(ALICE)
    store = redis_clients()[0]
    store.zadd(keys.PROCESSES, {"other": 9_999_999_999})
    store.hset(keys.members("other", own().id, CHANNEL), '"2"', '{"name":"Bob"}')

    hub().upkeep.compare_at = 0

    assert await alice.read() == (ADDED, BOB)


async def test_without_redis_people_still_join_and_are_made_known_later(monkeypatch):
    alice = await joined(ALICE)
    ask = hub().cluster.layer.lines()[0].ask_all

    async def fail(commands):
        raise redis.ConnectionError

    monkeypatch.setattr(hub().cluster.layer.lines()[0], "ask_all", fail)
    bob = await joined(BOB)
    assert bob.answer[1]["presence"]["ids"] == ["1", "2"]
    monkeypatch.setattr(hub().cluster.layer.lines()[0], "ask_all", ask)

    assert await alice.read() == (ADDED, BOB)


async def test_whoever_leaves_while_redis_is_away_leaves_no_ghost(monkeypatch):
    alice = await joined(ALICE)

    async def fail(*_):
        raise redis.ConnectionError

    with monkeypatch.context() as outage:
        outage.setattr(hub().cluster, "leave", fail)
        await alice.close()
        await until(lambda: hub().cluster.is_behind)

    await until(lambda: who_is_on(CHANNEL) == {})
    await until(lambda: not hub().topics)


async def test_a_join_that_the_server_gave_up_leaves_no_ghost(monkeypatch):
    alice = await TestSocket().open()
    here, members = hub().sockets[alice.id], hub().cluster.members

    async def slowly(*told):
        await asyncio.sleep(1)
        return await members(*told)

    monkeypatch.setattr(hub().cluster, "members", slowly)
    join = asyncio.create_task(hub().subscribe(here, CHANNEL, Member('"1"', "null")))
    await until(lambda: "1" in who_is_on(CHANNEL))

    join.cancel()

    await until(lambda: who_is_on(CHANNEL) == {})


async def test_a_redis_emptied_without_a_break_makes_nobody_flicker():
    store = redis_clients()[0]
    store.zadd(keys.PROCESSES, {"other": 9_999_999_999})
    store.hset(keys.members("other", own().id, CHANNEL), '"2"', '{"name":"Bob"}')
    alice = await joined(ALICE)
    store.flushdb()

    hub().upkeep.compare_at = 0
    await asyncio.sleep(1.3)

    assert await alice.hears_nothing()


async def test_whoever_lives_again_is_not_buried():
    store = redis_clients()[0]
    await hub().upkeep.leased
    store.zadd(keys.GRAVES, {hub().cluster.process: 1})  # given up, by somebody who then died
    hub().upkeep.tell_at = 0

    await until(lambda: not store.zcard(keys.GRAVES))

    assert store.zscore(keys.PROCESSES, hub().cluster.process)


async def test_a_name_in_any_script_has_room():
    alice = await joined({"user_id": "1", "user_info": {"name": "Д" * 400}})

    assert alice.answer[1]["presence"]["hash"] == {"1": {"name": "Д" * 400}}
