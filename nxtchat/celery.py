"""The Celery app, its queues, and the whole timetable as one table.

Postgres is the truth, a task is a nudge: every sweep below finds its work by query, so an emptied Redis loses nothing.
"""

import os

from celery import Celery, signals
from django.conf import settings

from nxtchat import stopping

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nxtchat.settings")

QUEUES = ("live", "events", "media", "bulk", "care")  # in the order a small worker looks at them

# name: (task, seconds between two runs, queue)
TIMETABLE = {
    "handle waiting events": ("webhooks.tasks.handle_waiting", 2, "events"),
    "settle reports that crossed": ("webhooks.tasks.settle_reports", 10, "events"),
    "notice what stays away or fails": ("webhooks.tasks.watch", 60, "care"),
    "forget raw events that are done": ("webhooks.tasks.forget_events", 600, "care"),
    "forget old counts and readings": ("webhooks.tasks.forget", 3600, "care"),
    "deliver overdue messages": ("inbox.tasks.sweep", 5, "live"),
    "fetch files that wait": ("inbox.tasks.sweep_media", 10, "media"),
    "remove files that nobody said": ("inbox.tasks.tidy_media", 600, "care"),
    "tell WhatsApp whom we block": ("inbox.tasks.sweep_blocks", 30, "care"),
    "note what refusals say of people": ("inbox.tasks.note_missed_opt_outs", 60, "care"),
    "go on with imports": ("contacts.tasks.sweep_imports", 10, "bulk"),
    "forget imports that are over": ("contacts.tasks.tidy_imports", 600, "care"),
    "go on with what is done to many contacts": ("contacts.tasks.sweep_actions", 30, "bulk"),
    "see which countries numbers are of": ("contacts.tasks.place_contacts", 30, "care"),
    "keep an index for each field": ("contacts.tasks.index_fields", 3600, "care"),
    "notice contacts that may be one person": ("contacts.tasks.notice_doubles", 3600, "care"),
    "go on with campaigns": ("campaigns.tasks.sweep", 5, "bulk"),
    "add up what became of campaigns": ("campaigns.tasks.tidy", 60, "care"),
    "read the templates": ("templates_app.tasks.sync_all", 3600, "care"),
    "lift restrictions that are over": ("nxtchat.whatsapp.tasks.lift_lapsed", 300, "care"),
    "forget old sessions and links": ("nxtchat.team.tasks.forget_expired", 3600, "care"),
    "note that the timetable runs": ("nxtchat.tasks.beat", 5, "live"),
}

# Tasks that somebody else nudges, where they are not `live`.
ELSEWHERE = {
    "contacts.tasks.work_on_import": "bulk",
    "inbox.tasks.send_waiting": "bulk",
    "inbox.tasks.fetch_media": "media",
    "contacts.tasks.act": "bulk",
    "campaigns.tasks.prepare": "bulk",
    "campaigns.tasks.send": "bulk",
}

app = Celery("nxtchat")
app.config_from_object(settings.CELERY)
app.conf.beat_schedule = {
    name: {"task": task, "schedule": seconds, "options": {"queue": queue, "expires": max(seconds * 5, 10)}}
    for name, (task, seconds, queue) in TIMETABLE.items()
}
queues = ELSEWHERE | {task: queue for task, _seconds, queue in TIMETABLE.values()}
app.conf.task_routes = {task: {"queue": queue} for task, queue in queues.items()}
app.autodiscover_tasks()


@signals.setup_logging.connect
def _leave_logging_to_django(**_given) -> None:
    """With a receiver here Celery adds no handlers of its own; see nxtchat/logs.py."""


@signals.worker_shutting_down.connect
def _begin_nothing_more(**_given) -> None:
    """SIGTERM came: running tasks may finish, and those that would go on for a while look at this."""
    stopping.asked.set()
