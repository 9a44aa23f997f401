"""The rows that were not taken, as a file to be mended and brought again."""

import csv
from collections.abc import Iterator

from contacts.imports.problems import WORDS
from contacts.models import Import, ImportRow
from contacts.sheets import safe

WHY = "why"


class _Echo:
    def write(self, text: str) -> str:
        return text


def lines(kept: Import) -> Iterator[str]:
    """Text, row by row; the last column says why."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([*map(safe, kept.headers), WHY])
    left = kept.rows.filter(outcome__in=[ImportRow.Outcome.REFUSED, ImportRow.Outcome.SKIPPED]).order_by("line")
    width = len(kept.headers)
    for row in left.iterator(chunk_size=1000):
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        yield writer.writerow([*map(safe, cells), str(WORDS.get(row.why, ""))])
