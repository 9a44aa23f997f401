"""One condition, as it stands in an address and in a segment; and the kinds of them, to which apps above add theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise
Choices = list[tuple[str, str]]


class Wrong(ValueError):
    """The condition cannot be meant, and why."""


@dataclass(frozen=True)
class Condition:
    kind: str
    op: str
    value: str = ""

    @classmethod
    def read(cls, token: str) -> "Condition":
        """From `label.is.3`; the inverse of `token`."""
        kind, _dot, rest = token.partition(".")
        op, _dot, value = rest.partition(".")
        return cls(kind, op, value)

    @property
    def token(self) -> str:
        return f"{self.kind}.{self.op}.{self.value}"

    @property
    def stored(self) -> dict[str, str]:
        return {"kind": self.kind, "op": self.op, "value": self.value}


@dataclass(frozen=True)
class Op:
    """One way of asking: its words, and what is asked for beside them."""

    words: Words
    control: str = "select"  # select, text, number, date, or none


@dataclass(frozen=True)
class Kind:
    """What can be asked of people, and how an answer is found."""

    label: Words
    ops: dict[str, Op]
    clean: Callable[[str, str], str]  # (op, value) → the value as it is kept; Wrong if it cannot be
    query: Callable[[str, str], Q]  # (op, clean value) → the contacts of whom it is true
    words: Callable[[str, str], str]  # (op, clean value) → the value in words
    choices: Callable[[], Choices] | None = None

    @property
    def control(self) -> str:
        """What a form shows beside the ways of asking."""
        return next(iter(self.ops.values())).control


_kinds: dict[str, Kind] = {}
_families: dict[str, Callable[[str], Kind]] = {}  # "field" → what makes the kind of "field:7"
_members: dict[str, Callable[[], dict[str, Kind]]] = {}


def register(key: str, kind: Kind) -> None:
    """Called once for each kind: by the kinds of contacts, and by apps that stand above, when the program starts."""
    _kinds[key] = kind


def register_family(key: str, make: Callable[[str], Kind], members: Callable[[], dict[str, Kind]]) -> None:
    """Kinds that come and go with rows, such as fields: `make` raises Wrong for one that is not there."""
    _families[key] = make
    _members[key] = members


def kind(key: str) -> Kind:
    if found := _kinds.get(key):
        return found
    family, _colon, member = key.partition(":")
    if family in _families:
        return _families[family](member)
    raise Wrong(_("Nobody knows conditions about “%(kind)s”.") % {"kind": key[:40]})


def kinds() -> dict[str, Kind]:
    """All there are now, by their keys."""
    made = {f"{family}:{member}": kind for family, all_of in _members.items() for member, kind in all_of().items()}
    return _kinds | made


def clean(condition: Condition) -> Condition:
    """The same condition as it is kept; Wrong if it cannot be meant."""
    of = kind(condition.kind)
    op = of.ops.get(condition.op)
    if op is None:
        raise Wrong(_("This cannot be asked in this way: “%(op)s”.") % {"op": condition.op[:40]})
    value = condition.value.replace("\0", "").strip()
    if op.control == "none":
        return Condition(condition.kind, condition.op)
    if not value:
        raise Wrong(_("Say what it is compared with."))
    return Condition(condition.kind, condition.op, of.clean(condition.op, value))


def query(condition: Condition) -> Q:
    return kind(condition.kind).query(condition.op, condition.value)


def in_words(condition: Condition) -> str:
    of = kind(condition.kind)
    op = of.ops[condition.op]
    value = "" if op.control == "none" else of.words(condition.op, condition.value)
    return " ".join(filter(None, (str(of.label), str(op.words), value)))


def from_stored(rows: Any) -> list[Condition]:
    """From JSON; Wrong if it has another shape."""
    if not isinstance(rows, list):
        raise Wrong(_("Conditions are a list."))
    found = []
    for row in rows:
        if not isinstance(row, dict) or not set(row) <= {"kind", "op", "value"}:
            raise Wrong(_("A condition has a kind, an op and a value."))
        values = [row.get("kind"), row.get("op"), row.get("value", "")]
        if not all(isinstance(value, str) for value in values[:2]) or not isinstance(values[2], str | int | float):
            raise Wrong(_("A condition has a kind, an op and a value."))
        found.append(Condition(*map(str, values)))
    return found
