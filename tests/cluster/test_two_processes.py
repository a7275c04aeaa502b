"""Two processes are one server: whoever asks either, or listens to either, sees the same."""

import json
from collections import Counter

import pytest
import redis
from pusher import http

from realtime.server import keys
from tests.clients.clients import python_sdk
from tests.cluster.ears import ears, until
from tests.cluster.figures import FIGURES
from tests.cluster.processes import COUNTING, QUIET
from tests.cluster.speakers import Speaker, ask


@pytest.fixture
def sdks(cluster):
    return [python_sdk(process.port) for process in cluster]


async def test_what_either_publishes_is_heard_at_both_once_and_in_order(cluster, room):
    speakers = [Speaker(process, room) for process in cluster]
    async with ears(*cluster, *cluster) as all_ears:
        for ear in all_ears:
            await ear.subscribe(room)

        for number in range(50):
            speakers[number % 2].next = number
            await speakers[number % 2].say()

        for ear in all_ears:
            while (await ear.hears("Said", room))["n"] < 49:
                pass
            assert ear.numbers(room) == list(range(50))


async def test_whoever_caused_an_event_is_left_out_wherever_he_is(cluster, sdks, room):
    async with ears(*cluster) as (ana, bea):
        for ear in (ana, bea):
            await ear.subscribe(room)

        for sdk in sdks:
            await ask(sdk.trigger, room, "Greeted", {}, socket_id=ana.id)
        await ask(sdks[0].trigger, room, "Marked", {})

        for ear in (ana, bea):
            await ear.hears("Marked", room)
        assert ana.unread(room) == []
        assert bea.unread(room) == ["Greeted", "Greeted"]


async def test_client_events_cross_from_one_to_the_other(cluster, room):
    channel = f"presence-{room}"
    async with ears(*cluster) as (ana, bea):
        await ana.subscribe(channel, "ana")
        await bea.subscribe(channel, "bea")

        await ana.say("client-typing", {"n": 1}, channel)
        heard = await bea.frame("client-typing", channel)
        await bea.say("client-typing", {"n": 2}, channel)

        assert (heard["data"], heard["user_id"]) == ({"n": 1}, "ana")
        assert await ana.hears("client-typing", channel) == {"n": 2}
        assert "client-typing" not in ana.unread(channel) + bea.unread(channel)


async def test_a_roster_is_of_both_and_coming_and_going_is_told_once(cluster, room):
    channel = f"presence-{room}"
    async with ears(*cluster) as (ana, bea):
        await ana.subscribe(channel, "ana")
        roster = await bea.subscribe(channel, "bea")
        assert (await ana.hears("pusher_internal:member_added", channel))["user_id"] == "bea"

        await bea.close()

        gone = await ana.hears("pusher_internal:member_removed", channel)
        assert sorted(roster["presence"]["ids"]) == ["ana", "bea"]
        assert gone == {"user_id": "bea"}
        assert ana.unread(channel) == []


async def test_two_tabs_on_two_processes_are_one_member(cluster, sdks, room):
    channel = f"presence-{room}"
    async with ears(*cluster, cluster.one) as (tab, other_tab, watcher):
        await watcher.subscribe(channel, "watcher")
        await tab.subscribe(channel, "ana")
        roster = await other_tab.subscribe(channel, "ana")

        await tab.close()
        count = (await ask(sdks[1].channel_info, channel, ["user_count"]))["user_count"]
        await other_tab.close()
        await watcher.hears("pusher_internal:member_removed", channel)

        assert roster["presence"]["count"] == count == 2
        told = [frame["event"] for _, frame in watcher.heard if "member_" in frame["event"]]
        assert told == ["pusher_internal:member_added", "pusher_internal:member_removed"]


async def test_both_answer_the_same_of_channels_users_and_connections(cluster, sdks, room):
    channel = f"presence-{room}"
    async with ears(*cluster, cluster.two) as (ana, bea, listener):
        await ana.subscribe(channel, "ana")
        await bea.subscribe(channel, "bea")
        await listener.subscribe(room)

        async def is_known():
            return len((await ask(sdks[0].channels_info))["channels"]) >= 2

        await until(is_known)
        lists = [await ask(sdk.channels_info, "presence-", ["user_count"]) for sdk in sdks]
        users = [await ask(sdk.users_info, channel) for sdk in sdks]
        plain = [await ask(sdk.channel_info, room) for sdk in sdks]

        assert lists[0]["channels"][channel] == lists[1]["channels"][channel] == {"user_count": 2}
        assert sorted(user["id"] for user in users[0]["users"]) == ["ana", "bea"]
        assert sorted(user["id"] for user in users[1]["users"]) == ["ana", "bea"]
        assert plain == [{"occupied": True}] * 2


async def test_connections_are_counted_over_both_within_a_beat(cluster):
    async with ears(*cluster, cluster.two, app=QUIET):

        async def are_counted():
            return [await connections(process) for process in cluster] == [3, 3]

        await until(are_counted, FIGURES.beat_seconds + 2)


async def test_a_user_is_shown_out_of_both(cluster, sdks, room):
    async with ears(*cluster, cluster.two) as (signed_in, on_presence, other):
        await signed_in.sign_in(room)
        await on_presence.subscribe(f"presence-{room}", room)
        await other.subscribe(f"presence-{room}", "other")

        await ask(sdks[0].terminate_user_connections, room)

        assert (await signed_in.is_closed())[0] == 4009
        assert (await on_presence.is_closed())[0] == 4009
        assert other.closed is None


async def test_a_cache_channel_remembers_at_both(cluster, sdks, room):
    async with ears(*cluster) as all_ears:
        await ask(sdks[0].trigger, f"cache-{room}", "Greeted", {"n": 1})

        for ear in all_ears:
            await ear.subscribe(f"cache-{room}")

        for ear in all_ears:
            assert await ear.hears("Greeted", f"cache-{room}") == {"n": 1}
        caches = [await ask(sdk.channel_info, f"cache-{room}", ["cache"]) for sdk in sdks]
        assert [found["cache"]["data"] for found in caches] == ['{"n": 1}'] * 2


async def test_watchers_here_hear_of_users_there(cluster, room):
    ana, bea = f"{room}-ana", f"{room}-bea"
    async with ears(*cluster) as (watcher, watched):
        await watcher.sign_in(bea, ana)

        await watched.sign_in(ana)
        came = {"events": [{"name": "online", "user_ids": [ana]}]}
        assert await watcher.hears("pusher_internal:watchlist_events") == came
        await watched.close()

        # The watcher listens before it is told who is there: of whoever comes just then it
        # hears twice.
        while (went := await watcher.hears("pusher_internal:watchlist_events")) == came:
            continue
        assert went == {"events": [{"name": "offline", "user_ids": [ana]}]}


async def test_subscribers_of_both_are_counted_together(cluster, room):
    async with ears(*cluster, app=COUNTING) as (ana, bea):
        await ana.subscribe(room)
        first = await ana.hears("pusher_internal:subscription_count", room)
        await bea.subscribe(room)

        assert first == {"subscription_count": 1}
        for ear in (ana, bea):
            counted = await ear.hears("pusher_internal:subscription_count", room)
            assert counted == {"subscription_count": 2}
        await bea.close()
        left = await ana.hears("pusher_internal:subscription_count", room)
        assert left == {"subscription_count": 1}


async def test_the_stream_for_webhooks_tells_each_change_once(cluster, stream, room):
    channel = f"presence-{room}"
    async with ears(*cluster, cluster.one) as (tab, other_tab, late):
        await tab.subscribe(channel, "ana")
        await other_tab.subscribe(channel, "ana")
        await late.subscribe(channel, "late")
        await until(told(stream, channel, "channel_occupied"))

    await until(told(stream, channel, "channel_vacated", "member_removed", "member_removed"))
    assert sorted(changes(stream, channel)) == sorted(
        ["channel_occupied", "channel_vacated"] + ["member_added", "member_removed"] * 2
    )


@pytest.fixture
def stream(cluster):
    with redis.Redis.from_url(cluster.valkey.url) as client:
        yield client


def told(stream, channel, *names):
    async def is_told():
        return not Counter(names) - Counter(changes(stream, channel))

    return is_told


def changes(client, channel):
    entries = [json.loads(entry[b"change"]) for _, entry in client.xrange(keys.CHANGES)]
    return [change["name"] for change in entries if change["channel"] == channel]


async def connections(process):
    """Pusher has no such question, so its SDKs have no method for it."""
    client = python_sdk(process.port, QUIET)._pusher_client
    request = http.Request(client, "GET", f"/apps/{QUIET.id}/connections")
    return (await ask(client.http.send_request, request))["connections"]
