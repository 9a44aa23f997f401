"""A file as rows of cells, whatever it is made of."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from contacts.imports import keeping, spreadsheets
from contacts.models import Import
from nxtchat.sealing import Damaged, Opened

MOST_ROWS = 500_000
MOST_COLUMNS = 100
LONGEST_CELL = 10_000


class Unreadable(Exception):
    """It cannot be read as a table. `reason` is a word of contacts/imports/words.py."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Line = tuple[int, list[str]]  # the number a spreadsheet shows beside the row, and its cells


def lines(kept: Import, *, after: int = 0) -> Iterator[Line]:
    """The rows with something in them, the header aside. `after`: so many of them are known already."""
    numbered = enumerate(_every(kept), 1)
    if kept.has_header:
        next(numbered, None)
    filled = (line for line in numbered if any(line[1]))
    for count, line in enumerate(islice(filled, after, None), after + 1):
        if count > MOST_ROWS:
            raise Unreadable("too_many_rows")
        yield line


def top(kept: Import, *, rows: int) -> list[list[str]]:
    """The first rows, the header among them."""
    return list(islice(_every(kept), rows))


def _every(kept: Import) -> Iterator[list[str]]:
    try:
        with keeping.opened(kept) as file:
            buffered = io.BufferedReader(file, 256 * 1024)
            if kept.format == Import.Format.XLSX:
                yield from map(_tidy, spreadsheets.rows(buffered))
            else:
                yield from map(_tidy, _text_rows(buffered, kept))
    except spreadsheets.NoSpreadsheet as error:
        raise Unreadable(error.reason) from error
    except csv.Error as error:
        raise Unreadable("quotes") from error
    except (OSError, Damaged) as error:
        raise Unreadable("gone") from error


def _text_rows(file: "io.BufferedReader[Opened]", kept: Import) -> Iterator[list[str]]:
    # What the letters do not fit is shown as a sign for it, so that a wrong guess is seen, not refused.
    with io.TextIOWrapper(file, encoding=kept.encoding, errors="replace", newline="") as text:
        yield from csv.reader(text, delimiter=kept.delimiter)


def _tidy(cells: list[str]) -> list[str]:
    if len(cells) > MOST_COLUMNS:
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Unreadable("too_many_columns")
    return [cell.replace("\0", "").strip()[:LONGEST_CELL] for cell in cells]
