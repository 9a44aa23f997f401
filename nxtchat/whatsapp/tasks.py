"""What ends by itself, looked for on the timetable."""

from celery import shared_task

from nxtchat.whatsapp import steering


@shared_task
def lift_lapsed() -> None:
    steering.lift_lapsed()
