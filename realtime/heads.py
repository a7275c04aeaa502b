"""How far the log of each numbered channel has come, kept in Redis for the hubs.

An event can be lost on its way without a sign. Hubs tell the heads of their channels now
and then, and whoever is behind reads on.
"""

from redis import Redis

from realtime.events import JSON
from realtime.server import keys, protocol

NOTICE = "smartlink:head"  # the event that tells them
HEAD_SECONDS = keys.OLDEST_SOCKET_SECONDS + 3600

# An old event that is sent again must not set the log back.
WRITE = """
local known = redis.call('GET', KEYS[1])
if known then
  local before, now = tonumber(cjson.decode(known).seq), tonumber(cjson.decode(ARGV[1]).seq)
  if before and now and before >= now then return 0 end
end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""


def write(client: Redis, app_id: str, channel: str, head: JSON) -> None:
    """The client may be a pipeline of the host that the channel is on."""
    client.eval(WRITE, 1, keys.head(app_id, channel), protocol.dump(head), HEAD_SECONDS)
