"""Signs of life of the processes that nobody looks at: the worker and the timetable."""

import time

from nxtchat.redis import client


def beat(name: str) -> None:
    """Say that `name` ("worker", "timetable") ran just now."""
    client().set(f"nxtchat:heartbeat:{name}", time.time())


def age(name: str) -> float | None:
    """Seconds since `name` last ran; None: never, as far as Redis remembers."""
    at = client().get(f"nxtchat:heartbeat:{name}")
    return None if at is None else max(0.0, time.time() - float(at))


if __name__ == "__main__":  # a container's health: python -m nxtchat.heartbeat worker
    import sys

    silence = age(sys.argv[1])
    sys.exit(0 if silence is not None and silence < 60 else 1)
