"""Tables that people open in a spreadsheet, written row by row. Every cell is text, and none can run."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins with these for a formula
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
LONGEST = 32_767  # letters that Excel has room for in a cell
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_AROUND = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def safe(cell: str) -> str:
    """The cell as text: what could run is shown instead."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def pieces(rows: Iterable[Sequence[str]], *, kind: str) -> Iterator[bytes]:
    """The whole file, as it grows."""
    return _xlsx(rows) if kind == "xlsx" else _csv(rows)


def csv_start() -> str:
    return "\ufeff"  # without it Excel does not take the letters for UTF-8


def csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(map(safe, cells))
    return line.getvalue()


def _csv(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    yield csv_start().encode()
    for row in rows:
        yield csv_line(row).encode()


class _Growing(io.RawIOBase):
    """What the archive writes, until it is taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken


def _xlsx(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Nothing of it lies on a disk in between."""
    growing = _Growing()
    with zipfile.ZipFile(growing, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _AROUND.items():
            archive.writestr(name, _XML + content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for row in rows:
                sheet.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
                if taken := growing.taken():
                    yield taken
            sheet.write(b"</sheetData></worksheet>")
    yield growing.taken()


def _cell(cell: str) -> str:
    text = escape(_NOT_IN_XML.sub("", safe(cell))[:LONGEST])
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
