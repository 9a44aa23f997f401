"""A database of the bench's own, so that nobody's data is touched or in the way."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections


@contextmanager
def throwaway() -> Iterator[None]:
    """Everything inside talks to a fresh, migrated, empty database."""
    real = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(real, verbosity=0)
