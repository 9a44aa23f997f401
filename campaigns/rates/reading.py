"""Meta's rate card as rates: what each row says, and which rows say nothing that can be used.

Two files of Meta's are read: the card itself, with a column for each category, and that of the volume tiers, with a
row for each step. Above the names of the columns either may have lines of explanation.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from campaigns.models import Category
from campaigns.rates import markets
from contacts.imports import detecting

LARGEST = 2 * 1024 * 1024
MOST_ROWS = 20_000
DECIMALS = 6
CURRENCIES = {"$US": "USD", "US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "R$": "BRL"}
NO_PRICE = {"", "-", "\u2013", "\u2014", "n/a", "na", "none"}
TIERED = {Category.UTILITY, Category.AUTHENTICATION}
_COLUMNS = {category.value.replace("_", " "): category for category in Category}
_AFTER = {"from", "tier from", "volume tier from", "tier start", "start", "minimum", "min"}
_PRICE = {"rate", "price", "tier rate"}
_OF = {"category", "message type", "message category", "pricing category"}


class Unreadable(Exception):
    """It is no rate card. `reason` is a word of words.py."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Price:
    currency: str
    market: str
    category: Category
    micros: int
    after: int = 0


@dataclass(frozen=True)
class Refused:
    line: int
    text: str  # what stands there, for whoever has to find it
    reason: str  # a word of words.py


@dataclass
class Card:
    prices: list[Price] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    has_tiers: bool = False


Reader = Callable[[list[str]], Iterator[Price]]


class _Row(Exception):
    """This row cannot be used, for this reason."""


def read(file: BinaryIO) -> Card:
    """Every row becomes prices, or is refused with its reason; nothing is left out silently."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    text = data.decode(detecting.encoding(io.BytesIO(data)), errors="replace").replace("\0", "")
    delimiter = detecting.delimiter(text)
    rows = list(enumerate(_rows(text, delimiter), start=1))
    places = next(((line, found) for line, cells in rows[:50] if "market" in (found := _names(cells))), None)
    if places is None:
        raise Unreadable("no_market")
    top, names = places
    if "currency" not in names:
        raise Unreadable("no_currency")
    card, reader = Card(has_tiers="after" in names), _reader(names, comma_cuts=delimiter == ",")
    seen: dict[tuple[str, str, str, int], int] = {}
    for line, cells in rows[top:]:
        if any(cells):
            _take(card, line, cells, reader, seen)
    if not card.prices and not card.refused:
        raise Unreadable("nothing")
    return card


def _take(card: Card, line: int, cells: list[str], reader: Reader, seen: dict[tuple[str, str, str, int], int]) -> None:
    try:
        prices = list(reader(cells))
        for price in prices:
            key = (price.currency, price.market, price.category, price.after)
            if seen.setdefault(key, price.micros) != price.micros:
                raise _Row("twice")
    except _Row as problem:
        card.refused.append(Refused(line, " · ".join(filter(None, cells))[:200], str(problem)))
    else:
        card.prices += prices


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        for count, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            if count >= MOST_ROWS:
                raise Unreadable("too_large")
            yield [" ".join(cell.split()) for cell in cells]
    except csv.Error as error:
        raise Unreadable("no_market") from error


def _names(cells: Sequence[str]) -> dict[str, int]:
    """Where the columns stand, by our names for them."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        words = " ".join(re.findall(r"[a-z]+", cell.casefold()))
        known = _COLUMNS.get(words)
        if known:
            found.setdefault(known.value, index)
        for name, spellings in (("after", _AFTER), ("price", _PRICE), ("category", _OF)):
            if words in spellings:
                found.setdefault(name, index)
        if words in {"market", "currency"}:
            found.setdefault(words, index)
    return found


def _reader(names: dict[str, int], *, comma_cuts: bool) -> Reader:
    if "after" in names:
        if not {"price", "category"} <= names.keys():
            raise Unreadable("no_tier_columns")
        return lambda cells: _tier(cells, names, comma_cuts=comma_cuts)
    if not names.keys() & set(Category.values):
        raise Unreadable("no_category")
    return lambda cells: _prices(cells, names, comma_cuts=comma_cuts)


def _prices(cells: list[str], names: dict[str, int], *, comma_cuts: bool) -> Iterator[Price]:
    currency, market = _currency(_cell(cells, names["currency"])), _market(_cell(cells, names["market"]))
    told = {category: _cell(cells, names[category]) for category in Category if category in names}
    found = [
        Price(currency, market, category, _micros(cell, comma_cuts=comma_cuts))
        for category, cell in told.items()
        if cell.casefold() not in NO_PRICE
    ]
    if not found:
        raise _Row("no_price")
    yield from found


def _tier(cells: list[str], names: dict[str, int], *, comma_cuts: bool) -> Iterator[Price]:
    category = _COLUMNS.get(" ".join(re.findall(r"[a-z]+", _cell(cells, names["category"]).casefold())))
    if category not in TIERED:
        raise _Row("no_tiers_for_it")
    begins = _cell(cells, names["after"]).replace(",", "").replace(".", "").replace(" ", "")
    if not (begins.isascii() and begins.isdigit() and len(begins) < 16):
        raise _Row("no_number")
    yield Price(
        _currency(_cell(cells, names["currency"])),
        _market(_cell(cells, names["market"])),
        category,
        _micros(_cell(cells, names["price"]), comma_cuts=comma_cuts),
        after=max(int(begins) - 1, 0),  # "from 100,001": the 100,000 before it cost what they did
    )


def _cell(cells: list[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def _currency(cell: str) -> str:
    code = CURRENCIES.get(cell.upper(), cell.upper())
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise _Row("currency")
    return code


def _market(cell: str) -> str:
    found = markets.tidy(cell)
    if found is None:
        raise _Row("market")
    return found


def _micros(cell: str, *, comma_cuts: bool) -> int:
    """Exactly what stands there. A comma in a file cut by commas may be a thousand or a part: it is refused."""
    bare = re.sub(r"^[^\d,.\-]*|[^\d,.]*$", "", cell)
    if not comma_cuts:
        bare = bare.replace(",", ".")
    found = re.fullmatch(r"(\d{1,9})(?:\.(\d+))?", bare)
    if not found:
        raise _Row("no_price_in_it")
    parts = (found[2] or "").rstrip("0")
    if len(parts) > DECIMALS:
        raise _Row("too_exact")
    return int(found[1]) * 10**DECIMALS + int(parts.ljust(DECIMALS, "0"))
