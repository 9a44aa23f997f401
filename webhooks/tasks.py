"""Nudges: the events that wait are found by query."""

from celery import shared_task
from django.utils import timezone

from webhooks import alarms, handling, hours, readings, retention


@shared_task
def handle_waiting() -> None:
    handling.handle_waiting()


@shared_task
def settle_reports() -> None:
    handling.settle_reports()


@shared_task
def watch() -> None:
    alarms.watch(now=timezone.now())


@shared_task
def forget_events() -> None:
    retention.forget(now=timezone.now())


@shared_task
def forget() -> None:
    hours.forget()
    readings.forget()
