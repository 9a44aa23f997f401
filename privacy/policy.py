"""The privacy policy of this installation. Whoever changes what it says gives it a new version and date."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nxtchat.privacy_map import Category
from privacy import inventory

VERSION = 1
SINCE = date(2026, 11, 22)


@dataclass(frozen=True)
class Told:
    """One kind of data, as it is explained to the person it is about."""

    title: str
    text: Promise


ABOUT_CUSTOMERS: dict[Category, Promise] = {
    Category.MESSAGES: _(
        "The messages you and we send each other, the notes our team makes about them, and the raw events in which "
        "WhatsApp brings them to us."
    ),
    Category.CONTACT: _(
        "Your number or WhatsApp id, the name you use on WhatsApp and the one we gave you, your labels, and when "
        "messages were sent, delivered and read."
    ),
    Category.CAMPAIGNS: _("Which of our announcements you were sent."),
    Category.USAGE: _("Which of us looked at your messages or answered them, and when."),
}
ABOUT_COLLEAGUES: dict[Category, Promise] = {
    Category.SIGN_IN: _("Your name, e-mail, role and settings, a hash of your password, and your open sessions."),
    Category.USAGE: _("When you signed in, what you answered, took over and read."),
    Category.CAMPAIGNS: _("Which campaigns you prepared."),
}
BY_PERSON = {"contact": ABOUT_CUSTOMERS, "agent": ABOUT_COLLEAGUES}


def told(person: str) -> list[Told]:
    """What is kept about a "contact" or an "agent": exactly the kinds that the privacy map knows of."""
    return [Told(title=str(kind.label), text=BY_PERSON[person][kind]) for kind in inventory.kept(person)]
