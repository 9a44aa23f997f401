"""Keep the children running, and tell the terminal what a person there needs to know."""

import json
import re
import time
from pathlib import Path

from nxtchat.local.processes import Process

FIRST_PAUSE, LONGEST_PAUSE, STEADY_AFTER = 0.5, 30.0, 60.0
ALARMS = re.compile(r"\b(CRITICAL|FATAL|PANIC):|\bError: ")


def say(text: str) -> None:
    print(text, flush=True)


class Watch:
    """Starts again what stops by itself, after a pause that doubles while it keeps failing."""

    def __init__(self, processes: list[Process]) -> None:
        self.processes = processes
        self.pauses = dict.fromkeys(processes, FIRST_PAUSE)
        self.due: dict[Process, float] = {}
        self.read_until: dict[Process, int] = {}

    def add(self, process: Process) -> None:
        process.start()
        self.processes.append(process)
        self.pauses[process] = FIRST_PAUSE

    def remove(self, process: Process) -> None:
        """It is no longer wanted."""
        self.processes.remove(process)
        self.due.pop(process, None)
        process.ask_to_stop()
        process.end(within=5)

    def look(self) -> None:
        now = time.monotonic()
        for process in self.processes:
            self._repeat_errors(process)
            if process.is_running:
                continue
            if process not in self.due:
                self._plan(process, now=now)
            elif now >= self.due[process]:
                del self.due[process]
                process.start()

    def _plan(self, process: Process, *, now: float) -> None:
        process.end(within=0)  # what it had started goes with it
        if now - process.started_at > STEADY_AFTER:
            self.pauses[process] = FIRST_PAUSE
        pause = self.pauses[process]
        self.pauses[process] = min(pause * 2, LONGEST_PAUSE)
        self.due[process] = now + pause
        say(f"{process.name} {process.how_it_ended}; starting it again in {pause:g} s. Its log: {process.log}")

    def _repeat_errors(self, process: Process) -> None:
        """Logs go to files; a line that says that something is wrong is shown here as well."""
        start = self.read_until.get(process, process.log_from)
        size = _size(process.log)
        if size < start:  # it was rotated
            start = 0
        if size == start:
            return
        with open(process.log, "rb") as log:
            log.seek(start)
            text = log.read(200_000)
        whole = text[: text.rfind(b"\n") + 1] or text
        self.read_until[process] = start + len(whole)
        for line in whole.decode(errors="replace").splitlines():
            if words := _alarm(line):
                say(f"{process.name}: {words[:300]}")


def _alarm(line: str) -> str:
    """What a log line has to say to a person at the terminal, usually nothing."""
    try:
        entry = json.loads(line)
        is_alarm = entry["level"] in {"error", "critical"}
        kinds = ", ".join(error["type"] for error in entry.get("error", ()))
    except (ValueError, KeyError, TypeError):
        return line.strip() if ALARMS.search(line) else ""
    return f"{entry.get('event', '')} {kinds and f'({kinds})'}".strip() if is_alarm else ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
