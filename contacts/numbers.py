"""Phone numbers as they stand in files, and what is wrong with those that are none."""

import re
from functools import cache
from typing import Any

import phonenumbers

from contacts import spelling
from contacts.problems import Problem

_SHORTENED = re.compile(r"\d[.,]?\d*[eE]\+?\d+$")
_LIKE_A_NUMBER = re.compile(r"[\d\s().+/\u2010-\u2015\uff0b-]*$")
_INVISIBLE = dict.fromkeys([0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, 0xFEFF], "")
SHORTEST = 8


def digits(typed: str, *, country: str) -> str:
    """The number with its country's code, digits only; Problem says why there is none.

    Only its shape is looked at: WhatsApp has ids that no plan of numbers knows.
    """
    text = typed.translate(_INVISIBLE).removeprefix("'").removeprefix("tel:").removesuffix(".0").strip()
    if _SHORTENED.match(text):
        raise Problem("number_shortened")
    if not _LIKE_A_NUMBER.match(text):
        raise Problem("number_letters")
    if country and not text.startswith(("+", "\uff0b", "00")):
        number = _from(text, country)
    else:
        number = spelling.international(text)
    if len(number) < SHORTEST:
        raise Problem("number_length")
    if not any(int(number[:size]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE for size in (1, 2, 3)):
        raise Problem("number_country")
    return number


def _from(text: str, country: str) -> str:
    """Somebody left away the country's code, or only the plus before it."""
    code, longest = _plan(country)
    number = spelling.digits(text)
    if not (number.startswith(code) and len(number) > longest):
        found = spelling.international(text, country=country)
        if len(found.removeprefix(code)) <= longest + 1:  # WhatsApp's own digit comes to that
            return found
    return spelling.international(text)


@cache
def _plan(country: str) -> tuple[str, int]:
    """The country's code, and how many digits its numbers have at most, with the 0 that is dialled at home."""
    plan: Any = phonenumbers.PhoneMetadata.metadata_for_region(country)
    return str(plan.country_code), max(plan.general_desc.possible_length)
