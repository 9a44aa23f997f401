"""Choices: those that we offer, and what customers answer to them."""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.cards.card import Card
from inbox.cards.forms import facts_of_form
from inbox.cards.reading import mapping, mappings, web_address, words
from inbox.cards.words import KINDS, word
from inbox.models import Message

ANSWERS = {
    "button_reply": gettext_lazy("Pressed a button"),
    "list_reply": gettext_lazy("Chose from the list"),
    "nfm_reply": gettext_lazy("Filled in a form"),
    "call_permission_reply": gettext_lazy("Answered whether you may call"),
}
OFFERS: dict[str, tuple[str, Promise]] = {
    "button": ("check", gettext_lazy("Buttons")),
    "list": ("check", gettext_lazy("List")),
    "cta_url": ("link", gettext_lazy("Button with a link")),
    "location_request_message": ("pin", gettext_lazy("Asks for the location")),
    "address_message": ("pin", gettext_lazy("Asks for the address")),
    "contact_request": ("contacts", gettext_lazy("Asks for the phone number")),
    "flow": ("note", gettext_lazy("Form")),
    "product": ("cart", gettext_lazy("Product")),
    "product_list": ("cart", gettext_lazy("Products")),
    "catalog_message": ("cart", gettext_lazy("Catalog")),
    "carousel": ("photo", gettext_lazy("Cards")),
    "call_permission_request": ("phone", gettext_lazy("Asks whether you may call")),
    "voice_call": ("phone", gettext_lazy("Button for a call")),
}


class Choice(NamedTuple):
    title: str
    detail: str = ""
    url: str = ""


class Offer(NamedTuple):
    header: str
    body: str
    footer: str
    choices: list[Choice]


def button(message: Message, part: Any) -> Card:
    return Card.plain("button")


def interactive(message: Message, part: Any) -> Card:
    part = mapping(part)
    kind = words(part.get("type"))
    if kind in ANSWERS:
        return _answer(message, kind, mapping(part.get(kind)))
    if kind in OFFERS:
        return _offer(message, kind, part)
    lines = () if not kind else (kind,)
    return Card(icon="info", title=word("interactive"), lines=lines)


def _answer(message: Message, kind: str, answer: dict[str, Any]) -> Card:
    icon, title = KINDS["interactive"].icon, str(ANSWERS[kind])
    if kind == "call_permission_reply":
        return Card(icon="phone", title=title, lines=_permission(answer), says_text=True)
    if kind != "nfm_reply":
        return Card(icon=icon, title=title, lines=tuple(filter(None, (words(answer.get("description")),))))
    if words(answer.get("name")) == "address_message":
        icon, title = "pin", _("Gave an address")
    return Card(icon=icon, title=title, part="facts", data=facts_of_form(answer.get("response_json")), says_text=True)


def _permission(answer: dict[str, Any]) -> tuple[str, ...]:
    said = words(answer.get("response"))
    if said == "accept":
        return (_("You may call them.") if answer.get("is_permanent") else _("You may call them for a while."),)
    return (_("You may not call them."),) if said == "reject" else (said,) if said else ()


def _offer(message: Message, kind: str, part: dict[str, Any]) -> Card:
    offer = Offer(
        header=words(mapping(part.get("header")).get("text")),
        body=message.text or words(mapping(part.get("body")).get("text")),
        footer=words(mapping(part.get("footer")).get("text")),
        choices=_choices(mapping(part.get("action"))),
    )
    icon, title = OFFERS[kind]
    return Card(icon=icon, title=str(title), part="offer", data=offer, says_text=True)


def _choices(action: dict[str, Any]) -> list[Choice]:
    """Whatever the customer can press or pick, whichever sort of offer it is."""
    parameters = mapping(action.get("parameters"))
    found = [Choice(words(mapping(each.get("reply")).get("title"))) for each in mappings(action.get("buttons"))]
    found.append(Choice(words(action.get("button"))))
    named = words(parameters.get("display_text")) or words(parameters.get("flow_cta"))
    found.append(Choice(named, words(parameters.get("flow_name")), web_address(parameters.get("url"))))
    found.append(Choice(words(action.get("product_retailer_id"))))
    for section in mappings(action.get("sections")):
        found.append(Choice("", words(section.get("title"))))
        found += [
            Choice(words(row.get("title")), words(row.get("description"))) for row in mappings(section.get("rows"))
        ]
        found += [Choice(words(row.get("product_retailer_id"))) for row in mappings(section.get("product_items"))]
    for each in mappings(action.get("cards")):
        found.append(Choice("", words(mapping(each.get("body")).get("text"))))
        found += _choices(mapping(each.get("action")))
    return [choice for choice in found if any(choice)]
