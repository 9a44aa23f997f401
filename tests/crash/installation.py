"""A whole installation in a folder of its own, whose processes are killed and started again as an operator would."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import redis

from nxtchat import env
from nxtchat.local import folder, processes, servers
from nxtchat.local.postgres import Postgres
from nxtchat.local.processes import MARK, Process
from nxtchat.local.up import QUEUES
from nxtchat.local.valkey import Valkey

NOT_INHERITED = re.compile(
    r"(?:TEST_)?\w*REDIS\w*|DATABASE_URL|NXTCHAT_\w+|SECRET_KEY|PORT|DJANGO_\w+|\w+_URL|PYTEST_\w+"
)
WORKERS = ("worker-1", "worker-2")
PATIENCE = 60.0


class Installation:
    """Postgres and Valkey keep what they are told, as in production; everything else is what `make run` starts."""

    def __init__(self, data: Path, *, seed: int, hurry: float) -> None:
        self.data, self.hurry = data, hurry
        self.points = data / "points"
        self.points.mkdir()
        self.postgres, self.valkey = Postgres(data, scratch=False), Valkey(data, scratch=False)
        port, meta = folder.free_port(), folder.free_port()
        self.web, self.meta = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{meta}"
        self.environment = {name: said for name, said in os.environ.items() if not NOT_INHERITED.fullmatch(name)}
        self.environment |= {
            "NXTCHAT_DATA": str(data),
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "DJANGO_SETTINGS_MODULE": "nxtchat.settings",
            "PORT": str(port),
            "GRAPH_URL": self.meta,
            "CRASH_POINTS": str(self.points),
            "CRASH_HURRY": str(hurry),
            MARK: str(data),
        }
        self.processes = {"postgres": self.postgres.process, "valkey": self.valkey.process}
        self._add("meta", "tests.crash.meta", data, meta, self.web, seed, hurry)
        self._add_mortal("web", "uvicorn", "nxtchat.asgi:application", "--port", port, "--no-access-log")
        for name in WORKERS:
            worker = ("worker", f"--hostname={name}@crash", f"--queues={QUEUES}", "--pool=threads", "--concurrency=8")
            self._add_mortal(name, "celery", "--app=nxtchat.celery", *worker, "--without-gossip", "--without-mingle")
        timetable = ("beat", f"--schedule={data / 'run' / 'timetable'}", "--pidfile=")
        self._add_mortal("beat", "celery", "--app=nxtchat.celery", *timetable)
        self.deaths: dict[str, int] = {}  # process: how often it was found dead
        self._wanted: list[str] = []
        self._over = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def _add(self, name: str, *command: object) -> None:
        self.processes[name] = Process(
            name,
            command=[sys.executable, "-m", *map(str, command)],
            log=self.data / "logs" / f"{name}.log",
            env=self.environment,
            cwd=env.ROOT,
        )

    def _add_mortal(self, name: str, *command: object) -> None:
        self._add(name, "tests.crash.points", *command)

    def start(self) -> dict:
        """Everything, and a number with its keys, an agent and a token; says what `settle_in` printed."""
        for name in ("postgres", "valkey"):
            self.processes[name].start()
        servers._wait_until_ready(self.postgres)
        self.postgres.make_database()
        command = [sys.executable, "-m", "tests.crash.settling_in"]
        done = subprocess.run(command, env=self.environment, cwd=env.ROOT, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"The installation could not be set up:\n{done.stderr}")
        for name in self.processes:
            if not self.processes[name].is_running:
                self.processes[name].start()
            self._wanted.append(name)
        self._write_pids()
        self._keeper.start()
        return json.loads(done.stdout.splitlines()[-1])

    def wait_until_ready(self) -> None:
        """Web, database, Redis, timetable and workers, as the operator's own check sees them."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.web}/ready/", timeout=5, trust_env=False).status_code == 200:
                    return
            time.sleep(0.2)
        said = "\n\n".join(f"{name}:\n{process.log.read_text()[-800:]}" for name, process in self.processes.items())
        raise SystemExit(f"The installation did not come up; found dead: {self.deaths}\n{said}")

    def strike(self, blow: str) -> None:
        """One of plan.BLOWS."""
        name, _, how = blow.partition(":")
        process = self.processes[name]
        match blow:
            case "valkey:flush":
                with redis.Redis.from_url(self.valkey.url, retry=None) as client, contextlib.suppress(redis.RedisError):
                    client.flushall()
            case "postgres:kill-backend":
                self._kill_a_backend()
            case "postgres:restart":
                process.ask_to_stop()
            case _ if process.popen:
                process.popen.send_signal(signal.SIGTERM if how == "stop" else signal.SIGKILL)

    def _kill_a_backend(self) -> None:
        """Then Postgres ends them all, and recovers."""
        with contextlib.suppress(psutil.Error):
            assert self.postgres.process.popen
            for child in psutil.Process(self.postgres.process.popen.pid).children():
                if any("nxtchat" in word for word in child.cmdline()):
                    child.kill()
                    return

    def _keep(self) -> None:
        """Start again what died, at once."""
        while not self._over.wait(0.1):
            for name in self._wanted:
                process = self.processes[name]
                if not process.is_running:
                    self.deaths[name] = self.deaths.get(name, 0) + 1
                    process.end(within=0)
                    if self._over.is_set():
                        return
                    process.start()
                    self._write_pids()
                    time.sleep(0.2 if name == "postgres" else 0)  # its children need a moment to leave

    def _write_pids(self) -> None:
        """Whom Meta may kill while it thinks."""
        pids = [self.processes[name].popen.pid for name in WORKERS if self.processes[name].popen]  # type: ignore[union-attr]
        folder.write_private(self.data / "pids.json", json.dumps(pids))

    def stop(self) -> None:
        self._over.set()
        if self._keeper.is_alive():
            self._keeper.join(10)
        outer = [process for name, process in self.processes.items() if name not in ("postgres", "valkey")]
        processes.end_all(outer, within=10)
        processes.end_all([self.postgres.process, self.valkey.process], within=10)


@contextlib.contextmanager
def installed(*, seed: int, hurry: float) -> Iterator[Installation]:
    """An installation that leaves nothing behind; a killed run's is cleared away by the next."""
    parent = Path(tempfile.gettempdir()) / f"nxtchat-scratch-{os.getuid()}"
    parent.mkdir(mode=0o700, exist_ok=True)
    data = folder.prepare(Path(tempfile.mkdtemp(prefix="crash-", dir=parent)))
    with folder.claimed(data, purpose="a crash run"):
        installation = Installation(data, seed=seed, hurry=hurry)
        try:
            yield installation
        finally:
            installation.stop()
            processes.sweep(data)
            shutil.rmtree(folder.socket_folder(data), ignore_errors=True)
            shutil.rmtree(data, ignore_errors=True)
