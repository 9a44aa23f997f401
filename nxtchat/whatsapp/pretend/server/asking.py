"""Small questions about a body, with Meta's answers."""

from collections.abc import Iterable
from typing import Any

from nxtchat.whatsapp.pretend.server.errors import Refusal

Body = dict[str, Any]


def missing(name: str) -> Refusal:
    return Refusal(131008, f"Parameter '{name}' is missing")


def invalid(name: str, why: str) -> Refusal:
    return Refusal(131009, f"Parameter '{name}' {why}")


def at_most(value: Any, limit: int, name: str) -> None:
    if not isinstance(value, str):
        raise Refusal(100, f"Param {name} must be a string.")
    if len(value) > limit:
        raise Refusal(100, f"Param {name} must be at most {limit} characters long.")


def said(holder: Body, key: str, limit: int, name: str = "") -> None:
    """A text that must be there, and not be too long."""
    name = name or key
    if not isinstance(holder, dict) or not holder.get(key):
        raise missing(name)
    at_most(holder[key], limit, name)


def only(holder: Body, keys: Iterable[str], name: str) -> None:
    for key in holder:
        if key not in set(keys):
            raise Refusal(100, f'Unexpected key "{key}" on param "{name}".')


def inside(holder: Body, key: str, name: str) -> Body:
    """The object inside this one, which must be there."""
    if not isinstance(holder.get(key), dict) or not holder[key]:
        raise missing(name)
    return holder[key]


def listed(holder: Body, key: str, name: str, *, least: int, most: int) -> list[Body]:
    found = holder.get(key)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise missing(name)
    if not least <= len(found) <= most:
        raise invalid(name, f"must have {least} to {most} entries")
    return found


def one_of(holder: Body, key: str, values: Iterable[str], name: str) -> None:
    if holder.get(key) not in list(values):
        raise Refusal(100, f"Param {name} must be one of {{{', '.join(values).upper()}}}.")


def no_twins(values: list[str], name: str) -> None:
    if len(set(values)) < len(values):
        raise invalid("interactive['action']", f"has {name} that are not unique")
