"""A file in words: its size, how long it plays, and why it is not here."""

from datetime import timedelta

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inbox.models import Media

REASONS: dict[str, Promise] = {
    "too_large": gettext_lazy("It is larger than WhatsApp allows, so it was not kept."),
    "wrong_hash": gettext_lazy("It arrived damaged several times, so it was not kept. Ask for it again."),
    "bomb": gettext_lazy("It would grow without measure when opened, so it was not kept."),
}
HOLD_UPS: dict[str, Promise] = {
    "no_room": gettext_lazy("There is no room to store it; an admin has to make some."),
    "stopped": gettext_lazy("The number is stopped; it is fetched when an admin has mended it."),
}


def length(seconds: float | None) -> str:
    """'0:12', or nothing where nobody knows."""
    if not seconds:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def measure(file: Media) -> str:
    """'PDF · 120 KB'"""
    kind = file.mime.partition(";")[0].rpartition("/")[2]
    ending = file.filename.rpartition(".")[2] if "." in file.filename else kind
    known = ending.upper()[:12], filesizeformat(file.size) if file.size else ""
    return " · ".join(filter(None, known))


def absence(file: Media) -> str:
    """Why the file cannot be shown; nothing when it can."""
    if file.state == Media.State.STORED:
        return ""
    if file.state == Media.State.EXPIRED:
        return _("It was not fetched in time, and WhatsApp no longer has it. Ask for it again.")
    if file.state == Media.State.REFUSED:
        return str(REASONS.get(file.reason) or _("It could not be kept here."))
    return _waiting(file)


def _waiting(file: Media) -> str:
    words = " ".join(filter(None, (_("Not fetched yet."), str(HOLD_UPS.get(file.reason, "")))))
    if not file.meta_id_until:
        return words
    days = max(0, (file.meta_id_until - timezone.now()) // timedelta(days=1))
    if not days:
        left = _("Less than a day left to fetch it.")
    else:
        left = ngettext("%(n)d day left to fetch it.", "%(n)d days left to fetch it.", days) % {"n": days}
    return f"{words} {left}"
