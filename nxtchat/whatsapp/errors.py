"""The catalogue of Meta's errors: what each means to us, what helps, and whether we may ask again."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nxtchat.whatsapp.problems import WITH_A_MESSAGE
from nxtchat.whatsapp.problems_accounts import WITH_THE_ACCOUNT


class Action(StrEnum):
    """What we do about an error."""

    RETRY = "R"  # refused for now: ask again after a while, safely
    UNSURE = "U"  # passing, but the message may have gone out: never repeat a send blindly
    WAIT = "W"  # refused for a long time
    FIX = "F"  # somebody mends it, then sends again by hand
    NEVER = "N"  # not to this person, or not this content
    STOP = "A"  # the number cannot send at all: stop it and tell the admins


@dataclass(frozen=True)
class Problem:
    """An error in plain words, with its remedy."""

    code: int | None  # Meta's; None: it gave none
    title: str | Promise  # what happened
    remedy: str | Promise  # what helps
    button: str  # key of the button that helps: template, retry, set_up, … or none
    action: Action

    @property
    def retry_helps(self) -> bool:
        """Whether the same message, sent again, has a chance; elsewhere no retry is offered."""
        return self.action in _MAY_PASS or self.button == "retry" or self.code in _ONCE_MENDED


# What we refuse before WhatsApp hears of it, for which Meta has no code of its own; its codes are never below zero.
NO_CONSENT, OPTED_OUT, RESTRICTED, ERASED, NO_CONNECTION = -1, -2, -3, -4, -5

_MAY_PASS = {Action.RETRY, Action.UNSURE, Action.STOP}
_ONCE_MENDED = {
    131047,
    131030,
    130403,
    131048,
    NO_CONSENT,
    OPTED_OUT,
    RESTRICTED,
}  # the customer wrote, the recipient was allowed, some hours passed

# Exact codes stand after the ranges that hold them, so that they win.
CATALOGUE: dict[int, Problem] = {
    code: Problem(code, title, remedy, button, Action(action))
    for codes, action, title, remedy, button in (*WITH_A_MESSAGE, *WITH_THE_ACCOUNT)
    for code in codes
}


def explain(code: int | None, *, http_status: int = 0, is_transient: bool = False) -> Problem:
    """The entry of the catalogue, or for codes that nobody knows the safest reading of the answer."""
    if code in CATALOGUE:
        return CATALOGUE[code]
    if http_status >= 500 or http_status == 408 or 0 < http_status < 400 or is_transient:
        return Problem(code, _("WhatsApp has a problem."), _("Perhaps it was sent. Ask before you send it again."),
                       "retry", Action.UNSURE)  # fmt: skip
    if http_status == 429:
        return Problem(code, _("Sending too fast."), _("It is sent again by itself."), "", Action.RETRY)
    return Problem(code, _("WhatsApp refused this."), _("The details say why."), "retry", Action.FIX)
