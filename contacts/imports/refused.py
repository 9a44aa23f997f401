"""The rows that were not taken, as a file to be mended and brought again."""

from collections.abc import Iterator

from contacts.models import Import, ImportRow
from contacts.problems import WORDS
from contacts.sheets import csv_line, csv_start

WHY = "why"


def lines(kept: Import) -> Iterator[str]:
    """Text, row by row; the last column says why."""
    yield csv_start() + csv_line([*kept.headers, WHY])
    left = kept.rows.filter(outcome__in=[ImportRow.Outcome.REFUSED, ImportRow.Outcome.SKIPPED]).order_by("line")
    width = len(kept.headers)
    for row in left.iterator(chunk_size=1000):
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        yield csv_line([*cells, str(WORDS.get(row.why, ""))])
