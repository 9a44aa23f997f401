"""What we notice by ourselves, in words: a number gone silent, events that wait or stay failed."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nxtchat.whatsapp.models import Notice, Number

SILENT, WAITING, FAILED, REFUSED = "number_silent", "events_waiting", "events_failed", "events_refused"


def silence(number: Number) -> Notice | None:
    """The alarm about this number that stands, whether or not somebody has put it away."""
    return standing(SILENT).filter(number=number).first()


def standing(code: str) -> QuerySet[Notice]:
    return Notice.objects.filter(code=code, over_at=None)


def in_words(notice: Notice) -> str:
    """One sentence; empty for a notice that is not one of these."""
    lasted = (notice.over_at or timezone.now()) - notice.at
    hours, minutes = int(lasted.total_seconds() // 3600), int(lasted.total_seconds() // 60)
    usual = notice.facts.get("usual", 0)
    if notice.code == SILENT and "usual" in notice.facts:
        return _("No event for %(hours)d h; normally %(usual)d in this hour.") % {"hours": hours, "usual": usual}
    if notice.code == SILENT:
        before = notice.facts.get("day_before", 0)
        return _("No event for %(hours)d h; on the day before there were %(before)d.") % {
            "hours": hours,
            "before": before,
        }
    if notice.code == WAITING:
        words = ngettext(
            "Events have been waiting for %(minutes)d minute.",
            "Events have been waiting for %(minutes)d minutes.",
            minutes,
        )
        return words % {"minutes": minutes}
    if notice.code == FAILED:
        return _("Events could not be handled, also not when they were tried again.")
    if notice.code == REFUSED:
        return _("What says that it is of this account is signed with another secret, so nothing of it is taken in.")
    return ""


def remedy(notice: Notice) -> str:
    if notice.code == SILENT:
        return _("See on the set-up page of the number whether WhatsApp still reaches us.")
    if notice.code == WAITING:
        return _("See whether a worker is running, and read what it says.")
    if notice.code == FAILED:
        return _("The page of events says where each failed. When that is mended, replay them.")
    if notice.code == REFUSED:
        return _(
            "If the app secret was changed at Meta, enter the new one in the set-up. Else somebody tries the door."
        )
    return ""
