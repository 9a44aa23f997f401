"""The line above every page when something keeps the team from working: admins read what it is, agents that it is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from inbox import access
from nxtchat.team.models import Agent
from nxtchat.whatsapp import circuit, notices
from nxtchat.whatsapp.models import Notice
from nxtchat.whatsapp.notices_words import in_words


@dataclass(frozen=True)
class Banner:
    words: str
    about: str  # which number or account
    url: str = ""
    more: int = 0  # notices like it


def banner(agent: Agent) -> Banner | None:
    """The worst there is for this person; nothing is told of numbers that they do not see."""
    if agent.may("numbers.manage"):
        pressing = list(notices.standing().filter(weight=Notice.Weight.DANGER))
        if pressing:
            first = pressing[0]
            url = reverse("whatsapp:notices")
            return Banner(in_words(first).title, str(first.number or first.account), url, len(pressing) - 1)
    stopped = access.numbers(agent).exclude(stopped_at=None).select_related("account").order_by("pk").first()
    if stopped is None:
        return None
    if agent.may("numbers.manage"):
        why = _("Sending is stopped. %(why)s") % {"why": circuit.why_stopped(stopped)}
        return Banner(why, str(stopped), reverse("whatsapp:number", args=[stopped.pk]))
    if not agent.may("conversations.reply"):
        return None
    return Banner(_("Nothing can be sent at the moment. What you write waits; the admins see why."), str(stopped))
