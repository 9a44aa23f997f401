"""The one Redis connection pool of this process."""

from functools import cache

from django.conf import settings
from redis import ConnectionError as ConnectionLost
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry


@cache
def client() -> Redis:
    """Shared by all threads; connects when first used."""
    return Redis.from_url(
        settings.REDIS_URL,
        decode_responses=True,
        socket_timeout=3,
        socket_connect_timeout=1,
        health_check_interval=30,
        # Once more for a connection that went stale in the pool; longer waits are not for people to sit through.
        retry=Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,)),
        client_name="nxtchat",
    )
