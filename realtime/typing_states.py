"""Who is typing where, kept in Redis for pages that ask, because they cannot listen or came late.

It ends by itself: nobody who leaves in the middle of a word types for ever. Nothing depends on
it, so without Redis nobody types and nobody waits. Each call goes to Redis once, and not
within a transaction.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import redis
import structlog

from realtime.applications import own
from realtime.channels import Member
from realtime.layer import group_of, redis_of
from realtime.server import keys
from realtime.server.protocol import dump

log = structlog.get_logger(__name__)

TYPING_SECONDS = 6

# By Redis' own clock, by which all agree. Where somebody always types, the others are swept here.
START = """
local id, who, keep = unpack(ARGV)
local seconds, microseconds = unpack(redis.call('TIME'))
local now = seconds * 1000 + math.floor(microseconds / 1000)
local known = redis.call('HGETALL', KEYS[1])
for i = 2, #known, 2 do
  local ends_at = tonumber(string.match(known[i], '^%d+'))
  if ends_at <= now then redis.call('HDEL', KEYS[1], known[i - 1]) end
end
redis.call('HSET', KEYS[1], id, (now + keep) .. ' ' .. who)
redis.call('PEXPIRE', KEYS[1], keep)
"""


def start_typing(channel: str, user_id: str, who: Member) -> None:
    """For the next seconds, unless it is said again; `who` is what others are told of them."""
    client, key = _place(channel)
    with _best_effort():
        client.eval(START, 1, key, user_id, dump(who), int(TYPING_SECONDS * 1000))


def stop_typing(channel: str, user_id: str) -> None:
    """They have thought better of it, or their message is there."""
    client, key = _place(channel)
    with _best_effort():
        client.hdel(key, user_id)


def who_types(channel: str) -> dict[str, Member]:
    """User ids, such as "5" or "visitor-5", and what was said of each."""
    client, key = _place(channel)
    with suppress(redis.RedisError), client.pipeline(transaction=False) as both:
        both.time()
        both.hgetall(key)
        (seconds, microseconds), states = both.execute()
        return dict(_going_on(states, seconds * 1000 + microseconds // 1000))
    return {}


def _going_on(states: dict[bytes, bytes], now: int) -> Iterator[tuple[str, Member]]:
    for user_id, state in sorted(states.items()):
        ends_at, who = state.split(b" ", 1)
        if int(ends_at) > now:
            yield user_id.decode(), json.loads(who)


def _place(channel: str) -> tuple[redis.Redis, str]:
    app_id = own().id
    return redis_of(group_of(app_id, channel)), keys.typing(app_id, channel)


@contextmanager
def _best_effort() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        log.warning("typing_state_lost", error=type(error).__name__)
