"""List every column of the database and what it says about people."""

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from nxtchat.privacy_map import NotPersonal, columns, load, problems
from privacy import inventory


class Command(BaseCommand):
    help = (
        "List every column of the database: whom it is about, how it is exported and erased, or why it is not personal."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
        parser.add_argument("--personal", action="store_true", help="leave out what is not personal")

    def handle(self, *args, **options) -> None:
        found = inventory.lines()
        if options["personal"]:
            found = [line for line in found if not isinstance(line.declaration, NotPersonal)]
        if options["json"]:
            self.stdout.write(json.dumps([line.as_json() for line in found], indent=2))
        else:
            for line in found:
                self.stdout.write(_in_words(line))
        if wrong := problems(load(), columns()):
            raise CommandError("The privacy map is not whole:\n" + "\n".join(wrong))


def _in_words(line: inventory.Line) -> str:
    entry, place = line.declaration, f"{line.table}.{line.column}"
    if isinstance(entry, NotPersonal):
        return f"{place:<40} not personal: {entry.why}"
    about = entry.subject or "unlinked"
    return (
        f"{place:<40} {entry.category.value:<10} about {about}: {entry.export.label}; {entry.erase.label} when erased"
    )
