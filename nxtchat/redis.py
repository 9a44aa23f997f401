"""The one Redis connection pool of this process."""

from functools import cache

from django.conf import settings
from redis import Redis


@cache
def client() -> Redis:
    """Shared by all threads; connects when first used."""
    return Redis.from_url(
        settings.REDIS_URL,
        decode_responses=True,
        socket_timeout=5,
        socket_connect_timeout=2,
        health_check_interval=30,
        client_name="nxtchat",
    )
