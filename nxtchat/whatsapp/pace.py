"""How fast we may send: at most so many a second per number, and so many to one person, shared by all workers.

The rule is a GCRA: each message moves a clock forward by its interval, and a clock that runs too far ahead of
the time means wait. All clocks are asked and moved in one step inside Redis; see pace_lua.py.

Replies go first: what is sent in bulk may push the number's clock only half as far ahead as a reply may, so that a
reply always finds a slot, and it stands still while a reply waits for one.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from redis.exceptions import RedisError

from nxtchat.redis import client
from nxtchat.whatsapp import pace_lua as lua
from nxtchat.whatsapp.models import Number

SECOND = 1_000_000  # Redis counts in microseconds
USUAL, ON_PHONE = 80, 20  # messages a second that Meta takes from a number, in and out
NUMBER_BURST = 10  # of the usual number; others in proportion
PAIR_INTERVAL, PAIR_BURST = 6 * SECOND, 45  # one message in six seconds to one person, and 45 borrowed from the future

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Slots:
    """What bulk was given: for each pair 0 (go, it is counted), its own wait in seconds, or None (no slot is left)."""

    waits: list[float | None]
    next_in: float  # seconds until there is another slot of the number


def rate(number: Number) -> int:
    """Messages a second. A number that is used on a phone too has a fixed, lower limit."""
    return ON_PHONE if number.is_on_phone else max(1, number.throughput)


def wait(*, number: int, pair: int, rate: int = USUAL) -> float:
    """Seconds until a reply may leave; 0 means now, and counts it. `pair`: an id of number and person together."""
    keys = (_number_key(number), f"pace:pair:{pair}", f"pace:reply:{number}")
    try:
        asked = client().eval(lua.ASK, 3, *keys, SECOND // rate, burst(rate), PAIR_INTERVAL, PAIR_BURST)
        return asked / SECOND
    except RedisError as error:
        # Meta refuses what is too fast, and that is safe to repeat: better unpaced than unsent.
        log.warning("sending without pace: %s", type(error).__name__)
        return 0.0


def reserve(*, number: int, pairs: Sequence[int], rate: int = USUAL) -> Slots:
    """Slots for many messages sent in bulk, in one step: as many as replies leave."""
    of_number = (_number_key(number), f"pace:reply:{number}", f"pace:bulk:{number}")
    keys = (*of_number, *(f"pace:pair:{pair}" for pair in pairs))
    try:
        given = client().eval(
            lua.RESERVE, len(keys), *keys, SECOND // rate, bulk_burst(rate), PAIR_INTERVAL, PAIR_BURST
        )
    except RedisError as error:
        log.warning("sending without pace: %s", type(error).__name__)
        return Slots([0.0] * len(pairs), 0.0)
    return Slots([None if each < 0 else each / SECOND for each in given[1:]], given[0] / SECOND)


def take(name: str, *, rate: int, most: int) -> tuple[int, float]:
    """Of a limit of our own, so many a second: how many of `most` may go now, and the seconds until there are more."""
    try:
        given, next_in = client().eval(lua.TAKE, 1, f"pace:own:{name}", SECOND // rate, max(1, rate // 4), most)
        return given, next_in / SECOND
    except RedisError as error:
        log.warning("sending without pace: %s", type(error).__name__)
        return most, 0.0


def heard(*, number: int, count: int, rate: int = USUAL) -> None:
    """Messages that came in count as well: they leave less for what goes out."""
    try:
        client().eval(lua.HEARD, 1, _number_key(number), SECOND // rate, burst(rate), count)
    except RedisError as error:
        log.warning("not counted: %s", type(error).__name__)


def hold(*, number: int, seconds: float, rate: int = USUAL) -> None:
    """Meta said too fast: everything of this number waits."""
    try:
        client().eval(lua.HOLD, 1, _number_key(number), int(seconds * SECOND), SECOND // rate, burst(rate))
    except RedisError as error:
        log.warning("number not held back: %s", type(error).__name__)


def pause_bulk(*, number: int, seconds: float) -> None:
    """Meta thinks that this number sends too much: only replies go on."""
    try:
        client().set(f"pace:bulk:{number}", "paused", px=int(seconds * 1000))
    except RedisError as error:
        log.warning("bulk not paused: %s", type(error).__name__)


def bulk_is_paused(*, number: int) -> bool:
    try:
        return bool(client().exists(f"pace:bulk:{number}"))
    except RedisError:
        return False


def burst(rate: int) -> int:
    """How many may leave at one moment."""
    return max(4, rate * NUMBER_BURST // USUAL)


def bulk_burst(rate: int) -> int:
    """How many of them may be sent in bulk."""
    return burst(rate) // 2


def _number_key(number: int) -> str:
    return f"pace:number:{number}"
