"""What limits writing to somebody, in words: short for a list, and whole for whoever is about to write."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.consent.standing import FINAL, OPTED_OUT, Standing
from contacts.models import Mark, Purpose


@dataclass(frozen=True, slots=True)
class Limit:
    """`code`: a kind of mark, or that they opted out."""

    code: str
    short: str | Promise
    words: str | Promise  # and what is still allowed


SHORT = {
    Mark.Kind.ERASED: _("Being erased"),
    Mark.Kind.RESTRICTED: _("Restricted"),
    Mark.Kind.BLOCKED: _("Blocked"),
}
MINOR = Limit(
    Mark.Kind.MINOR.value,
    _("Perhaps under 18"),
    _("They get no offers or news. You may answer them, and write about an order, an appointment or an account."),
)
NO_MESSAGES = Limit(
    OPTED_OUT,
    _("Wants no messages"),
    _("You may answer what they write, for 24 hours. Templates are refused, but for codes to sign in."),
)
NO_OFFERS = Limit(
    OPTED_OUT,
    _("Wants no offers"),
    _("You may answer them, and write about an order, an appointment or an account. Offers and news are refused."),
)

ONLY_OFFERS = Limit(
    OPTED_OUT,
    _("Wants offers only"),
    _("You may answer what they write, for 24 hours. Word of an order, an appointment or an account is refused."),
)


def limits(standing: Standing) -> list[Limit]:
    """The gravest first; none for nearly everybody."""
    found = [Limit(kind.value, SHORT[kind], words) for kind, words in FINAL.items() if kind in standing.marks]
    if Mark.Kind.MINOR in standing.marks:
        found.append(MINOR)
    if standing.consents.get(Purpose.SERVICE) is False:
        found.append(ONLY_OFFERS if standing.consents.get(Purpose.MARKETING) else NO_MESSAGES)
    elif standing.consents.get(Purpose.MARKETING) is False:
        found.append(NO_OFFERS)
    return found
