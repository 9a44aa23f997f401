"""The steps of pace.py that happen inside Redis, each as one. Times are microseconds of Redis' own clock."""

_NOW = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local function clock_of(value) return math.max(tonumber(value or now), now) end
local function set(key, clock)
  if clock > now then
    redis.call('SET', key, string.format('%.0f', clock), 'PX', math.ceil((clock - now) / 1000))
  end
end
"""

# KEYS: clocks of number and pair, the mark of a waiting reply. ARGV: interval and burst of each clock, in turn.
# Answers with the microseconds to wait; 0: go, it is counted.
ASK = (
    _NOW
    + """
local wait, clocks = 0, {}
for i = 1, 2 do
  local interval, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local clock = clock_of(redis.call('GET', KEYS[i]))
  local this = clock - now - interval * (burst - 1)
  if i == 1 and this > 0 then -- bulk makes room until the reply has come back for its slot
    redis.call('SET', KEYS[3], 'waits', 'PX', math.min(2000, math.ceil(this / 1000) + 500))
  end
  wait = math.max(wait, this)
  clocks[i] = clock + interval
end
if wait > 0 then return wait end
for i = 1, 2 do set(KEYS[i], clocks[i]) end
redis.call('DEL', KEYS[3])
return 0
"""
)

# KEYS: the number's clock, the mark of a waiting reply, the pause of bulk, then the pairs' clocks.
# ARGV: interval and burst of the number, interval and burst of a pair.
# Answers with the wait until the next slot, then for each pair 0 (go), its own wait, or -1 (no slot was left).
RESERVE = (
    _NOW
    + """
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local pair_interval, pair_burst = tonumber(ARGV[3]), tonumber(ARGV[4])
local clock = clock_of(redis.call('GET', KEYS[1]))
local most = now + interval * (burst - 1)
local stands = math.max(redis.call('PTTL', KEYS[2]), redis.call('PTTL', KEYS[3]), 0) * 1000
local answers = {0}
local known = {}
if #KEYS > 3 then known = redis.call('MGET', unpack(KEYS, 4)) end
local seen = {}
for i = 4, #KEYS do
  local key = KEYS[i]
  if stands > 0 or clock > most then
    answers[#answers + 1] = -1
  else
    local pair = seen[key] or clock_of(known[i - 3])
    local wait = pair - now - pair_interval * (pair_burst - 1)
    if wait > 0 then
      answers[#answers + 1] = wait
    else
      seen[key] = pair + pair_interval
      set(key, seen[key])
      clock = clock + interval
      answers[#answers + 1] = 0
    end
  end
end
set(KEYS[1], clock)
answers[1] = math.max(clock - most, stands, 0)
return answers
"""
)

# ARGV: interval, burst, how many are wanted. Answers with how many may go, and the wait until the next.
TAKE = (
    _NOW
    + """
local interval, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = clock_of(redis.call('GET', KEYS[1]))
local most = now + interval * burst
local given = math.max(0, math.min(wanted, math.floor((most - clock) / interval)))
set(KEYS[1], clock + given * interval)
return {given, math.max(0, clock + (given + 1) * interval - most)}
"""
)

# Moves a clock by ARGV[3] messages, but never so far that nothing would go for more than a second.
HEARD = (
    _NOW
    + """
local interval, burst, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = clock_of(redis.call('GET', KEYS[1]))
local most = now + interval * (burst - 1) + 1000000
set(KEYS[1], math.max(clock, math.min(clock + interval * count, most)))
return 0
"""
)

# Moves a clock so far ahead that nothing goes for ARGV[1] microseconds. ARGV[2], ARGV[3]: its interval and burst.
HOLD = (
    _NOW
    + """
set(KEYS[1], math.max(clock_of(redis.call('GET', KEYS[1])), now + ARGV[1] + ARGV[2] * (ARGV[3] - 1)))
return 0
"""
)
