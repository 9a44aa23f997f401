"""What a file seems to be. Every guess is shown and can be changed."""

import codecs
import csv
import io
from collections import Counter
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from contacts.imports.tables import MOST_COLUMNS

ENCODINGS = {
    "utf-8-sig": _("UTF-8 (most programs)"),
    "utf-16": _("UTF-16 (Excel: “Unicode text”)"),
    "utf-16-le": _("UTF-16, low byte first"),
    "utf-16-be": _("UTF-16, high byte first"),
    "windows-1252": _("Western Europe (Windows)"),
    "windows-1250": _("Central Europe (Windows)"),
    "windows-1251": _("Cyrillic (Windows)"),
    "windows-1253": _("Greek (Windows)"),
    "windows-1254": _("Turkish (Windows)"),
    "windows-1255": _("Hebrew (Windows)"),
    "windows-1256": _("Arabic (Windows)"),
    "mac-roman": _("Western Europe (old Macs)"),
    "cp850": _("Western Europe (DOS)"),
    "shift_jis": _("Japanese (Shift JIS)"),
    "gb18030": _("Chinese (GB 18030)"),
    "euc-kr": _("Korean (EUC-KR)"),
}
DELIMITERS = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Vertical line")}
ZIP = b"PK\x03\x04"
SAMPLE = 64 * 1024
PIECE = 256 * 1024


def is_spreadsheet(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(len(ZIP)) == ZIP


def encoding(file: BinaryIO) -> str:
    """By its first bytes; then whether all of it is UTF-8; then what Windows writes in most of the world."""
    file.seek(0)
    start = file.read(SAMPLE)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = max(len(start) // 2, 1)
    if start[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if start[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)
        while piece := file.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8-sig"


def beginning(file: BinaryIO, *, encoding: str) -> str:
    file.seek(0)
    text = io.TextIOWrapper(io.BytesIO(file.read(SAMPLE)), encoding=encoding, errors="replace", newline="").read()
    return text[: text.rfind("\n") + 1] or text


def delimiter(text: str) -> str:
    """What cuts most rows into the same number of columns; of two such, the one that makes more."""
    scores = {}
    for each in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=each) if row)
        except csv.Error:
            continue
        width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
        scores[each] = (1 < width <= MOST_COLUMNS, rows * min(width, 4), width)
    best = max(scores, key=lambda each: scores[each], default=",")
    return best if scores.get(best, (False,))[0] else ","


def has_header(rows: list[list[str]]) -> bool:
    """Names of columns differ from each other and hold no numbers."""
    if not rows:
        return False
    first = [cell for cell in rows[0] if cell]
    return len(set(first)) == len(first) > 0 and not any(_holds_data(cell) for cell in first)


def _holds_data(cell: str) -> bool:
    return sum(letter.isdecimal() for letter in cell) >= 5 or "@" in cell
