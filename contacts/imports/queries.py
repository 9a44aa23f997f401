"""What the pages of an import show."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contacts.fields import shown
from contacts.imports import columns
from contacts.imports.planning import CHANGED, Plan, plan
from contacts.imports.reading import reader
from contacts.models import Contact, Field, Identity, Import, ImportRow
from contacts.problems import WORDS

PAGE = 20
NAMES = {"name": _("Name"), "language": _("Language")}


@dataclass(frozen=True)
class Cell:
    index: int
    header: str
    value: str
    is_wrong: bool


@dataclass(frozen=True)
class Shown:
    """A row as it can be read, and typed anew."""

    line: int
    cells: list[Cell]
    why: Any
    is_fixed: bool


@dataclass(frozen=True)
class Rows:
    rows: list[Shown]
    after: int | None  # ask for those behind this line


@dataclass(frozen=True)
class Example:
    """Somebody on file whom a row would change."""

    contact: Contact
    changes: list[tuple[Any, str, str]]  # what, before, after


def rows(kept: Import, outcome: str, *, after: int = 0) -> Rows:
    found = list(kept.rows.filter(outcome=outcome, line__gt=after).order_by("line")[: PAGE + 1])
    shown = [show(kept, row) for row in found[:PAGE]]
    return Rows(shown, found[PAGE - 1].line if len(found) > PAGE else None)


def show(kept: Import, row: ImportRow) -> Shown:
    """Only the columns that are imported."""
    used = [index for index, target in enumerate(kept.columns) if target != columns.IGNORE]
    if row.why == "too_many_cells":
        used = list(range(max(len(row.cells), len(kept.headers))))
    cells = [
        Cell(
            index,
            kept.headers[index] if index < len(kept.headers) else str(index + 1),
            row.cells[index] if index < len(row.cells) else "",
            index == row.column,
        )
        for index in used
    ]
    return Shown(row.line, cells, WORDS.get(row.why, ""), row.is_fixed)


def typed(kept: Import, row: ImportRow, said: dict[str, str]) -> list[str]:
    """The cells of a row, with what somebody typed in their place."""
    width = max(len(kept.headers), len(row.cells))
    cells = list(row.cells) + [""] * (width - len(row.cells))
    return [said.get(f"cell_{index}", cell) for index, cell in enumerate(cells)]


def examples(kept: Import, doubles: str, *, most: int = 5) -> list[Example]:
    """Some of the people on file whose row says something else, and what this choice would do to them."""
    read = reader(kept.columns, country=kept.country)
    differing = kept.rows.filter(outcome=ImportRow.Outcome.DIFFERS).order_by("line")
    kept.doubles = doubles
    with connection.cursor() as cursor:
        plans = plan(cursor, kept, [read(row.line, row.cells) for row in differing])
    changed = [one for one in plans if one.outcome == CHANGED][:most]
    people = Contact.objects.prefetch_related("identities").in_bulk([one.contact for one in changed])
    fields = {field.slot: field for field in Field.objects.all()}
    return [Example(people[one.contact], _changes(one, fields)) for one in changed if one.contact in people]


def _changes(one: Plan, fields: dict[str, Field]) -> list[tuple[Any, str, str]]:
    said: list[tuple[Any, str, str]] = [(NAMES[name], before, after) for name, (before, after) in one.values.items()]
    for slot, (before, after) in one.fields.items():
        field = fields[slot]
        said.append((field.name, "" if before is None else shown(field, before), shown(field, after)))
    said += [
        (word, "", ", ".join(more)) for word, more in ((_("Labels"), one.labels), (_("Groups"), one.groups)) if more
    ]
    said += [(Identity.Kind(kind).label, "", value) for _scope, kind, value in one.ids]
    if one.consents:
        said.append((_("Agreement"), "", str(_("noted"))))
    return said


def kept_people(kept: Import, *, most: int = 50) -> QuerySet[Contact]:
    """Those who stayed when it was undone, because something had happened with them."""
    found = Contact.objects.filter(import_changes__in=kept.changes.filter(is_kept=True))
    return found.order_by("pk").prefetch_related("identities")[:most]
