"""The language that somebody is written to in, as WhatsApp calls it."""

import re

from contacts.problems import Problem

_CODE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}))?", re.IGNORECASE)


def code(written: str) -> str:
    """Such as pt or pt_BR; Problem if it is none."""
    found = _CODE.fullmatch(written)
    if not found:
        raise Problem("language")
    return found[1].lower() + (f"_{found[2].upper()}" if found[2] else "")
