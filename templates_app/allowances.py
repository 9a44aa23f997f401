"""How often Meta lets a template be changed, and how many an account may make: known before it is asked."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from templates_app.design import Design
from templates_app.models import Draft, Event, Template
from templates_app.rules import Problem

CHANGEABLE = ("components", "category", "message_send_ttl_seconds")
EDITABLE = ("APPROVED", "REJECTED", "PAUSED")
A_DAY, EDITS_A_MONTH = timedelta(hours=24), 10
AN_HOUR, NEW_AN_HOUR = timedelta(hours=1), 100


def problems(draft: Draft, design: Design) -> Iterator[Problem]:
    if draft.template is None:
        yield from _of_new(draft)
        return
    template = draft.template
    if template.status not in EDITABLE:
        why = _("A template that is “%(status)s” cannot be changed.") % {"status": template.status_in_words}
        yield Problem("", why, _("Wait, or make a new one."))
    elif template.status == "APPROVED":
        if design.category != template.category:
            why = _("An approved template keeps its category.")
            yield Problem("category", why, _("Make a new one for another purpose."))
        yield from _of_approved(template)
    if design.named != template.is_named:
        why = _("A template keeps its way of writing variables.")
        yield Problem("named", why, _("Make a new one."))


def edits_left(template: Template) -> int | None:
    """How often an approved one may still be changed this month; None: as often as one likes."""
    return max(0, EDITS_A_MONTH - _edits(template, timedelta(days=30))) if template.status == "APPROVED" else None


def _of_approved(template: Template) -> Iterator[Problem]:
    if _edits(template, A_DAY):
        why = _("An approved template can be changed once in 24 hours, and this one was.")
        yield Problem("", why, _("Submit it tomorrow; the draft stays."))
    if edits_left(template) == 0:
        why = _("An approved template can be changed %(limit)d times in 30 days, and this one was.")
        yield Problem("", why % {"limit": EDITS_A_MONTH}, _("Wait, or make a new one."))


def _of_new(draft: Draft) -> Iterator[Problem]:
    new = Event.objects.filter(template__account=draft.account, what=Event.What.SUBMITTED)
    if new.filter(at__gt=timezone.now() - AN_HOUR).count() >= NEW_AN_HOUR:
        why = _("WhatsApp takes %(limit)d new templates an hour.") % {"limit": NEW_AN_HOUR}
        yield Problem("", why, _("Submit it in an hour; the draft stays."))


def _edits(template: Template, span: timedelta) -> int:
    """Those that counted: of what was approved."""
    edits = template.events.filter(what=Event.What.EDITED, word="APPROVED")
    return edits.filter(at__gt=timezone.now() - span).count()
