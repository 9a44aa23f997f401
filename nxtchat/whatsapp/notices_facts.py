"""What stands in a notice, for people: limits, reasons, restrictions. A new word of Meta's is shown as it is."""

from datetime import UTC, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CATEGORY: dict[str, Promise] = {
    "MARKETING": gettext_lazy("Marketing"),
    "UTILITY": gettext_lazy("Utility"),
    "AUTHENTICATION": gettext_lazy("Sign-in codes"),
}
REASONS: dict[str, Promise] = {
    "ABUSIVE_CONTENT": gettext_lazy("Its words may hurt somebody."),
    "CATEGORY_NOT_AVAILABLE": gettext_lazy("This category is not offered to you."),
    "INCORRECT_CATEGORY": gettext_lazy("It belongs into another category."),
    "INVALID_FORMAT": gettext_lazy("A value or a part of it is not written as WhatsApp wants it."),
    "PROMOTIONAL": gettext_lazy("It advertises something, so it belongs into Marketing."),
    "SCAM": gettext_lazy("WhatsApp takes it for an attempt to deceive."),
    "TAG_CONTENT_MISMATCH": gettext_lazy("Its words are not in the language that it was made for."),
    "FIRST_PAUSE": gettext_lazy("It is paused for the first time, for three hours."),
    "SECOND_PAUSE": gettext_lazy("It is paused for the second time, for six hours. Next time it is disabled."),
    "RATE_LIMITING_PAUSE": gettext_lazy("Too much of it was sent before WhatsApp knew how people take it."),
}
RESTRICTIONS: dict[str, Promise] = {
    "RESTRICTED_ADD_PHONE_NUMBER_ACTION": gettext_lazy("adding numbers"),
    "RESTRICTED_BIZ_INITIATED_MESSAGING": gettext_lazy("writing to people first"),
    "RESTRICTED_CUSTOMER_INITIATED_MESSAGING": gettext_lazy("answering people"),
    "RESTRICTED_BIZ_INITIATED_CALLING": gettext_lazy("calling people"),
    "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING": gettext_lazy("calls"),
    "RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN": gettext_lazy("being called: the button is hidden"),
}
_TABLES = {"category": CATEGORY, "correct": CATEGORY, "before": CATEGORY, "reason": REASONS, "title": REASONS}


class Facts(dict[str, str]):
    """The facts of a notice in words; what was not told is left empty."""

    def __init__(self, facts: dict[str, Any]) -> None:
        super().__init__({name: _in_words(name, value) for name, value in facts.items()})

    def __missing__(self, name: str) -> str:
        return ""


def limit(tier: str) -> str:
    """TIER_10K is ten thousand people a day."""
    count = tier.removeprefix("TIER_")
    if count == "UNLIMITED":
        return _("any number of people a day")
    if count in {"", "NOT_SET"}:
        return _("not decided yet")
    return _("%(count)s people a day") % {"count": count.replace("K", "\u202f000")}


def _in_words(name: str, value: Any) -> str:
    if name in _TABLES:
        return str(_TABLES[name].get(value, value))
    if name in {"limit", "old"}:
        return limit(str(value))
    if name == "kinds":
        return ", ".join(str(RESTRICTIONS.get(kind, kind)) for kind in value)
    if name == "until":
        return date_format(datetime.fromtimestamp(value, UTC), "SHORT_DATE_FORMAT") if value else _("further notice")
    return str(value)
