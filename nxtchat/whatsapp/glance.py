"""How a number is doing, from what we know already: Meta is not asked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nxtchat.whatsapp import alarm_words, circuit
from nxtchat.whatsapp.checkup import State
from nxtchat.whatsapp.models import Number


@dataclass(frozen=True)
class Glance:
    state: State
    words: str


def glance(number: Number) -> Glance:
    """The worst first."""
    if number.account.has_lost_keys:
        return Glance(State.FAIL, _("The keys kept here cannot be read. Enter the app secret and the token anew."))
    if number.stopped_at:
        return Glance(State.FAIL, _("Sending is stopped. %(why)s") % {"why": circuit.why_stopped(number)})
    if not circuit.is_open(number):
        return Glance(State.FAIL, _("WhatsApp says: %(status)s.") % {"status": number.status})
    if not number.account.first_event_at:
        return Glance(State.WAIT, _("No message has arrived yet."))
    if notice := alarm_words.silence(number):
        return Glance(State.WARN, alarm_words.in_words(notice))
    if number.quality == "RED":
        return Glance(State.WARN, _("Many people blocked or reported this number."))
    if not number.first_reply_delivered_at:
        return Glance(State.WAIT, _("No answer of ours has arrived yet."))
    return Glance(State.OK, _("Works both ways."))
