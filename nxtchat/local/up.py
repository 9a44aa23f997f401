"""`make run`: everything, on one machine, in one terminal."""

import contextlib
import http.client
import os
import subprocess
import sys
import time
from pathlib import Path

from nxtchat import env
from nxtchat.local import folder, processes, servers
from nxtchat.local.migrating import migrate
from nxtchat.local.processes import MARK, Process
from nxtchat.local.watching import Watch, say

QUEUES = "live,events,media,bulk,care"  # as in nxtchat.celery, which cannot be imported without Django
GRACE = 28.0  # seconds; a worker finishes or hands back what it holds within 25


def up() -> None:
    data = folder.prepare(env.data_folder())
    with folder.claimed(data, purpose="make run"):
        processes.sweep(data)
        os.environ["PORT"] = str(_port())
        os.environ["PRETEND_URL"] = f"http://127.0.0.1:{folder.remembered_port(data, name='pretend')}"
        os.environ.setdefault("WEB_INTERNAL_URL", f"http://{_near_host()}:{os.environ['PORT']}")
        if not (data / "run" / "migrated.json").exists():
            say(f"First start: making a database in {data}. This takes a moment.")
        try:
            with servers.running(data) as own:
                _run(data, own=own)
        finally:
            servers.withdraw(data)
            processes.sweep(data)  # nothing is left behind, whatever went wrong above


def _run(data: Path, *, own: servers.Servers) -> None:
    environment = own.environment(data) | {MARK: str(data)}
    migrate(data, environment=environment)
    servers.announce(data, urls=own.urls | {name: os.environ[name] for name in ("PORT", "PRETEND_URL")})
    watch = Watch(list(own.processes))
    children = _children(data, environment=environment)
    pretend = children.pop("pretend")
    link = _setup_link(environment)
    try:
        for process in children.values():
            watch.add(process)
        _wait_until_it_serves(children["web"])
        say(f"NxtChat is ready: http://127.0.0.1:{os.environ['PORT']}")
        if url := link.communicate()[0].decode().strip():
            say(f"Make the first account here (the link works once): {url.split()[-1]}")
        while True:
            watch.look()
            is_wanted, runs = (data / "pretend" / "wanted").exists(), pretend in watch.processes
            if is_wanted and not runs:
                watch.add(pretend)
            elif runs and not is_wanted:
                watch.remove(pretend)
            time.sleep(0.5)
    finally:
        link.kill()
        link.wait()
        say("Stopping. What is being sent may finish first.")
        processes.end_all([each for each in watch.processes if each not in own.processes], within=GRACE)


def _port() -> int:
    """Say that the port is busy before anything is started."""
    port, host = env.number("PORT", 8000), env.text("HOST", "127.0.0.1")
    if port == 0:
        return folder.free_port()
    if not 0 < port < 65536:
        raise SystemExit(f"PORT must be between 1 and 65535, not {port}")
    if not folder.port_is_free(port, host=host):
        raise SystemExit(f"Port {port} is in use or not allowed: choose another, for example PORT={port + 1} make run")
    return port


def _near_host() -> str:
    """How this machine itself reaches the web server."""
    host = env.text("HOST", "127.0.0.1")
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104


def _children(data: Path, *, environment: dict[str, str]) -> dict[str, Process]:
    pretend_port = environment["PRETEND_URL"].rpartition(":")[2]
    commands: dict[str, list[str | Path]] = {
        "web": ["uvicorn", "nxtchat.asgi:application", "--host", env.text("HOST", "127.0.0.1")],
        # Tasks mostly wait for Postgres and for Meta: threads do that in the memory of one process.
        "worker": ["celery", "--app=nxtchat.celery", "--quiet", "worker", f"--queues={QUEUES}", "--pool=threads"],
        "beat": ["celery", "--app=nxtchat.celery", "--quiet", "beat", f"--schedule={data / 'run' / 'timetable'}"],
        "pretend": ["nxtchat.whatsapp.pretend", "--port", pretend_port, "--data", data / "pretend"],
    }
    commands["web"] += ["--port", environment["PORT"], "--no-access-log", "--timeout-graceful-shutdown=2"]
    commands["worker"] += [
        f"--concurrency={env.number('WORKER_CONCURRENCY', 8)}",
        "--without-gossip",
        "--without-mingle",
    ]
    commands["beat"] += ["--pidfile="]
    return {
        name: Process(
            name,
            command=[sys.executable, "-m", *command],
            log=data / "logs" / f"{name}.log",
            env=environment,
            cwd=env.ROOT,
        )
        for name, command in commands.items()
    }


def _wait_until_it_serves(web: Process) -> None:
    while True:
        with contextlib.suppress(OSError), contextlib.closing(_connection()) as connection:
            connection.request("GET", "/up/")
            connection.getresponse()
            return
        if not web.is_running:
            raise SystemExit(f"The web server {web.how_it_ended}:\n{web.last_words}\nIts log: {web.log}")
        time.sleep(0.05)


def _connection() -> http.client.HTTPConnection:
    return http.client.HTTPConnection(_near_host().strip("[]"), int(os.environ["PORT"]), timeout=5)


def _setup_link(environment: dict[str, str]) -> subprocess.Popen:
    """Ask while the others start: it prints the one-time link, or nothing once there is an admin."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "setup_link"],
        cwd=env.ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
