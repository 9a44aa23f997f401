"""Connections to Postgres that outlive requests, and what becomes of them when it restarts."""

from django.db import connections
from psycopg import Connection
from psycopg_pool import ConnectionPool

from nxtchat import postgres


def check(connection: Connection) -> None:
    """Refuse a connection that died while it lay in the pool, and with it all that lie there.

    Postgres that restarts kills them all at once. The pool would find the dead one by one and wait twice as long
    after each: half a dozen are enough for somebody's request to fail although Postgres is long back.
    """
    try:
        ConnectionPool.check_connection(connection)
    except Exception:
        connections["default"].pool.drain()  # type: ignore[attr-defined]
        raise


POOL = {"min_size": 0, "max_size": 12, "timeout": 10, "check": check, "connection_class": postgres.Connection}
