"""Nudges: the events that wait are found by query."""

from celery import shared_task

from webhooks import handling


@shared_task
def handle_waiting() -> None:
    handling.handle_waiting()


@shared_task
def settle_reports() -> None:
    handling.settle_reports()
