"""What must happen in Redis in one piece. Each script sees only processes whose lease lives."""

LIVE = """
local now = tonumber(redis.call('TIME')[1])
local live = redis.call('ZRANGEBYSCORE', 'smartlink:processes', now, '+inf')
"""

# Answers whether the process was known: if not, all it had written is gone as well.
RENEW = """
local process, seconds = unpack(ARGV)
local now = tonumber(redis.call('TIME')[1])
local was = redis.call('ZSCORE', 'smartlink:processes', process)
redis.call('ZADD', 'smartlink:processes', now + seconds, process)
redis.call('ZREM', 'smartlink:graves', process)
return was and 1 or 0
"""

# Answers one process whose lease has ended, and for a while to nobody else.
CLAIM = """
local now = tonumber(redis.call('TIME')[1])
local function ended(key)
  return redis.call('ZRANGEBYSCORE', key, '-inf', '(' .. now, 'LIMIT', 0, 1)[1]
end
local dead = ended('smartlink:processes') or ended('smartlink:graves')
if dead then
  redis.call('ZREM', 'smartlink:processes', dead)
  redis.call('ZADD', 'smartlink:graves', now + 30, dead)
end
return dead
"""

# A process that says good-bye; its clients have a moment to come back elsewhere.
END = """
local process, seconds = unpack(ARGV)
local now = tonumber(redis.call('TIME')[1])
return redis.call('ZADD', 'smartlink:processes', 'XX', now + seconds, process)
"""

TELL = """
local function tell(group, message, change)
  if message ~= '' then redis.call('PUBLISH', group, message) end
  if change ~= '' then
    redis.call('XADD', 'smartlink:changes', 'MAXLEN', '~', 100000, '*', 'change', change)
  end
end
"""

# 1: new on the channel, 0: was there already, -1: the channel is full.
JOIN = (
    LIVE
    + TELL
    + """
local process, place, id, info, most, group, message, change, roster = unpack(ARGV)
local function members(p) return 'smartlink:members:' .. p .. ':' .. place end
local function is_full()
  local distinct, ids = 0, {}
  for _, p in ipairs(live) do
    for _, each in ipairs(redis.call('HKEYS', members(p))) do
      if not ids[each] then ids[each] = true; distinct = distinct + 1 end
    end
  end
  return distinct >= tonumber(most)
end
local is_new, at_most = true, 0
for _, p in ipairs(live) do
  at_most = at_most + redis.call('HLEN', members(p))
  if redis.call('HEXISTS', members(p), id) == 1 then is_new = false end
end
if is_new and at_most >= tonumber(most) and is_full() then return -1 end
redis.call('HSET', members(process), id, info)
redis.call('SADD', 'smartlink:rosters:' .. process, roster)
if not is_new then return 0 end
tell(group, message, change)
return 1
"""
)

LEAVE = (
    LIVE
    + TELL
    + """
local process, place, id, group, message, change, roster = unpack(ARGV)
local function members(p) return 'smartlink:members:' .. p .. ':' .. place end
local was_there = redis.call('HDEL', members(process), id)
if redis.call('EXISTS', members(process)) == 0 then
  redis.call('SREM', 'smartlink:rosters:' .. process, roster)
end
if was_there == 0 then return 0 end
for _, p in ipairs(live) do
  if p ~= process and redis.call('HEXISTS', members(p), id) == 1 then return 0 end
end
tell(group, message, change)
return 1
"""
)

# Writes how many of a thing this process has; tells when it is the cluster's first or last.
TALLY = (
    LIVE
    + TELL
    + """
local kind, process, field, count, group, first, last, first_change, last_change = unpack(ARGV)
local function counts(p) return 'smartlink:' .. kind .. ':' .. p end
local elsewhere = 0
for _, p in ipairs(live) do
  if p ~= process then elsewhere = elsewhere + (redis.call('HGET', counts(p), field) or 0) end
end
local before = elsewhere + (redis.call('HGET', counts(process), field) or 0)
local after = elsewhere + count
if tonumber(count) > 0 then redis.call('HSET', counts(process), field, count)
else redis.call('HDEL', counts(process), field) end
if before == 0 and after > 0 then tell(group, first, first_change) end
if before > 0 and after == 0 then tell(group, last, last_change) end
return after
"""
)

# How many of a thing all processes have.
COUNT = (
    LIVE
    + """
local kind, field = unpack(ARGV)
local count = 0
for _, p in ipairs(live) do
  count = count + (redis.call('HGET', 'smartlink:' .. kind .. ':' .. p, field) or 0)
end
return count
"""
)

# The hashes of this kind of all processes, one after the other.
GATHER = (
    LIVE
    + """
local kind, place = unpack(ARGV)
local gathered = {}
for _, p in ipairs(live) do
  local key = 'smartlink:' .. kind .. ':' .. p
  if place ~= '' then key = key .. ':' .. place end
  gathered[#gathered + 1] = redis.call('HGETALL', key)
end
return gathered
"""
)
