"""What the workers do for contacts. A task is a nudge: the row says what is to be done."""

from functools import partial

from celery import shared_task
from django.db import transaction

from contacts import placing
from contacts.actions import running
from contacts.fields import indexes
from contacts.imports import tidying, working
from contacts.merging import noticing

SWEEP_EVERY = 10  # seconds, as in the timetable


@shared_task(acks_late=True)
def work_on_import(import_id: int) -> None:
    if working.work(import_id):
        work_on_import.delay(import_id)


@shared_task(acks_late=True)
def sweep_imports() -> None:
    for import_id in working.waiting():
        work_on_import.apply_async((import_id,), expires=SWEEP_EVERY)


@shared_task(acks_late=True)
def tidy_imports() -> None:
    tidying.tidy()


@shared_task(acks_late=True)
def notice_doubles() -> None:
    noticing.notice()
    noticing.forget()


def work_on_commit(import_id: int) -> None:
    """Nudge a worker. Without Redis nothing is lost: the sweep finds the import."""
    transaction.on_commit(partial(work_on_import.apply_async, (import_id,), retry=False), robust=True)


@shared_task(acks_late=True)
def index_fields() -> None:
    indexes.bring_up_to_date()


def index_fields_on_commit() -> None:
    """Nudge a worker; the timetable comes by anyway."""
    transaction.on_commit(partial(index_fields.apply_async, retry=False), robust=True)


@shared_task(acks_late=True)
def act(action_id: int) -> None:
    if running.step(action_id):
        act.delay(action_id)


@shared_task(acks_late=True)
def sweep_actions() -> None:
    for action_id in running.stalled():
        act.delay(action_id)


@shared_task(acks_late=True)
def place_contacts() -> None:
    while placing.place_some():
        pass


def act_on_commit(action_id: int) -> None:
    """Nudge a worker. Without Redis nothing is lost: the sweep finds the action."""
    transaction.on_commit(partial(act.apply_async, (action_id,), retry=False), robust=True)
