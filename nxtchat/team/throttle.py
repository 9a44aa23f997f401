"""Guessing passwords is made slow: after a few tries, each further one waits longer.

The counts are kept in Redis under keyed hashes, so nobody can read there who tried or from where. When Redis cannot be
reached each process counts by itself: nobody is locked out by our trouble, and guessing stays slow.
"""

import ipaddress
import time
from dataclasses import dataclass, field

import structlog
from django.http import HttpRequest
from redis.exceptions import RedisError

from nxtchat import redis
from nxtchat.crypto import keyed_hash
from nxtchat.origin import Address, address_of

log = structlog.get_logger(__name__)

FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 20  # a whole office may share one
FIRST_WAIT, LONGEST_WAIT = 15, 15 * 60  # seconds
FORGET_AFTER = 24 * 3600


@dataclass(frozen=True)
class Counter:
    """Where the tries of one account or one address are counted, and how many are free."""

    key: str
    free: int


def counters(request: HttpRequest, *, email: str) -> list[Counter]:
    found = [Counter(f"nxtchat:tries:account:{keyed_hash('tries-account', email.lower())}", FREE_PER_ACCOUNT)]
    if address := address_of(request):
        fingerprint = keyed_hash("tries-address", _whereabouts(address))
        found.append(Counter(f"nxtchat:tries:address:{fingerprint}", FREE_PER_ADDRESS))
    return found


def _whereabouts(address: Address) -> str:
    """Of IPv6 the network, because one machine may use every address in it."""
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)


def try_now(tries: list[Counter]) -> int:
    """Count one try. Returns 0 when it may be made, otherwise the seconds to wait before the next."""
    try:
        return max(_try_in_redis(counter) for counter in tries)
    except RedisError:
        log.error("team.throttle_without_redis")
        return max(_own.try_now(counter) for counter in tries)


def succeeded(tries: list[Counter]) -> None:
    """The right password was given: forget the account's tries, and take this one off its address."""
    account, *addresses = (counter.key for counter in tries)
    _own.forget(account)
    try:
        client = redis.client()
        client.delete(account, f"{account}:wait")
        for address in addresses:
            client.decr(address)
    except RedisError:
        log.error("team.throttle_without_redis")


def _wait_after(count: int, *, free: int) -> int:
    return min(FIRST_WAIT * 2 ** min(count - free, 10), LONGEST_WAIT)


def _try_in_redis(counter: Counter) -> int:
    client = redis.client()
    if (left := client.ttl(f"{counter.key}:wait")) > 0:
        return left
    with client.pipeline() as pipe:
        pipe.incr(counter.key)
        pipe.expire(counter.key, FORGET_AFTER)
        count, _expires = pipe.execute()
    if count < counter.free:
        return 0
    # Of many tries at once only the one that sets the wait goes through.
    wait = _wait_after(count, free=counter.free)
    if client.set(f"{counter.key}:wait", 1, nx=True, ex=wait):
        return 0
    return wait


@dataclass
class _OwnCounts:
    """The same rule in this process alone, for the time without Redis."""

    counts: dict[str, tuple[int, float]] = field(default_factory=dict)  # key: tries, and when the next may be made

    def try_now(self, counter: Counter) -> int:
        count, next_at = self.counts.pop(counter.key, (0, 0.0))
        now = time.monotonic()
        if now < next_at:
            self.counts[counter.key] = count, next_at
            return int(next_at - now) + 1
        count += 1
        wait = _wait_after(count, free=counter.free) if count >= counter.free else 0
        self.counts[counter.key] = count, now + wait
        while len(self.counts) > 10_000:
            self.counts.pop(next(iter(self.counts)))
        return 0

    def forget(self, key: str) -> None:
        self.counts.pop(key, None)


_own = _OwnCounts()
