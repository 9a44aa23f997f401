"""The data folder: who may open it, what is remembered in it, and who uses it now."""

import contextlib
import fcntl
import hashlib
import json
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path


class InUse(SystemExit):
    """Another process works in this data folder."""


def prepare(data: Path) -> Path:
    """Make the folder, for its owner's eyes only, or say in one line why it cannot be used."""
    try:
        for folder in (data, *(data / name for name in ("run", "logs", "media", "static"))):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            owner = folder.stat().st_uid
            if owner != os.getuid():
                raise SystemExit(
                    f"{folder} belongs to user {owner}, not to you (user {os.getuid()}): "
                    "run as that user, or name a folder of your own: NXTCHAT_DATA=/path/to/folder"
                )
            folder.chmod(0o700)
    except OSError as error:
        raise SystemExit(
            f"The data folder cannot be used: {error.strerror}: {error.filename}. "
            "Name one that you may write to: NXTCHAT_DATA=/path/to/folder"
        ) from error
    return data


@contextlib.contextmanager
def claimed(data: Path, *, purpose: str) -> Iterator[None]:
    """One owner at a time. The kernel drops the lock with the process, however it ends."""
    with open(data / "lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise InUse(
                f"NxtChat is already running from {data} ({lock.read().strip() or 'just starting'}). "
                "Stop it with Ctrl-C in its terminal, or give this one its own: NXTCHAT_DATA=/path/to/folder"
            ) from None
        lock.truncate(0)
        lock.write(f"{purpose}, process {os.getpid()}")
        lock.flush()
        yield


@contextlib.contextmanager
def borrowed(data: Path) -> Iterator[None]:
    """While any command borrows the servers of a passing command, that one leaves them running."""
    with open(data / "run" / "borrowers", "a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def wait_for_borrowers(data: Path) -> None:
    with open(data / "run" / "borrowers", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)


def socket_folder(data: Path) -> Path:
    """A private folder whose path is short enough for a Unix socket, whatever the data folder is called."""
    name = hashlib.sha256(str(data).encode()).hexdigest()[:8]
    folder = Path(tempfile.gettempdir()) / f"nxtchat-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    if folder.is_symlink() or facts.st_uid != os.getuid() or facts.st_mode & 0o077:
        raise SystemExit(f"{folder} is not a private folder of yours: remove it and start again.")
    return folder


def write_private(path: Path, text: str) -> None:
    """Replace the file in one step; only its owner may read it."""
    fresh = path.with_name(f".{path.name}.new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)


def read_json(path: Path) -> dict:
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}


def port_is_free(port: int, *, host: str = "127.0.0.1") -> bool:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with contextlib.closing(socket.create_server((host, port), family=family)):
            return True
    except OSError:
        return False


def free_port() -> int:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return probe.getsockname()[1]


def remembered_port(data: Path, *, name: str) -> int:
    """The same port at every start, as long as nobody else took it."""
    path = data / "run" / "ports.json"
    ports = read_json(path)
    if not (ports.get(name) and port_is_free(ports[name])):
        ports[name] = free_port()
        write_private(path, json.dumps(ports))
    return ports[name]
