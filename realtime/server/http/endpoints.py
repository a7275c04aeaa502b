"""What an app may ask for. Answers are about the whole cluster, not about this process."""

import json

from realtime.applications import Application
from realtime.server.http import events
from realtime.server.http.calls import JSON, Call
from realtime.server.http.refusals import Refused
from realtime.server.hub import hub
from realtime.server.protocol import CHANNEL_NAME, USER_ID_LENGTH, is_cache, is_presence

Counts = dict[str, dict[str, int]]


async def publish(call: Call) -> JSON:
    told = events.publication(call.json(), call.app)
    # Counted first: when Redis fails here, nothing has gone out, and trying again is safe.
    counts = await count(call.app, told.channels, told.info) if told.info else {}
    await hub().publish(call.app, told.channels, told.name, told.data, told.except_socket)
    return {"channels": counts} if told.info else {}


async def publish_batch(call: Call) -> JSON:
    batch = events.batch(call.json(), call.app)
    wanted = set[str]().union(*(told.info for told in batch))
    asked = [told.channels[0] for told in batch if told.info]
    counts = await count(call.app, asked, wanted) if asked else {}
    await hub().publish_many(
        call.app, [(told.channels[0], told.name, told.data, told.except_socket) for told in batch]
    )
    return {"batch": [picked(counts, told) for told in batch]} if asked else {}


def picked(counts: Counts, told: events.Publication) -> dict[str, int]:
    """What this event of a batch asked for, of what was counted for all."""
    found = counts.get(told.channels[0], {})
    return {name: found[name] for name in found if name in told.info}


async def count(app: Application, channels: list[str], info: set[str]) -> Counts:
    """What was asked, of each channel that has it: only presence channels have users."""
    found: Counts = {channel: {} for channel in channels}
    if "user_count" in info:
        rosters = [channel for channel in found if is_presence(channel)]
        users = await hub().cluster.member_counts(app, rosters) if rosters else {}
        for channel in rosters:
            found[channel]["user_count"] = users.get(channel, 0)
    if "subscription_count" in info:
        subscriptions = await hub().cluster.subscriptions(app, channels)
        for channel in found:
            found[channel]["subscription_count"] = subscriptions[channel]
    return found


async def list_channels(call: Call) -> JSON:
    prefix = call.query.get("filter_by_prefix", "")
    info = events.info(call.query.get("info"), call.app)
    if "user_count" in info and not is_presence(prefix):
        raise Refused(400, "user_count needs a filter_by_prefix that begins with presence-.")
    occupied = await hub().cluster.channels(call.app)
    # Names with # are the server's own ways to its users, not channels that anybody made.
    names = [name for name in sorted(occupied) if name.startswith(prefix) and name[0] != "#"]
    return {"channels": await count(call.app, names, info)}


async def show_channel(call: Call) -> JSON:
    channel = named(call)
    info = events.info(call.query.get("info"), call.app, events.COUNTS | {"cache"})
    if "user_count" in info and not is_presence(channel):
        raise Refused(400, "Only presence channels have a user_count.")
    if "cache" in info and not is_cache(channel):
        raise Refused(400, "Only cache channels have a cache.")
    subscriptions = (await hub().cluster.subscriptions(call.app, [channel]))[channel]
    answer: JSON = {"occupied": subscriptions > 0}
    if "subscription_count" in info:
        answer["subscription_count"] = subscriptions
    answer |= (await count(call.app, [channel], info & {"user_count"}))[channel]
    if "cache" in info:
        answer["cache"] = await cached(call.app, channel)
    return answer


async def cached(app: Application, channel: str) -> JSON | None:
    found = await hub().cluster.cached(app, channel)
    if found is None:
        return None
    frame, seconds = found
    return {"data": json.loads(frame)["data"], "ttl": seconds}


async def list_users(call: Call) -> JSON:
    channel = named(call)
    if not is_presence(channel):
        raise Refused(400, "Only presence channels have users.")
    members = await hub().cluster.members(call.app, channel)
    return {"users": [{"id": json.loads(id_)} for id_ in members]}


async def terminate_connections(call: Call) -> JSON:
    if not 0 < len(call.subject) <= USER_ID_LENGTH:
        raise Refused(400, f"The id of a user has 1 to {USER_ID_LENGTH} characters.")
    await hub().terminate(call.app, call.subject)
    return {}


async def count_connections(call: Call) -> JSON:
    elsewhere = await hub().cluster.sockets_elsewhere()
    return {"connections": hub().apps[call.app.id] + elsewhere[call.app.id]}


def named(call: Call) -> str:
    if not CHANNEL_NAME.match(call.subject):
        raise Refused(400, "The path does not name a channel.")
    return call.subject
