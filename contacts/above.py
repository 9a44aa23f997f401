"""What stands on contacts and has to be asked or told, though contacts knows nothing of it.

Contacts are seen through conversations, and whose those are only the inbox knows. It says so when the program starts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q

from contacts.models import Contact
from nxtchat.team.models import Agent


@dataclass(frozen=True)
class Above:
    seen_by: Callable[[Agent], Q]  # which contacts the agent may know of
    changed: Callable[[Contact], None]  # a contact looks different now: tell the browsers


_above: Above | None = None


def stands(above: Above) -> None:
    """Called once, by the app that stands on this one."""
    global _above
    _above = above


def above() -> Above:
    """Nobody sees anybody before it is known who may."""
    if _above is None:
        raise ImproperlyConfigured("No app has said who may see which contacts.")
    return _above
