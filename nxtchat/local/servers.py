"""Postgres and Valkey: the ones the operator named, or our own for as long as they are needed."""

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nxtchat import env
from nxtchat.local import folder, processes
from nxtchat.local.postgres import Postgres
from nxtchat.local.processes import Process
from nxtchat.local.valkey import Valkey

KEYS = ("SECRET_KEY", "NXTCHAT_KEYS", "NXTCHAT_PEPPER")


@dataclass
class Servers:
    """Where they are, and which of them are ours to look after."""

    urls: dict[str, str]
    processes: list[Process] = field(default_factory=list)

    def environment(self, data: Path) -> dict[str, str]:
        return {**os.environ, **self.urls, "NXTCHAT_DATA": str(data), "DJANGO_SETTINGS_MODULE": "nxtchat.settings"}


@contextlib.contextmanager
def running(data: Path, *, scratch: bool = False) -> Iterator[Servers]:
    """Start what DATABASE_URL and REDIS_URL do not name, together, and stop it at the end."""
    for name in KEYS:  # before children start, so that none of them has to agree with another
        env.key(name)
    own: dict[str, Postgres | Valkey] = {}
    if scratch or not env.text("DATABASE_URL"):
        own["DATABASE_URL"] = Postgres(data, scratch=scratch)
    if scratch or not env.text("REDIS_URL"):
        own["REDIS_URL"] = Valkey(data, scratch=scratch)
    servers = Servers({name: server.url for name, server in own.items()}, [each.process for each in own.values()])
    try:
        for process in servers.processes:
            process.start()
        for server in own.values():
            _wait_until_ready(server)
            if isinstance(server, Postgres):
                server.make_database()
        yield servers
    finally:
        processes.end_all(servers.processes, within=5)
        if "DATABASE_URL" in own:
            shutil.rmtree(folder.socket_folder(data), ignore_errors=True)


def _wait_until_ready(server: Postgres | Valkey) -> None:
    while not server.is_ready:
        if not server.process.is_running:
            name = server.process.name.capitalize()
            raise SystemExit(f"{name} {server.process.how_it_ended}:\n{server.process.last_words}")
        time.sleep(0.02)


@contextlib.contextmanager
def throw_away(*, durable: bool = False) -> Iterator[dict[str, str]]:
    """Servers for tests: empty, fast because they may forget, gone afterwards. A killed run's are cleared away too."""
    parent = Path(tempfile.gettempdir()) / f"nxtchat-scratch-{os.getuid()}"
    parent.mkdir(mode=0o700, exist_ok=True)
    for old in parent.iterdir():
        with contextlib.suppress(folder.InUse, OSError), folder.claimed(old, purpose="clearing away"):
            processes.sweep(old)
            shutil.rmtree(old, ignore_errors=True)
    data = folder.prepare(Path(tempfile.mkdtemp(dir=parent)))
    # Tests must reach neither the servers nor the keys nor the data of an installation.
    before = dict(os.environ)
    for name in ("DATABASE_URL", "REDIS_URL", *KEYS):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ["NXTCHAT_DATA"] = str(data)
    try:
        with folder.claimed(data, purpose="tests"), running(data, scratch=not durable) as servers:
            yield servers.environment(data)
    finally:
        shutil.rmtree(data, ignore_errors=True)
        os.environ.clear()
        os.environ.update(before)


def announce(data: Path, *, urls: dict[str, str]) -> None:
    """Let a passing `make manage` find what is running."""
    folder.write_private(data / "run" / "servers.json", json.dumps(urls))


def announced(data: Path) -> dict[str, str]:
    return folder.read_json(data / "run" / "servers.json")


def withdraw(data: Path) -> None:
    (data / "run" / "servers.json").unlink(missing_ok=True)
