import atexit

from django.apps import AppConfig
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper


class NxtChat(AppConfig):
    name = "nxtchat"
    verbose_name = "NxtChat"

    def ready(self) -> None:
        from nxtchat import celery, checks  # noqa: F401  (tasks and checks register themselves on import)

        atexit.register(_close_pools)


def _close_pools() -> None:
    """While threads can still be stopped: later, the interpreter waits twenty seconds for those of the pool."""
    for connection in connections.all():
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()
