"""What stands on contacts and has to be asked or told, though contacts knows nothing of it.

Contacts are seen through conversations, and whose those are only the inbox knows. It says so when the program starts.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q

from contacts.models import Contact, Identity
from nxtchat.crypto import keyed_hash
from nxtchat.team.models import Agent


@dataclass(frozen=True, slots=True)
class Proof:
    """Something that a person wrote to us, by which they may have agreed to something."""

    message: int
    id: str  # as the address of a page names it
    at: datetime
    words: str


@dataclass(frozen=True)
class Above:
    seen_by: Callable[[Agent], list[Q]]  # which contacts the agent may know of: in parts, nobody is in two of them
    changed: Callable[[Contact], None]  # a contact looks different now: tell the browsers
    told: Callable[[Contact, Agent], list[dict[str, Any]]]  # how much was said with whom, as far as the agent may see
    take_turn: Callable[[], None]  # before two contacts become one or two again: nobody else moves conversations
    join: Callable[[int, int], list[Any]]  # what the second said is the first's now; how to take it apart again
    # What the person wrote, as far as the agent may see it; one with this id among it, if there is one.
    proofs: Callable[[Contact, Agent, str], list[Proof]]
    addresses: Callable[[Collection[int]], dict[int, str]]  # where these messages are to be seen
    block: Callable[[Contact], None]  # a contact was blocked, or is not any more: WhatsApp is told
    blocked: Callable[[Contact], list[str]]  # what it said to that, in words
    part: Callable[[int, int, list[Any]], None]  # the first's goes back to the second, as far as it was theirs


_above: Above | None = None
_erased: Callable[[Collection[str]], set[str]] | None = None


def stands(above: Above) -> None:
    """Called once, by the app that stands on this one."""
    global _above
    _above = above


def above() -> Above:
    """Nobody sees anybody before it is known who may."""
    if _above is None:
        raise ImproperlyConfigured("No app has said who may see which contacts.")
    return _above


def remembers_erased(among: Callable[[Collection[str]], set[str]]) -> None:
    """Called once, by the app that erases people: which of these fingerprints are of somebody who was erased?"""
    global _erased
    _erased = among


def erased(ids: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of (kind, value) that belong to somebody who was erased. Ask for every spelling of a number."""
    if _erased is None:
        return set()
    prints: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for kind, value in ids:
        prints[fingerprint(kind, value)].add((kind, value))
    return {one for each in _erased(prints) for one in prints[each]}


def fingerprint(kind: str, value: str) -> str:
    """What stays of an id when its person is erased; the same for WhatsApp's word for a number and for ours."""
    is_phone = kind in {Identity.Kind.WA_ID, Identity.Kind.PHONE}
    return keyed_hash("erased", f"{Identity.Kind.PHONE if is_phone else kind} {value}")
