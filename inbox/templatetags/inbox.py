"""How the inbox puts things into words."""

from datetime import datetime, timedelta

import phonenumbers
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.consent.limits import Limit
from inbox import blocking, services
from inbox.items import EPOCH
from inbox.models import Conversation, Message, Status
from inbox.queries import limits_of_row
from nxtchat import converter
from nxtchat.whatsapp.errors import Problem, explain

register = template.Library()
CHIP = timedelta(hours=4)  # from here on the row shows how long the window stays open
URGENT = timedelta(minutes=30)

SIGNS = {
    Status.QUEUED: "clock",
    Status.SENDING: "clock",
    Status.UNKNOWN: "question",
    Status.SENT: "tick",
    Status.DELIVERED: "ticks",
    Status.READ: "ticks",
    Status.PLAYED: "played",
    Status.FAILED: "danger",
    Status.CANCELLED: "close",
}

register.filter("may_retry", services.may_retry)
register.filter("at_whatsapp", blocking.in_words)
register.simple_tag(converter.path, name="voice_converter")  # without it, what is recorded could not be sent


@register.filter
def sign(status: str) -> str:
    return SIGNS[Status(status)] if status in SIGNS else "clock"


@register.filter
def status_word(status: str) -> str:
    return str(Status(status).label) if status in Status else ""


@register.filter
def phone(address: str) -> str:
    """A number as people write it; anything else as it is. For the eye only."""
    try:
        number = phonenumbers.parse(address)
    except phonenumbers.NumberParseException:
        return address
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@register.filter
def problem(message: Message) -> Problem:
    return explain(message.error_code)


@register.filter
def problem_title(message: Message) -> str:
    return str(explain(message.error_code).title)


@register.filter
def isolated(name: str) -> SafeString:
    """A name inside a sentence: whichever way it is written, the sentence around it keeps its order."""
    return format_html("<bdi>{}</bdi>", name)


@register.filter
def is_soon(at: datetime) -> bool:
    """Too soon to name the minute."""
    return at - timezone.now() < timedelta(minutes=1)


@register.filter
def sort_key(conversation: Conversation) -> str:
    """Sorts as text; the browser puts rows in place by it."""
    return f"{(conversation.last_message_at - EPOCH) // timedelta(microseconds=1):017d}-{conversation.pk:012d}"


@register.filter
def span(left: timedelta) -> str:
    """'50 min' or '3 h', rounded down, for small places."""
    minutes = max(0, int(left.total_seconds() // 60))
    return _("%(n)d h") % {"n": minutes // 60} if minutes >= 60 else _("%(n)d min") % {"n": minutes}


@register.filter
def time_left(conversation: Conversation) -> timedelta:
    closes = conversation.window_closes_at
    return max(timedelta(0), closes - Conversation.SAFETY - timezone.now()) if closes else timedelta(0)


@register.filter
def window_state(conversation: Conversation) -> str:
    """One of open, soon, urgent, closed: how loud the window is."""
    left = time_left(conversation)
    if not left:
        return "closed"
    return "urgent" if left <= URGENT else "soon" if left <= CHIP else "open"


@register.filter
def limit(row: Conversation) -> Limit | None:
    """The gravest of what limits writing to them."""
    return next(iter(limits_of_row(row)), None)


@register.filter
def spoken_row(conversation: Conversation, me: object) -> str:
    """The whole row as one sentence."""
    now, parts = timezone.now(), [conversation.contact.display_name]
    if unread := getattr(conversation, "unread", 0):
        parts.append(ngettext("%(n)d unread", "%(n)d unread", unread) % {"n": unread})
    if conversation.last_status == Status.FAILED:
        parts.append(_("last message not sent"))
    parts += [str(each.short) for each in limits_of_row(conversation)]
    if conversation.waiting_since:
        parts.append(_("waiting %(time)s") % {"time": _spoken(now - conversation.waiting_since)})
    if conversation.window_is_open:
        parts.append(_("window closes in %(time)s") % {"time": _spoken(time_left(conversation))})
    else:
        parts.append(_("window closed"))
    if conversation.assignee:
        name = _("you") if conversation.assignee == me else conversation.assignee.name
        parts.append(_("assigned to %(name)s") % {"name": name})
    else:
        parts.append(_("unassigned"))
    return ", ".join(parts)


def _spoken(length: timedelta) -> str:
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if (hours := minutes // 60) < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
