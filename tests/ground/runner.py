"""The real runner in a data folder of its own, as a person at a terminal would have it."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import psutil

from nxtchat import env
from nxtchat.local.processes import is_ours

NOT_INHERITED = re.compile(
    r"DATABASE_URL|\w*REDIS_URL|NXTCHAT_\w+|SECRET_KEY|PORT|DJANGO_\w+|P(RETEND|UBLIC)_URL|PYTEST_\w+"
)
PATIENCE = 60


def environment(data: Path, **given: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not NOT_INHERITED.fullmatch(name)}
    return {**kept, "NXTCHAT_DATA": str(data), "PORT": "0", **given}


def local(*arguments: str, data: Path, prefix: tuple[str, ...] = (), said: str = "", **given: str):
    """`python -m nxtchat.local …`, to its end."""
    return subprocess.run(
        [*prefix, sys.executable, "-m", "nxtchat.local", *arguments],
        cwd=env.ROOT,
        env=environment(data, **given),
        input=said,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


class Runner:
    """`make run`, and what it says."""

    def __init__(self, data: Path, *, prefix: tuple[str, ...] = ()) -> None:
        self.data = data
        self.popen = subprocess.Popen(
            [*prefix, sys.executable, "-m", "nxtchat.local", "up"],
            cwd=env.ROOT,
            env=environment(data),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.heard: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.address = self.says(r"NxtChat is ready: (http://127\.0\.0\.1:\d+)$")

    def _listen(self) -> None:
        for line in self.popen.stdout:
            self._lines.put(line.rstrip())
        self._lines.put(None)

    def says(self, pattern: str) -> str:
        """Wait until it says this; returns the pattern's first group."""
        for line in self.heard:
            if found := re.search(pattern, line):
                return found[1] if found.re.groups else found[0]
        deadline = time.monotonic() + PATIENCE
        while (line := self._lines.get(timeout=max(deadline - time.monotonic(), 0.1))) is not None:
            self.heard.append(line)
            if found := re.search(pattern, line):
                return found[1] if found.re.groups else found[0]
        raise AssertionError(f"it never said {pattern}, but:\n" + "\n".join(self.heard))

    def get(self, path: str) -> int:
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:
            return answer.status

    def child(self, name: str) -> psutil.Process:
        """The child whose command holds this word."""
        return next(each for each in psutil.Process(self.popen.pid).children() if name in each.cmdline())

    def stop(self, how: int = signal.SIGTERM) -> int:
        if self.popen.poll() is None:
            self.popen.send_signal(how)
        return self.popen.wait(PATIENCE)


def left_behind(data: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if is_ours(process, data=data)]
