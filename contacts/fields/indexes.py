"""Each field has an index of its own kind over the values that contacts have, so that filters stay fast at a million.

They are not in the migrations, because the fields are not: what should be there is compared with what is, and the
difference is made good without locking anybody out. It may be asked for at any time, and twice.
"""

from django.db import connection

from contacts.fields import defining, finding
from contacts.models import Field

PREFIX = "contact_value_"


def bring_up_to_date() -> None:
    wanted = {f"{PREFIX}{field.slot}": field for field in Field.objects.all()}
    there = _there()
    for name in sorted(there):
        if name not in wanted:
            defining.forget_values(name.removeprefix(PREFIX))
        if name not in wanted or not there[name]:  # the making of it was broken off
            _run(f"DROP INDEX {_together()} IF EXISTS {name}")
            _run(f"DROP STATISTICS IF EXISTS {name}_spread")
    fresh = sorted(wanted.keys() - {name for name, is_valid in there.items() if is_valid})
    for name in fresh:
        over = finding.expression(wanted[name])
        _run(f"CREATE INDEX {_together()} IF NOT EXISTS {name} ON contacts_contact ({over}) WHERE {over} IS NOT NULL")
        # An index over some of the rows does not tell how many have which value.
        _run(f"CREATE STATISTICS IF NOT EXISTS {name}_spread ON {over} FROM contacts_contact")
    if fresh:
        _run("ANALYZE contacts_contact (fields)")


def _there() -> dict[str, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
               WHERE i.indrelid = 'contacts_contact'::regclass AND c.relname LIKE %s""",
            [PREFIX.replace("_", r"\_") + "%"],
        )
        return dict(cursor.fetchall())


def _together() -> str:
    """Beside whoever is writing; inside a transaction, as in a test, Postgres can only do it at once."""
    return "" if connection.in_atomic_block else "CONCURRENTLY"


def _run(statement: str) -> None:
    """Made of names and numbers of ours only."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
