"""Which files the house consists of."""

import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("nxtchat", "inbox", "contacts", "templates_app", "campaigns", "webhooks", "privacy", "tests")
NOT_OURS = {"migrations", "vendor", "locale", "__pycache__", "node_modules"}


@cache
def _all() -> tuple[Path, ...]:
    """What git keeps, or would keep: leftovers that it ignores are nobody's business."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *ROOMS]
    answer = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    found = (ROOT / name for name in answer.stdout.splitlines())
    if answer.returncode:  # an unpacked archive
        found = (path for room in ROOMS for path in (ROOT / room).rglob("*"))
    return tuple(sorted(path for path in found if path.is_file()))


def files(*endings: str, rooms: tuple[str, ...] = ROOMS) -> Iterator[Path]:
    """The files we wrote, by ending, without migrations and what others wrote."""
    for path in _all():
        inside = path.relative_to(ROOT).parts
        if path.suffix in endings and inside[0] in rooms and not NOT_OURS.intersection(inside):
            yield path


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def none_of(problems: Iterable[str]) -> None:
    """Fail with every problem on a line of its own."""
    found = list(problems)
    assert not found, "\n" + "\n".join(found)
