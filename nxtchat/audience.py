"""Who may hear of what has changed: told from below to whoever keeps pages open above.

The team decides about it, but knows nothing of the live stream; the inbox hangs in what has to be done.
"""

from collections.abc import Callable

_tells: list[Callable[[], None]] = []


def on_change(tell: Callable[[], None]) -> None:
    """Called when the program starts, by an app that has open pages asked again."""
    _tells.append(tell)


def changed() -> None:
    """Somebody may see more or less than before. Called in the transaction that makes it so."""
    for tell in _tells:
        tell()
