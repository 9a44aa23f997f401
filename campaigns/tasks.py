"""What the workers do for campaigns. A task is a nudge: the rows say what is to be done."""

from functools import partial

from celery import shared_task
from django.db import transaction

from campaigns import following, freezing, sending, starting, tallying, withdrawing

SWEEP_EVERY = 5  # seconds, as in the timetable


@shared_task(acks_late=True)
def prepare(campaign_id: int) -> None:
    if freezing.freeze(campaign_id):
        prepare.apply_async((campaign_id,))
    else:
        send.apply_async(expires=SWEEP_EVERY)


@shared_task(acks_late=True)
def send() -> None:
    if sending.send():
        send.apply_async(expires=SWEEP_EVERY)


@shared_task(acks_late=True)
def sweep() -> None:
    starting.start_due()
    for campaign in starting.unprepared():
        prepare.apply_async((campaign,), expires=SWEEP_EVERY)
    withdrawing.take_back()
    if lost := withdrawing.lost_sight_of():
        with transaction.atomic():
            following.follow(lost)
    for campaign in withdrawing.cancelled_with_people():
        withdrawing.withdraw_some(campaign)
    if starting.something_runs():
        send.apply_async(expires=SWEEP_EVERY)


@shared_task(acks_late=True)
def tidy() -> None:
    while tallying.put_together() > 1000:
        pass


def prepare_on_commit(campaign_id: int) -> None:
    """Nudge a worker. Without Redis nothing is lost: the sweep finds the campaign."""
    transaction.on_commit(partial(prepare.apply_async, (campaign_id,), retry=False), robust=True)
