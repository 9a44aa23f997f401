"""How fast we may send: at most so many a second per number, and so many to one person, shared by all workers.

The rule is a GCRA: each message moves a clock forward by its interval, and a clock that runs too far ahead of
the time means wait. Both clocks are asked and moved in one step inside Redis.
"""

import logging

from redis.exceptions import RedisError

from nxtchat.redis import client

SECOND = 1_000_000  # Redis counts in microseconds
NUMBER_INTERVAL, NUMBER_BURST = SECOND // 80, 10  # Meta takes 80 messages a second from a number
PAIR_INTERVAL, PAIR_BURST = 6 * SECOND, 45  # one message in six seconds to one person, and 45 borrowed from the future

log = logging.getLogger(__name__)

# KEYS: clocks. ARGV: interval and burst of each, in turn. Answers with the microseconds to wait; 0: go, it is counted.
_ASK = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local wait, clocks = 0, {}
for i, key in ipairs(KEYS) do
  local interval, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local clock = math.max(tonumber(redis.call('GET', key) or now), now)
  wait = math.max(wait, clock - now - interval * (burst - 1))
  clocks[i] = clock + interval
end
if wait > 0 then return wait end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.0f', clocks[i]), 'PX', math.ceil((clocks[i] - now) / 1000))
end
return 0
"""

# Moves a clock so far ahead that nothing goes for ARGV[1] microseconds. ARGV[2], ARGV[3]: its interval and burst.
_HOLD = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local until_then = now + ARGV[1] + ARGV[2] * (ARGV[3] - 1)
if tonumber(redis.call('GET', KEYS[1]) or 0) < until_then then
  redis.call('SET', KEYS[1], string.format('%.0f', until_then), 'PX', math.ceil((until_then - now) / 1000))
end
return 0
"""


def wait(*, number: int, pair: int) -> float:
    """Seconds until a message may leave; 0 means now, and counts it. `pair`: an id of number and person together."""
    keys = (_number_key(number), f"pace:pair:{pair}")
    try:
        return client().eval(_ASK, 2, *keys, NUMBER_INTERVAL, NUMBER_BURST, PAIR_INTERVAL, PAIR_BURST) / SECOND
    except RedisError as error:
        # Meta refuses what is too fast, and that is safe to repeat: better unpaced than unsent.
        log.warning("sending without pace: %s", type(error).__name__)
        return 0.0


def hold(*, number: int, seconds: float) -> None:
    """Meta said too fast: everything of this number waits."""
    try:
        client().eval(_HOLD, 1, _number_key(number), int(seconds * SECOND), NUMBER_INTERVAL, NUMBER_BURST)
    except RedisError as error:
        log.warning("number not held back: %s", type(error).__name__)


def _number_key(number: int) -> str:
    return f"pace:number:{number}"
