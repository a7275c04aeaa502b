"""Who is typing where, kept in Redis for pages that ask, because they cannot listen or came late.

It ends by itself: nobody who leaves in the middle of a word types for ever. Each call goes to
Redis once, and not within a transaction. Nothing depends on it: whoever calls goes on when Redis
does not answer.
"""

import json
from collections.abc import Iterator
from contextlib import suppress

import redis

from realtime.applications import own
from realtime.channels import Member
from realtime.layer import group_of, redis_of
from realtime.server import keys
from realtime.server.protocol import dump

TYPING_SECONDS = 6
# Of somebody who goes on typing the others are told so often, however often we are.
NOTICE_SECONDS = 2

# By Redis' own clock, by which all agree. Where somebody always types, the others are swept here.
# Of each is kept: until when they type, until when they are no news, and who they are.
START = """
local id, who, keep, notice = unpack(ARGV)
local seconds, microseconds = unpack(redis.call('TIME'))
local now = seconds * 1000 + math.floor(microseconds / 1000)
local known = redis.call('HGETALL', KEYS[1])
for i = 2, #known, 2 do
  local ends_at = tonumber(string.match(known[i], '^%d+'))
  if ends_at <= now then redis.call('HDEL', KEYS[1], known[i - 1]) end
end
local state = redis.call('HGET', KEYS[1], id)
local told_until = state and tonumber(string.match(state, ' (%d+)')) or 0
local is_news = told_until <= now
if is_news then told_until = now + notice end
redis.call('HSET', KEYS[1], id, (now + keep) .. ' ' .. told_until .. ' ' .. who)
redis.call('PEXPIRE', KEYS[1], keep)
return is_news and 1 or 0
"""


def start_typing(channel: str, user_id: str, who: Member) -> bool:
    """For the next seconds, unless it is said again; whether the others are to be told.

    `who` is what they are told of them.
    """
    client, key = _place(channel)
    keep, notice = int(TYPING_SECONDS * 1000), int(NOTICE_SECONDS * 1000)
    return bool(client.eval(START, 1, key, user_id, dump(who), keep, notice))


def stop_typing(channel: str, user_id: str) -> None:
    """They have thought better of it, or their message is there. Starting again will be news."""
    client, key = _place(channel)
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
        ends_at, _, who = state.split(b" ", 2)
        if int(ends_at) > now:
            yield user_id.decode(), json.loads(who)


def _place(channel: str) -> tuple[redis.Redis, str]:
    app_id = own().id
    return redis_of(group_of(app_id, channel)), keys.typing(app_id, channel)
