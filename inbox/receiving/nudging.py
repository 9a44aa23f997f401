"""Telling the workers that something is to be done."""

from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction


def nudge(task: str, *given: Any, queue: str) -> None:
    """Once this is committed. By its name, for what it does stands on this. Without Redis the sweep finds the rest."""
    transaction.on_commit(partial(current_app.send_task, task, given, queue=queue, retry=False), robust=True)
