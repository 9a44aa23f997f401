"""What stands on the inbox and has to be told, though the inbox knows nothing of it.

Campaigns keep their own account of what became of each message. They say so when the program starts.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

Listener = Callable[[Collection[int]], None]


@dataclass(frozen=True)
class Above:
    """Both are called with ids of messages, in the transaction that wrote them, their conversations locked."""

    moved: Listener  # messages of ours whose status or times changed
    heard: Listener  # customers said these


_above: list[Above] = []


def stands(above: Above) -> None:
    """Called once, by an app that stands on this one."""
    if above not in _above:
        _above.append(above)


def moved(messages: Collection[int]) -> None:
    for one in _above if messages else ():
        one.moved(messages)


def heard(messages: Collection[int]) -> None:
    for one in _above if messages else ():
        one.heard(messages)
