"""Templates change at Meta without our doing; we look every hour."""

from celery import shared_task

from templates_app import syncing


@shared_task(acks_late=True)
def sync_all() -> None:
    syncing.sync_all()


@shared_task(acks_late=True)
def sync_account(account_id: int) -> None:
    syncing.sync_one(account_id)
