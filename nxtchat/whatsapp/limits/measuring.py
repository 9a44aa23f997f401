"""How something to be said is measured: small questions about one object, each answered with the faults it finds.

All of them are generators: `yield from` passes the faults on, and what it returns is the inner part that was asked for.
They take any JSON whatever, since programs send any.
"""

import math
import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Object = dict[str, Any]
Faults = Iterator["Fault"]
DEEPEST = 20


@dataclass(frozen=True)
class Fault:
    """Something that WhatsApp would refuse: where it stands, why, and in words."""

    where: str  # "action.buttons.1.reply.title"
    code: str  # required, invalid, unknown, max_length, min_length, not_unique
    words: str
    limit: int | None = None
    found: int | None = None


def at(*steps: str | int) -> str:
    return ".".join(str(step) for step in steps if step != "")


def invalid(where: str, words: str) -> Fault:
    return Fault(where, "invalid", words)


def missing(where: str, what: str) -> Fault:
    return Fault(where, "required", _("%(what)s is missing.") % {"what": what})


def text(holder: Object, key: str, where: str, *, what: str, most: int, needed: bool = True) -> Faults:
    """Words that must be there, unless they need not, and not be too many."""
    place, value = at(where, key), holder.get(key)
    if value is None or value == "":
        if needed:
            yield missing(place, what)
    elif not isinstance(value, str):
        yield invalid(place, _("%(what)s must be a text.") % {"what": what})
    elif not value.strip():
        yield missing(place, what)
    elif len(value) > most:
        words = _("%(what)s may have %(limit)d characters; this one has %(found)d.")
        told = {"what": what, "limit": most, "found": len(value)}
        yield Fault(place, "max_length", words % told, limit=most, found=len(value))


def inner(holder: Object, key: str, where: str, *, what: str, needed: bool = True) -> Generator[Fault, None, Object]:
    """The object inside this one; an empty one where it is missing."""
    value = holder.get(key)
    if value is None:
        if needed:
            yield missing(at(where, key), what)
        return {}
    if not isinstance(value, dict):
        yield invalid(at(where, key), _("%(what)s must be an object.") % {"what": what})
        return {}
    return value


def entries(
    holder: Object, key: str, where: str, *, what: str, most: int, least: int = 1
) -> Generator[Fault, None, list[Object]]:
    """The objects listed here, if their number is right."""
    place, value = at(where, key), holder.get(key)
    if value is None and least == 0:
        return []
    if value is None:
        yield missing(place, what)
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        yield invalid(place, _("%(what)s must be a list of objects.") % {"what": what})
        return []
    yield from number(len(value), place, what=what, least=least, most=most)
    return value


def number(found: int, where: str, *, what: str, least: int, most: int) -> Faults:
    if not least <= found <= most:
        code, limit = ("max_length", most) if found > most else ("min_length", least)
        words = _("%(what)s: there may be %(least)d to %(most)d; here are %(found)d.")
        told = {"what": what, "least": least, "most": most, "found": found}
        yield Fault(where, code, words % told, limit=limit, found=found)


def only(holder: Object, keys: Iterable[str], where: str) -> Faults:
    """WhatsApp refuses a message for one key that it does not know."""
    for key in sorted(set(holder) - set(keys)):
        words = _("WhatsApp knows no “%(key)s” here.") % {"key": str(key)[:60]}
        yield Fault(at(where, str(key)[:60]), "unknown", words)


def choice(holder: Object, key: str, where: str, *, what: str, of: Iterable[str], needed: bool = True) -> Faults:
    value = holder.get(key)
    if value is None:
        if needed:
            yield missing(at(where, key), what)
    elif value not in list(of):
        words = _("%(what)s must be one of: %(choices)s.") % {"what": what, "choices": ", ".join(of)}
        yield invalid(at(where, key), words)


def yes_or_no(holder: Object, key: str, where: str, *, what: str) -> Faults:
    if not isinstance(holder.get(key, False), bool):
        yield invalid(at(where, key), _("%(what)s must be true or false.") % {"what": what})


def address(holder: Object, key: str, where: str, *, what: str, needed: bool = True) -> Faults:
    """A web address."""
    found = list(text(holder, key, where, what=what, most=2000, needed=needed))
    yield from found
    value = holder.get(key)
    if not found and value and not re.match(r"https?://[^\s/]+", value):
        yield invalid(at(where, key), _("%(what)s must begin with https:// or http://.") % {"what": what})


def not_twice(values: list[Any], where: str, *, what: str) -> Faults:
    said = [value for value in values if isinstance(value, str)]
    if len(set(said)) < len(said):
        yield Fault(where, "not_unique", _("%(what)s must differ from each other.") % {"what": what})


def carriable(value: Any, where: str = "", *, depth: int = 0) -> Faults:
    """Whatever it is: JSON that can be kept and sent."""
    if depth > DEEPEST:
        yield invalid(where, _("This is nested too deeply."))
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from carriable(key, where, depth=depth + 1)
            yield from carriable(held, at(where, str(key)[:60]), depth=depth + 1)
    elif isinstance(value, list):
        for place, held in enumerate(value):
            yield from carriable(held, at(where, place), depth=depth + 1)
    elif isinstance(value, str):
        if re.search("[\0\ud800-\udfff]", value):
            yield invalid(where, _("This has a character that cannot be sent."))
    elif isinstance(value, float) and not math.isfinite(value):
        yield invalid(where, _("This is no number."))
