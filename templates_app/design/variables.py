"""The places of a text that are filled in later: {{1}}, {{first_name}}."""

import re

VARIABLE = re.compile(r"\{\{\s*([^{}\s]*)\s*\}\}")


def variables(text: str) -> list[str]:
    """Their names in the order in which they are first read."""
    return list(dict.fromkeys(VARIABLE.findall(text)))


def in_order(text: str, *, named: bool) -> list[str]:
    """As Meta wants the samples: numbers by their value, names as they are read."""
    found = variables(text)
    return found if named else sorted(found, key=_place)


def _place(name: str) -> tuple[bool, int]:
    """Numbers in their order, then what is none."""
    is_number = name.isascii() and name.isdecimal()
    return not is_number, int(name) if is_number else 0
