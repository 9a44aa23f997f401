"""Looking at Meta soon, once for everything that it tells of an account's templates within a few seconds."""

from functools import partial

from django.db import transaction
from redis.exceptions import RedisError

from nxtchat import redis
from nxtchat.whatsapp.models import Account
from templates_app import tasks

SOON = 5  # seconds


def look_on_commit(account: Account) -> None:
    transaction.on_commit(partial(_look, account.pk), robust=True)


def _look(account_id: int) -> None:
    """A look that is planned already comes after this news too."""
    try:
        is_first = redis.client().set(f"templates:look:{account_id}", "planned", nx=True, ex=SOON)
    except RedisError:
        is_first = True
    if is_first:
        tasks.sync_account.apply_async((account_id,), countdown=SOON + 1, queue="care")
