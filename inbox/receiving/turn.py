"""One handler of events at a time, and nobody beside it who locks many conversations."""

from django.db import connection

LOCK = 7_301_001  # any number that nothing else in the project locks


def take_turn() -> bool:
    """Until the transaction ends. False: somebody else has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
