"""What we keep about people, told from the privacy maps of all apps."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps

from nxtchat.privacy_map import Category, Declaration, NotPersonal, Personal, load, whom


@dataclass(frozen=True)
class Line:
    """One column, as the record of processing lists it."""

    table: str
    column: str
    declaration: Declaration

    def as_json(self) -> dict[str, str | bool]:
        entry = self.declaration
        if isinstance(entry, NotPersonal):
            return {"table": self.table, "column": self.column, "personal": False, "why": entry.why}
        return {
            "table": self.table,
            "column": self.column,
            "personal": True,
            "category": entry.category.value,
            "subject": entry.subject or "unlinked",
            "export": entry.export.value,
            "erase": entry.erase.value,
            "why": entry.why,
        }


def lines(declared: Mapping[str, Mapping[str, Declaration]] | None = None) -> list[Line]:
    """Every column of every table, in order."""
    return [
        Line(table, column, entry)
        for table, fields in sorted((declared or load()).items())
        for column, entry in fields.items()
    ]


def kept(person: str) -> list[Category]:
    """The kinds of data kept about a "contact" or an "agent", in the order of the privacy page."""
    there = {
        line.declaration.category
        for line in lines()
        if isinstance(line.declaration, Personal)
        and line.declaration.subject
        and whom(apps.get_model(line.table), line.declaration.subject) == person
    }
    return [category for category in Category if category in there]
