"""The rows that need somebody's eyes."""

from collections.abc import Sequence

import orjson
from django.db.backends.utils import CursorWrapper

from contacts.imports.planning import CHANGED, REFUSED, SKIPPED, Plan
from contacts.models import Import, ImportRow
from nxtchat.unnesting import columns

EXAMPLES = 20  # of people whose row differs from what is on file


def fixed(kept: Import, first: int, last: int) -> dict[int, list[str]]:
    """What somebody typed instead of these lines of the file."""
    rows = ImportRow.objects.filter(import_file=kept, is_fixed=True, line__range=(first, last))
    return dict(rows.values_list("line", "cells"))


def record(cursor: CursorWrapper, kept: Import, plans: Sequence[Plan]) -> None:
    rows = [
        (one.entry.line, orjson.dumps(one.entry.cells).decode(), one.outcome, one.why, one.entry.column)
        for one in plans
        if one.outcome in {REFUSED, SKIPPED}
    ]
    if kept.state == Import.State.CHECKING and (room := EXAMPLES - kept.counts.get(CHANGED, 0)) > 0:
        differing = [one for one in plans if one.outcome == CHANGED][:room]
        differs = ImportRow.Outcome.DIFFERS.value
        rows += [(one.entry.line, orjson.dumps(one.entry.cells).decode(), differs, "", None) for one in differing]
    if rows:
        cursor.execute(
            """INSERT INTO contacts_importrow (import_file_id, line, cells, outcome, why, "column", is_fixed)
               SELECT %s, line, cells::jsonb, outcome, why, "column", false
               FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::int[])
                   AS n(line, cells, outcome, why, "column")
               ON CONFLICT (import_file_id, line) DO UPDATE
               SET cells = excluded.cells, outcome = excluded.outcome, why = excluded.why,
                   "column" = excluded."column" """,
            [kept.pk, *columns(rows, width=5)],
        )
