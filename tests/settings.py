"""The settings of the tests: ours, with nothing from the operator, and a Redis database for each test process."""

import os
from urllib.parse import urlsplit

import imageio_ffmpeg
import redis

from nxtchat import env

STRIDE = 8  # neighbours on a shared development server keep the numbers up to this


def _database_of(worker: str, *, url: str) -> str:
    """Processes of pytest-xdist share the server, not what is in it."""
    with redis.Redis.from_url(url) as server:
        databases = int(server.config_get("databases")["databases"])
    parts = urlsplit(url)
    number = (int(parts.path.strip("/") or 0) + STRIDE * int(worker.removeprefix("gw"))) % databases
    return parts._replace(path=f"/{number}").geturl()


for _name in ("GRAPH_URL", "GRAPH_VERSION", "PUBLIC_URL", "PRETEND_URL", "BEHIND_PROXY", "ALLOWED_HOSTS", "DEBUG"):
    os.environ.pop(_name, None)
_worker = os.environ.get("PYTEST_XDIST_WORKER")
if _worker and "TEST_REDIS_CHOSEN" not in os.environ:  # what a test starts inherits the choice
    os.environ["REDIS_URL"] = _database_of(_worker, url=env.text("REDIS_URL"))
    os.environ["TEST_REDIS_CHOSEN"] = "yes"

from nxtchat.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["tests.hashers.Quick"]
GRAPH_URL = "http://127.0.0.1:9"  # where nobody answers: no test speaks to Meta by mistake
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
DATABASES["default"]["ENGINE"] = "tests.quick_postgres"  # noqa: F405
