"""Keeping a claimed message ours while something before its POST takes long."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.db import connection
from django.db.models.functions import Now

from inbox.models import Message, Status

TIME = timedelta(seconds=60)  # longer than all timeouts of a POST together
RENEW_EVERY = 20.0  # seconds


@contextmanager
def kept(message: Message) -> Iterator[None]:
    """Renew the lease for as long as the block runs. A worker that dies renews nothing, and the sweep takes it back."""
    if not message.media.exists():
        yield
        return
    over = Event()
    keeper = Thread(target=_keep, args=(message.pk, message.attempt, over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(message_id: int, attempt: int, over: Event) -> None:
    ours = Message.objects.filter(pk=message_id, attempt=attempt, status=Status.SENDING, post_began_at=None)
    try:
        while not over.wait(RENEW_EVERY):
            if not ours.update(lease_until=Now() + TIME):
                return
    finally:
        connection.close()
