"""Who listens at Pusher, written into Redis as if Pusher were one more socket process of ours.

So all who read there see both together, as one app: who is on a channel, which channels are
occupied. The workers' stream tells of comings and goings by itself.

Pusher may tell a thing twice and in any order; of each thing, the newest counts. `at` is as of
when it was true, in milliseconds.
"""

import json
from typing import Any

from realtime.applications import own
from realtime.events import JSON
from realtime.layer import group_of, layer, redis_clients, redis_of, wire_name
from realtime.server import keys, scripts
from realtime.server.cluster import CHANGES_KEPT, change, member_change, membership_message
from realtime.server.protocol import Member, dump

PROCESS = keys.HOSTED
# Workers may rest longer than socket processes, and the web goes on writing what Pusher tells.
LEASE_SECONDS = 600
TOLD = "smartlink:hosted:told"  # zset: a channel, or somebody on it -> as of when
TOLD_SECONDS = 1200  # longer than anybody brings something older
EVERYBODY = 2**31  # whoever is there was let in by Pusher already

# In front of another script, which has ARGV for itself.
UNLESS_OLDER = """
local known = redis.call('ZSCORE', KEYS[1], KEYS[2])
if known and tonumber(known) > tonumber(KEYS[3]) then return -1 end
redis.call('ZADD', KEYS[1], KEYS[3], KEYS[2])
"""


def renew(now: int) -> bool:
    """Live on; whether Redis still knows what was written here."""
    known = []
    for client in redis_clients():
        known.append(client.eval(scripts.RENEW, 0, PROCESS, LEASE_SECONDS))
        client.zremrangebyscore(TOLD, "-inf", now - TOLD_SECONDS * 1000)
    return all(known)


def join(channel: str, user_id: str, info: JSON, at: int) -> None:
    member = Member(dump(user_id), dump(info))
    _change_member(
        scripts.JOIN, channel, member, at,
        PROCESS, f"{own().id}:{channel}", member.id, member.info, EVERYBODY,
        *_news("member_added", channel, member),
    )  # fmt: skip


def leave(channel: str, user_id: str, at: int) -> None:
    member = Member(dump(user_id), dump(written(channel).get(user_id, {})))
    _change_member(
        scripts.LEAVE, channel, member, at,
        PROCESS, f"{own().id}:{channel}", member.id, *_news("member_removed", channel, member),
    )  # fmt: skip


def count(channel: str, subscriptions: int, at: int) -> int:
    """Answers how many there are with our own server's; -1 if something newer is known."""
    app = own()
    return _unless_older(
        scripts.TALLY, channel, channel, at,
        "channels", PROCESS, keys.place(app.id, channel), subscriptions, "", "", "",
        change("channel_occupied", app, channel), change("channel_vacated", app, channel),
    )  # fmt: skip


def report(name: str, channel: str, **more: Any) -> None:
    """What has happened and leaves nothing behind, for the workers' stream."""
    told: dict[Any, Any] = {"change": change(name, own(), channel, **more)}
    redis_clients()[0].xadd(keys.CHANGES, told, maxlen=CHANGES_KEPT, approximate=True)


def written(channel: str) -> dict[str, JSON]:
    """The members of a channel: id -> info."""
    client = redis_of(group_of(own().id, channel))
    found: Any = client.hgetall(keys.members(PROCESS, own().id, channel))
    return {json.loads(id_): json.loads(info) for id_, info in found.items()}


def written_channels() -> set[str]:
    found: Any = [client.hkeys(keys.channels(PROCESS)) for client in redis_clients()]
    places = (keys.app_and_name(field.decode()) for each in found for field in each)
    return {channel for app_id, channel in places if app_id == own().id}


def _change_member(script: str, channel: str, member: Member, at: int, *arguments: Any) -> None:
    who = keys.place(channel, member.id)
    if _unless_older(script, channel, who, at, *arguments) >= 0:
        # Not from channel_occupied, which an app at Pusher may not ask for.
        count(channel, len(written(channel)), at)


def _news(name: str, channel: str, member: Member) -> list[Any]:
    """What the scripts tell if it is news: to whom, and what."""
    app, is_added = own(), name == "member_added"
    message = layer().serialize(membership_message(member, is_added=is_added))
    told = member_change(name, app, channel, member)
    return [wire_name(group_of(app.id, channel)), message, told, keys.place(app.id, channel)]


def _unless_older(script: str, channel: str, what: str, at: int, *arguments: Any) -> int:
    client = redis_of(group_of(own().id, channel))
    answer: Any = client.eval(UNLESS_OLDER + script, 3, TOLD, what, str(at), *arguments)
    return int(answer)
