"""A process of ours that dies at a named point when a file asks for it: python -m tests.crash.points MODULE ARGUMENT…

Nothing of this is in the product: before the program starts, its functions are wrapped here. A file in the folder
CRASH_POINTS that has the name of a point arms it; the first process that comes there takes the file away and kills
itself, as the kernel would when memory runs out. What asks for nothing runs as it would without us.
"""

import inspect
import json
import os
import runpy
import signal
import sys
import time
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

TAKING_BACK = "taking-back"  # what a worker left that died after its claim
# name: (module, function in it, whether before or after it)
DELIVERING = {
    "said-but-no-nudge": ("inbox.tasks", "deliver_on_commit", "before"),
    "said-but-not-answered": ("inbox.api.messages", "Messages.post", "after"),
    "chosen": ("inbox.delivery", "claim", "before"),
    "claimed": ("inbox.delivery", "claim", "after"),
    "begun": ("inbox.delivery", "begin", "after"),
    "answered": ("nxtchat.whatsapp.client", "Graph.send", "after"),
    "recording": ("inbox.settling", "_record", "after"),
    "recorded": ("inbox.settling", "record", "after"),
    "batch-claimed": ("inbox.sending", "choose", "after"),
    "batch-on-its-way": ("nxtchat.whatsapp.posting", "Poster.post", "after"),
    "batch-answered": ("inbox.settling", "endings_of", "after"),
    TAKING_BACK: ("inbox.sweeping", "_take_back", "before"),
}
RECEIVING = {
    "heard": ("webhooks.committer", "Committer._write", "before"),
    "kept": ("webhooks.committer", "Committer._write", "after"),
    "events-claimed": ("webhooks.claims", "fetch", "after"),
    "messages-applied": ("inbox.receiving", "receive", "after"),
    "reports-applied": ("inbox.receiving", "report", "after"),
    "events-settled": ("webhooks.claims", "settle", "after"),
    "events-committed": ("webhooks.handling", "handle_batch", "after"),
}
THINKING = "while-meta-thinks"  # not in our process: meta.py kills whoever waits for its answer
INSIDE = {**DELIVERING, **RECEIVING}
POINTS = (*INSIDE, THINKING)
# Whatever is said or told comes here; which of the others it meets depends on how busy the machine is.
SURE = ("said-but-no-nudge", "said-but-not-answered", THINKING, *RECEIVING)

# What a hurried run waits for less long: (module, names in it).
LEASE = 60.0  # seconds that a dead worker's message is left alone
PATIENCE = (
    ("nxtchat.whatsapp.wire", ("CONNECT", "WRITE", "READ", "WHOLE")),
    ("inbox.lease", ("TIME", "RENEW_EVERY")),
)


def arm(folder: Path, name: str) -> None:
    (folder / name).touch()


def disarm(folder: Path, name: str) -> bool:
    """Whether it was still armed."""
    try:
        (folder / name).unlink()
    except FileNotFoundError:
        return False
    return True


def note_death(folder: Path, name: str) -> None:
    with open(folder / "deaths.jsonl", "a") as deaths:
        deaths.write(json.dumps({"point": name, "pid": os.getpid(), "at": time.time()}) + "\n")


def die_if_asked(folder: Path, name: str) -> None:
    if disarm(folder, name):
        note_death(folder, name)
        os.kill(os.getpid(), signal.SIGKILL)


def wrap(folder: Path, name: str) -> None:
    """Put the point into the running program; a function that is not there any more is an error."""
    module, path, side = INSIDE[name]
    holder: Any = import_module(module)
    *outer, last = path.split(".")
    for part in outer:
        holder = getattr(holder, part)
    if not hasattr(holder, last):
        raise SystemExit(f"{module}.{path} is not there any more: give the point {name} in {__file__} another place.")
    setattr(holder, last, _mortal(getattr(holder, last), folder=folder, name=name, side=side))


def _mortal(inner: Callable[..., Any], *, folder: Path, name: str, side: str) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(inner):

        @wraps(inner)
        async def coroutine(*given: Any, **more: Any) -> Any:
            if side == "before":
                die_if_asked(folder, name)
            result = await inner(*given, **more)
            if side == "after":
                die_if_asked(folder, name)
            return result

        return coroutine

    @wraps(inner)
    def function(*given: Any, **more: Any) -> Any:
        if side == "before":
            die_if_asked(folder, name)
        result = inner(*given, **more)
        if side == "after" and _came_to_something(given, result):
            die_if_asked(folder, name)
        return result

    return function


def _came_to_something(given: tuple[Any, ...], result: Any) -> bool:
    """Not where there was nothing to do: an empty batch, or a claim that another worker was faster with."""
    return [] not in given and result not in (False, []) and getattr(result, "leaving", True) != []


def hurry(factor: float) -> None:
    """Shorter patience, in the same proportions, so that a run of seconds sees what takes minutes."""
    for module, names in PATIENCE:
        holder = import_module(module)
        for name in names:
            setattr(holder, name, getattr(holder, name) / factor)
    sweeping: Any = import_module("inbox.sweeping")
    sweeping.FEW = 3  # so that small piles leave in batches too
    patience: Any = import_module("nxtchat.whatsapp.patience")
    unhurried = patience._next

    def hurried(*given: Any) -> float | None:
        wait = unhurried(*given)
        return None if wait is None else wait / factor

    patience._next = hurried


def resend() -> None:
    """A fault made on purpose: silence is taken for "nothing was said", so the message goes out again."""
    endings: Any = import_module("inbox.endings")
    careful = endings.ending

    def careless(result: Any, *, tries: int) -> Any:
        ending = careful(result, tries=tries)
        return endings.not_begun(tries=tries) if ending.outcome == "unknown" else ending

    endings.ending = careless


def main(module: str, arguments: list[str]) -> None:
    import django

    django.setup()
    folder = Path(os.environ["CRASH_POINTS"])
    for name in INSIDE:
        wrap(folder, name)
    hurry(float(os.environ["CRASH_HURRY"]))
    if os.environ.get("CRASH_RESEND"):
        resend()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
