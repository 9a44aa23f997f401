"""Rows of an Excel file, read as a stream. Nothing in it is run, followed or unpacked beyond reason."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

LARGEST_PART = 400 * 1024 * 1024  # unpacked; 500,000 rows of ten columns need half of it
LARGEST_STRINGS = 100 * 1024 * 1024  # the table of texts, which is held in memory
MOST_TIMES = 200  # larger than packed; what people type packs to a tenth
MOST_PARTS = 2_000
SMALL = 1024 * 1024  # what is no larger may pack as well as it likes


class NoSpreadsheet(Exception):
    """It is no Excel file, or one that unpacks to far more than people type."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def rows(file: BinaryIO) -> Iterator[list[str]]:
    """The cells of the first sheet as text, empty rows included."""
    _check_parts(file)
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False, keep_vba=False)
        try:
            if not book.worksheets:
                raise NoSpreadsheet("no_sheet")
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write wrong ones
            for row in sheet.iter_rows(values_only=True):
                yield [text(value) for value in row]
        finally:
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, ValueError, IndexError, EOFError) as error:
        raise NoSpreadsheet("no_spreadsheet") from error


def text(value: Any) -> str:
    """A cell as a person reads it. Excel keeps numbers as fractions, even those that are names."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)


def _check_parts(file: BinaryIO) -> None:
    """By what its own table of contents says; the reader stops at those sizes anyway."""
    try:
        parts = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, EOFError) as error:
        raise NoSpreadsheet("no_spreadsheet") from error
    for part in parts:
        limit = LARGEST_STRINGS if part.filename.endswith("sharedStrings.xml") else LARGEST_PART
        is_bomb = part.file_size > SMALL and part.file_size > MOST_TIMES * max(part.compress_size, 1)
        if part.file_size > limit or is_bomb:
            raise NoSpreadsheet("bomb")
    if len(parts) > MOST_PARTS:
        raise NoSpreadsheet("bomb")
