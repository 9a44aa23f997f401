"""The settings of the tests: ours, with nothing from the operator, and a Redis database for each test process."""

import os
from urllib.parse import urlsplit

import redis

from nxtchat import env

STRIDE = 8  # neighbours on a shared development server keep the numbers up to this


def _database_of_this_process(url: str) -> str:
    """Processes of pytest-xdist share the server, not what is in it. Their children inherit the choice."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    with redis.Redis.from_url(url) as server:
        databases = int(server.config_get("databases")["databases"])
    parts = urlsplit(url)
    number = (int(parts.path.strip("/") or 0) + STRIDE * int(worker)) % databases
    return parts._replace(path=f"/{number}").geturl()


for _name in ("GRAPH_URL", "GRAPH_VERSION", "PUBLIC_URL", "PRETEND_URL", "BEHIND_PROXY", "ALLOWED_HOSTS", "DEBUG"):
    os.environ.pop(_name, None)
if "TEST_REDIS_URL" not in os.environ:
    os.environ["TEST_REDIS_URL"] = _database_of_this_process(env.text("REDIS_URL", "redis://127.0.0.1:6379/0"))
os.environ["REDIS_URL"] = os.environ["TEST_REDIS_URL"]

from nxtchat.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["tests.hashers.Quick"]
GRAPH_URL = "http://127.0.0.1:9"  # where nobody answers: no test speaks to Meta by mistake
