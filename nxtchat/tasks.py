"""The one task of the ground floor."""

from celery import shared_task

from nxtchat import heartbeat


@shared_task
def beat() -> None:
    """That this runs at all shows both: the timetable asked for it, and a worker heard."""
    heartbeat.beat("timetable")
    heartbeat.beat("worker")
