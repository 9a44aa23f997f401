"""What fits into a field. Forms, files and programs all come through here, so a value on file is always of its kind.

A text is kept as it is, a number as a number, a date as "2026-11-25", a choice as its words, a yes or no as true or
false. None: nothing is known.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts.models import Field

Value = str | int | float | bool | None

LONGEST = 500  # characters: what an index takes
DIGITS = 15  # as many as any program reads without rounding

_YES = "yes y true t 1 x on sim s si sí ja oui हाँ हां जी نعم"
_NO = "no n false f 0 off não nao nein non नहीं لا"
_WORDS = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)
_DATE = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")


class Unfit(ValueError):
    """The value does not fit, and why, in words for whoever wrote it."""


@dataclass(frozen=True)
class Reading:
    """How a file or a form writes numbers and dates."""

    decimal: Literal[".", ",", ""] = ""  # empty: whichever cannot be meant otherwise
    dates: Literal["ymd", "dmy", "mdy", ""] = ""  # empty: the same


AS_WRITTEN = Reading()


def clean(field: Field, value: object, *, reading: Reading = AS_WRITTEN) -> Value:
    """The value as it is kept, from a text or from what JSON or a spreadsheet holds. Unfit says what is wrong."""
    if isinstance(value, str):
        value = value.replace("\0", "").strip()
    if value is None or value == "":
        return None
    return _CLEAN[Field.Kind(field.kind)](field, value, reading)


def _text(field: Field, value: object, reading: Reading) -> Value:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet makes 42.0 of a text that is 42
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        raise Unfit(gettext("This must be a text."))
    text = str(value)
    if len(text) > LONGEST:
        raise Unfit(gettext("This is too long: %(most)d characters at most.") % {"most": LONGEST})
    return text


def _number(field: Field, value: object, reading: Reading) -> Value:
    unfit = Unfit(gettext("“%(value)s” is not a number. Write it like 1234.5.") % {"value": _short(value)})
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise unfit
    try:
        number = Decimal(_plain_number(value, reading) if isinstance(value, str) else str(value))
    except InvalidOperation:
        raise unfit from None
    if not number.is_finite():
        raise unfit
    number = number.normalize()
    exponent = int(number.as_tuple().exponent)
    if len(number.as_tuple().digits) > DIGITS or abs(exponent) > DIGITS or abs(number) >= 10**DIGITS:
        raise Unfit(gettext("A number may have %(most)d digits.") % {"most": DIGITS})
    return int(number) if exponent >= 0 else float(number)


def _plain_number(text: str, reading: Reading) -> str:
    """Without what divides thousands, and with a point. “1,234” alone can be meant in two ways."""
    text = "".join(str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in text)
    text = re.sub(r"[\s\u00a0\u202f'_]", "", text).replace("\u2212", "-").replace("\u066b", ".").replace("\u066c", "")
    decimal = reading.decimal or _decimal_of(text)
    text = text.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text):
        raise InvalidOperation
    return text


def _decimal_of(text: str) -> str:
    point, comma = text.rfind("."), text.rfind(",")
    if point >= 0 and comma >= 0:
        return "." if point > comma else ","
    if text.count(",") == 1 and re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", text):
        raise Unfit(
            gettext("“%(value)s” can be meant in two ways. Write 1234 or 1.234, without a comma.") % {"value": text}
        )
    if comma >= 0:
        return "," if text.count(",") == 1 else "."
    return "," if text.count(".") > 1 else "."


def _date(field: Field, value: object, reading: Reading) -> Value:
    unfit = Unfit(gettext("“%(value)s” is not a date. Write it like 2026-12-31.") % {"value": _short(value)})
    if isinstance(value, datetime | date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    found = _DATE.fullmatch(re.sub(r"[T ]0?0:00(:00)?(\.0+)?Z?$", "", value)) if isinstance(value, str) else None
    if not found:
        raise unfit
    parts = [int(part) for part in found.groups()]
    if len(found[1]) == 4:
        orders: Sequence[str] = ["ymd"]
    elif len(found[3]) == 4:
        orders = [reading.dates] if reading.dates in {"dmy", "mdy"} else ["dmy", "mdy"]
    else:
        raise unfit
    meant = {day for order in orders if (day := _day(dict(zip(order, parts, strict=True))))}
    if not meant:
        raise unfit
    if len(meant) > 1:
        raise Unfit(
            gettext("“%(value)s” can be meant in two ways. Write it like 2026-12-31.") % {"value": _short(value)}
        )
    return meant.pop().isoformat()


def _day(parts: dict[str, int]) -> date | None:
    try:
        return date(parts["y"], parts["m"], parts["d"])
    except ValueError:
        return None


def _choice(field: Field, value: object, reading: Reading) -> Value:
    word = str(value).casefold()
    for choice in field.choices:
        if choice.casefold() == word:
            return choice
    raise Unfit(
        gettext("“%(value)s” is none of: %(choices)s.")
        % {"value": _short(value), "choices": ", ".join(map(str, field.choices))}
    )


def _yes_no(field: Field, value: object, reading: Reading) -> Value:
    if isinstance(value, bool):
        return value
    word = str(int(value) if isinstance(value, float) and value.is_integer() else value).casefold()
    words = _WORDS | {str(_("Yes")).casefold(): True, str(_("No")).casefold(): False}
    if word not in words:
        raise Unfit(gettext("“%(value)s” is neither yes nor no.") % {"value": _short(value)})
    return words[word]


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


_CLEAN = {
    Field.Kind.TEXT: _text,
    Field.Kind.NUMBER: _number,
    Field.Kind.DATE: _date,
    Field.Kind.CHOICE: _choice,
    Field.Kind.YES_NO: _yes_no,
}
