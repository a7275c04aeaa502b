"""What socket processes write into Redis, for tests of those who read it."""

import json
import time

from realtime.applications import own
from realtime.layer import redis_clients
from realtime.server import keys


def tell(name, channel, app="", at=None, **more):
    """One change, as a hub tells it."""
    at = int(time.time() * 1000) if at is None else at
    told = {"app": app or own().id, "name": name, "channel": channel, "at": at, **more}
    tell_raw({"change": json.dumps(told)})


def tell_raw(entry):
    redis_clients()[0].xadd(keys.CHANGES, entry)


def waiting():
    return redis_clients()[0].xlen(keys.CHANGES)


def live(process="p", *, seconds=60):
    seconds_now, _ = redis_clients()[0].time()  # leases go by Redis' own clock
    redis_clients()[0].zadd(keys.PROCESSES, {process: seconds_now + seconds})


def listen(channel, subscriptions=1, *, process="p"):
    live(process)
    field = keys.place(own().id, channel)
    if subscriptions:
        redis_clients()[0].hset(keys.channels(process), field, subscriptions)
    else:
        redis_clients()[0].hdel(keys.channels(process), field)


def attend(channel, *ids, process="p", **members):
    """Members with their names; ids are JSON, as in Redis."""
    listen(channel, process=process)
    told = {json.dumps(id_): json.dumps({"name": name}) for id_, name in members.items()}
    told |= {json.dumps(id_): json.dumps({}) for id_ in ids}
    redis_clients()[0].hset(keys.members(process, own().id, channel), mapping=told)


def leave(channel, id_, *, process="p"):
    redis_clients()[0].hdel(keys.members(process, own().id, channel), json.dumps(id_))
