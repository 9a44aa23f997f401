"""What became of a message, in words: what it cost, and what it came from."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.cards.reading import mapping, web_address, words
from inbox.models import Message, Origin

CATEGORIES: dict[str, Promise] = {
    "authentication": gettext_lazy("one-time code"),
    "authentication-international": gettext_lazy("one-time code abroad"),
    "marketing": gettext_lazy("marketing"),
    "marketing_lite": gettext_lazy("marketing"),
    "referral_conversion": gettext_lazy("came from an advertisement"),
    "service": gettext_lazy("service"),
    "utility": gettext_lazy("utility"),
}


def price(message: Message) -> str:
    """What WhatsApp reported about the price; it names no amount."""
    told = mapping(message.pricing)
    kind, category = words(told.get("type")), words(told.get("category"))
    if kind == "free_customer_service":
        return _("Free: an answer within 24 hours")
    if kind == "free_entry_point":
        return _("Free: they came from an advertisement")
    if kind not in ("", "regular"):
        return f"{kind} {category}".strip()
    if kind == "regular" or told.get("billable") is True:
        called = CATEGORIES.get(category, category)
        return _("Charged: %(category)s") % {"category": called} if called else _("Charged")
    return _("Not charged") if told.get("billable") is False else ""


class Advert(NamedTuple):
    """Where a customer came from: a click on an advertisement or a post."""

    is_post: bool
    headline: str
    body: str
    welcome: str
    url: str


def advert(message: Message) -> Advert | None:
    found = mapping(mapping(message.payload).get("referral"))
    if not found:
        return None
    return Advert(
        words(found.get("source_type")) == "post",
        words(found.get("headline")),
        words(found.get("body")),
        words(mapping(found.get("welcome_message")).get("text")),
        web_address(found.get("source_url")),
    )


def remarks(message: Message) -> list[str]:
    """What is unusual about how it was said, above it."""
    payload = mapping(message.payload)
    context = mapping(payload.get("context"))
    found = []
    if context.get("frequently_forwarded") is True:
        found.append(_("Forwarded many times"))
    elif context.get("forwarded") is True:
        found.append(_("Forwarded"))
    if words(payload.get("group_id")):
        found.append(_("Said in a group"))
    if product := words(mapping(context.get("referred_product")).get("product_retailer_id")):
        found.append(_("About the product %(product)s") % {"product": product})
    if message.origin in (Origin.HISTORY, Origin.STANDBY):
        found.append(str(Origin(message.origin).label))
    return found


HOLDERS: dict[str, Promise] = {
    "ai_agent": gettext_lazy("Meta's agent is answering here."),
    "marketing": gettext_lazy("A marketing app is answering here."),
    "ctwa": gettext_lazy("The app of an advertisement is answering here."),
}


def holder(role: str) -> str:
    """Who answers in a conversation that another app has, by its role in Meta's words."""
    return str(HOLDERS.get(role) or _("Another app is answering here."))
