"""Starting and ending processes so that none is left behind and no stranger is hurt."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

MARK = "NXTCHAT_LOCAL"  # in the environment of each child: the data folder it belongs to
SERVERS = {"postgres", "valkey-server", "redis-server"}  # they overwrite their environment, but work in their data
LARGEST_LOG = 5_000_000


class Process:
    """A child in a session of its own, so that the terminal's Ctrl-C reaches only the runner."""

    def __init__(
        self,
        name: str,
        *,
        command: Sequence[str | Path],
        log: Path,
        env: dict[str, str],
        cwd: Path,
        stop_with: int = signal.SIGTERM,
        said_at_start: str = "",
    ) -> None:
        self.name, self.command, self.log = name, [str(part) for part in command], log
        self.env, self.cwd, self.stop_with, self.said_at_start = env, cwd, stop_with, said_at_start
        self.popen: subprocess.Popen | None = None
        self.started_at = 0.0

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(descriptor, "ab") as log:
            self.log_from = log.tell()
            self.popen = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE if self.said_at_start else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.env,
                cwd=self.cwd,
                start_new_session=True,
            )
        self.started_at = time.monotonic()
        if self.popen.stdin:
            with contextlib.suppress(BrokenPipeError), self.popen.stdin as words:
                words.write(self.said_at_start.encode())

    @property
    def is_running(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    @property
    def last_words(self) -> str:
        """What it wrote since it was started, the end of it."""
        return self.log.read_bytes()[self.log_from :].decode(errors="replace")[-2000:].strip()

    @property
    def how_it_ended(self) -> str:
        code = self.popen.returncode if self.popen else 0
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"stopped with status {code}"

    def ask_to_stop(self) -> None:
        if self.popen and self.is_running:
            self.popen.send_signal(self.stop_with)

    def end(self, *, within: float) -> None:
        """Wait for it to stop; then end it, and whatever it started."""
        if self.popen is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(within)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()


def end_all(processes: Sequence[Process], *, within: float) -> None:
    """Ask all at once, then wait for each; together they get `within` seconds."""
    for process in processes:
        process.ask_to_stop()
    deadline = time.monotonic() + within
    for process in processes:
        process.end(within=max(deadline - time.monotonic(), 0.05))


def is_ours(process: psutil.Process, *, data: Path) -> bool:
    """Does it belong to this data folder? A reused process id never does."""
    with contextlib.suppress(psutil.Error, OSError):
        if process.environ().get(MARK) == str(data):
            return True
    with contextlib.suppress(psutil.Error, OSError):
        return process.name() in SERVERS and Path(process.cwd()).is_relative_to(data)
    return False


def sweep(data: Path) -> int:
    """End what a killed runner left behind. Only the holder of the folder's lock may call this."""
    left = [process for process in psutil.process_iter() if process.pid != os.getpid() and is_ours(process, data=data)]
    for process in left:
        with contextlib.suppress(psutil.Error):
            # Postgres waits for its clients on SIGTERM; SIGINT sends them home.
            process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
    _gone, stubborn = psutil.wait_procs(left, timeout=5)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=2)
    return len(left)
