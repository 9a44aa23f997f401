"""What becomes of a template, written down for its timeline."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from nxtchat.team.models import Agent
from nxtchat.whatsapp.told import keep
from templates_app import above
from templates_app.models import Event, Template

What = Event.What
COLUMNS = {
    "status": What.STATUS,
    "category": What.CATEGORY,
    "correct_category": What.ANNOUNCED,
    "quality": What.QUALITY,
}


def kept(template: Template, *, at: datetime, **told: Any) -> None:
    """Write down what a webhook told, and that it did, unless we knew. The caller holds a lock on the row."""
    before = Template(**{column: getattr(template, column) for column in ("pk", *COLUMNS)})
    keep(template, at=at, **told)
    write(differences(before, template, at=at))


def write(events: Iterable[Event]) -> None:
    """Write it into the timelines, and tell whoever plans to send these templates. The rows are changed already."""
    above.tell(Event.objects.bulk_create(events))


def differences(before: Template, now: Template, *, at: datetime | None = None) -> Iterator[Event]:
    """`before` has a key; `now` may be the same row as it will be."""
    for column, what in COLUMNS.items():
        was, is_now = getattr(before, column), getattr(now, column)
        if was == is_now or not is_now or (what == What.QUALITY and {was, is_now} <= {"", "UNKNOWN"}):
            continue
        if what == What.ANNOUNCED and is_now == now.category:
            continue
        event = Event(template_id=before.pk, what=what, word=is_now, before=was, **({"at": at} if at else {}))
        if what == What.STATUS:
            event.reason, event.advice = now.rejected_reason, now.advice
        yield event


def of_status(template: Template, status: str, *, by: Agent | None = None) -> Event:
    """`template` as it was."""
    return Event(template=template, what=What.STATUS, word=status, before=template.status, by=by)
