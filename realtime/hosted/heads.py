"""How far logs have come, told through Pusher once a channel has been quiet for a while.

Our own hubs tell it again and again; Pusher has none. Whoever missed the last event learns of
it here. What could not be told, because Pusher or the worker was away, stays due.
"""

import json
import time
from collections.abc import Iterator
from typing import Any

import structlog

from realtime import heads
from realtime.events import JSON
from realtime.hosted import calls
from realtime.hosted.account import application
from realtime.hosted.calls import AT_ONCE, Item
from realtime.hosted.line import Refused
from realtime.layer import redis_client
from realtime.server import keys
from realtime.server.protocol import dump

log = structlog.get_logger(__name__)

DUE = "smartlink:hosted:heads-due"  # zset: channel -> when to tell, unix seconds
QUIET_SECONDS = 22  # with the 5 s of the timetable and the pause of a page: within 30 s
# Whoever has claimed a channel tells it within this time, or somebody else does.
CLAIM_SECONDS = 10

CLAIM = """
local now, claimed_until, most = unpack(ARGV)
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, most)
for _, channel in ipairs(due) do redis.call('ZADD', KEYS[1], claimed_until, channel) end
return due
"""
# What happened on a channel meanwhile has made it due at a later time than the claim's.
SETTLE = """
for i = 2, #ARGV do
  local due = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if due and tonumber(due) <= tonumber(ARGV[1]) then redis.call('ZREM', KEYS[1], ARGV[i]) end
end
"""


def tell_later(told: dict[str, JSON]) -> None:
    """The head of each of these channels; only the last one of a channel will be told."""
    due_at = time.time() + QUIET_SECONDS
    with redis_client().pipeline(transaction=False) as pipeline:
        for channel, head in told.items():
            heads.write(pipeline, _app_id(), channel, head)
            pipeline.zadd(DUE, {channel: due_at})
        pipeline.execute()


def tell_due() -> None:
    """The timetable repeats this every few seconds."""
    while True:
        claimed_until = time.time() + CLAIM_SECONDS
        due: Any = redis_client().eval(CLAIM, 1, DUE, time.time(), claimed_until, AT_ONCE)
        if not due:
            return
        try:
            calls.tell(list(_items([channel.decode() for channel in due])))
        except Refused as reason:
            log.warning("heads_refused", reason=str(reason))
        redis_client().eval(SETTLE, 1, DUE, claimed_until, *due)


def _items(channels: list[str]) -> Iterator[Item]:
    known: Any = redis_client().mget([keys.head(_app_id(), channel) for channel in channels])
    for channel, head in zip(channels, known, strict=True):
        if head:
            data = dump({"channel": channel, **json.loads(head)})
            yield {"name": heads.NOTICE, "channel": channel, "data": data}


def _app_id() -> str:
    ours = application()
    return ours.id if ours else ""
