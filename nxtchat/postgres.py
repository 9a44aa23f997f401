"""Our connections to Postgres: they do something else while it is at work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from select import POLLIN, POLLOUT, poll
from typing import Any

import psycopg
from django.db import connection
from psycopg.abc import PQGen
from psycopg.waiting import Wait

Work = Callable[[], bool]  # does a little; False: nothing is left to do
EVENTS = {Wait.R: POLLIN, Wait.W: POLLOUT, Wait.RW: POLLIN | POLLOUT}


class Connection(psycopg.Connection[Any]):
    """Does something else as long as there is no answer. Who asked sees nothing of it."""

    work: Work | None = None  # Postgres has a core of its own, so this costs no time

    def wait[RV](self, gen: PQGen[RV], *args: Any, **kwargs: Any) -> RV:
        return super().wait(self._working(gen, self.work) if self.work else gen, *args, **kwargs)

    def _working[RV](self, gen: PQGen[RV], work: Work) -> PQGen[RV]:
        """Says what it waits for only when that has come, or when all is done."""
        sockets = poll()
        try:
            wanted = next(gen)
            while True:
                sockets.register(self.pgconn.socket, EVENTS[wanted])
                while not sockets.poll(0) and work():
                    pass
                wanted = gen.send((yield wanted))
        except StopIteration as end:
            return end.value


@contextmanager
def meanwhile(work: Work) -> Iterator[None]:
    """`work` must not raise, nor ask Postgres for anything."""
    connection.ensure_connection()
    attentive = connection.connection
    attentive.work = work
    try:
        yield
    finally:
        attentive.work = None


@contextmanager
def pipelined() -> Iterator[None]:
    """Statements are sent and not waited for. What went wrong with them shows at the end, and nothing after it ran."""
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield
