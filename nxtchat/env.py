"""What the operator may set from outside. Free of Django, so the local runner may use it too."""

import contextlib
import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


class BadSetting(SystemExit):
    """A setting that cannot be used, said in one line that names it."""


def text(name: str, default: str = "") -> str:
    """The value of NAME, or the content of the file that NAME_FILE names."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE cannot be read: {error.strerror}: {path}") from error
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise BadSetting(f"{name} must be a whole number, not {value!r}") from error


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name} must be yes or no, not {value!r}")


def host(url: str) -> str:
    """The host of an address as a browser names it, without the port; an IPv6 one keeps its brackets."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError as error:
        raise BadSetting(f"this is no address: {url!r}") from error
    return f"[{name}]" if ":" in name else name


def data_folder() -> Path:
    return Path(text("NXTCHAT_DATA", str(ROOT / "var"))).resolve()


def key(name: str) -> str:
    """A secret from the environment, or one made once and kept in the data folder for its owner only.

    Two processes starting together must agree, so the first to create the file wins.
    """
    if value := text(name):
        return value
    folder = data_folder() / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name.lower()
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(urlsafe_b64encode(secrets.token_bytes(32)).decode())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()
