"""One command against the servers of this installation, or against throw-away ones."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from nxtchat import env
from nxtchat.local import folder, processes, servers
from nxtchat.local.migrating import migrate

PATIENCE = 60.0


def manage(arguments: Sequence[str]) -> int:
    """Run a manage.py command: with the servers that run now, or with ours for the while."""
    data = folder.prepare(env.data_folder())
    command = [sys.executable, "manage.py", *arguments]
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with folder.claimed(data, purpose="a manage.py command"):
                return _with_servers_for_the_while(data, command=command)
        except folder.InUse:
            with folder.borrowed(data):
                if urls := servers.announced(data):
                    return run(command, environment=servers.Servers(urls).environment(data))
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)  # it is just starting or stopping


def _with_servers_for_the_while(data: Path, *, command: Sequence[str]) -> int:
    processes.sweep(data)
    with servers.running(data) as own:
        environment = own.environment(data)
        migrate(data, environment=environment)
        servers.announce(data, urls=own.urls)
        try:
            return run(command, environment=environment)
        finally:
            servers.withdraw(data)
            folder.wait_for_borrowers(data)


def execute(command: Sequence[str], *, durable: bool) -> int:
    """Run a command on throw-away servers."""
    with servers.throw_away(durable=durable) as environment:
        return run(command, environment=environment)


def run(command: Sequence[str], *, environment: dict[str, str]) -> int:
    """In the foreground: it has our input and output, and ends when we are asked to end."""
    with subprocess.Popen(command, cwd=env.ROOT, env=environment) as child:
        try:
            return child.wait()
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(8)
            child.kill()
            raise
