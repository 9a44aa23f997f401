"""Things that people send: files, places, people, orders."""

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.utils import formats
from django.utils.translation import gettext as _

from inbox.cards.card import Card
from inbox.cards.reading import Fact, mapping, mappings, web_address, words
from inbox.cards.words import KINDS, word
from inbox.models import Message

MOST = 50  # people or products in one message; what is beyond is counted


def file(message: Message, part: Any) -> Card:
    kind = "voice" if mapping(part).get("voice") is True else message.kind
    name = words(mapping(part).get("filename"))
    link = web_address(mapping(part).get("link"))  # WhatsApp fetched it from there, so it is not here
    return Card(
        icon=KINDS[kind].icon,
        title=word(kind),
        part="file",
        lines=tuple(line for line in (name, link) if line),
        says_text=message.text == name,  # a document without a caption is told by its name
    )


class Place(NamedTuple):
    coordinates: str
    map_url: str
    url: str  # of the place itself


def location(message: Message, part: Any) -> Card:
    part = mapping(part)
    lines = tuple(line for line in (words(part.get("name")), words(part.get("address"))) if line)
    return Card(
        icon=KINDS["location"].icon,
        title=word("location"),
        part="location",
        lines=lines,
        data=_place(part),
        says_text=message.text in lines,
    )


def _place(part: dict[str, Any]) -> Place:
    latitude, longitude = (_number(part.get(axis)) for axis in ("latitude", "longitude"))
    url = web_address(part.get("url"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return Place("", "", url)
    where = f"{latitude.normalize():f}", f"{longitude.normalize():f}"
    address = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=16/{0}/{1}"
    return Place(", ".join(where), address.format(*where), url)


class Person(NamedTuple):
    name: str
    facts: list[Fact]


def contacts(message: Message, part: Any) -> Card:
    everybody = mappings(part)
    people = [_person(person) for person in everybody[:MOST]]
    icon, title = KINDS["contacts"].icon, word("contacts")
    lines = (_and_more(len(everybody) - MOST),) if len(everybody) > MOST else ()
    return Card(icon=icon, title=title, part="contacts", data=people, lines=lines, says_text=True)


def _person(person: dict[str, Any]) -> Person:
    name, org = mapping(person.get("name")), mapping(person.get("org"))
    parts = [words(name.get(key)) for key in ("prefix", "first_name", "middle_name", "last_name", "suffix")]
    work = ", ".join(filter(None, (words(org.get(key)) for key in ("title", "department", "company"))))
    found = [Fact(_("Works at"), work)]
    found += [Fact(_kind(phone), words(phone.get("phone")) or _plus(phone)) for phone in mappings(person.get("phones"))]
    found += [Fact(_kind(email), words(email.get("email"))) for email in mappings(person.get("emails"))]
    found += [Fact(_kind(place), _address(place)) for place in mappings(person.get("addresses"))]
    found += [Fact(_kind(page), words(page.get("url"))) for page in mappings(person.get("urls"))]
    found.append(Fact(_("Birthday"), words(person.get("birthday"))))
    called = words(name.get("formatted_name")) or " ".join(filter(None, parts)) or _("Without a name")
    return Person(called, [fact for fact in found if fact.value])


def _plus(phone: dict[str, Any]) -> str:
    wa_id = words(phone.get("wa_id"))
    return f"+{wa_id}" if wa_id else ""


def _kind(thing: dict[str, Any]) -> str:
    return words(thing.get("type")).capitalize()


def _address(place: dict[str, Any]) -> str:
    keys = ("street", "zip", "city", "state", "country")
    return ", ".join(filter(None, (words(place.get(key)) for key in keys)))


class Product(NamedTuple):
    quantity: str
    name: str
    price: str  # of one


class Order(NamedTuple):
    products: list[Product]
    totals: list[str]  # one for each currency


def order(message: Message, part: Any) -> Card:
    products = mappings(mapping(part).get("product_items"))
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for product in products:
        price, quantity = _number(product.get("item_price")), _number(product.get("quantity"))
        if price is not None and quantity is not None:
            totals[words(product.get("currency"))] += price * quantity
    data = Order(
        [_product(product) for product in products[:MOST]],
        [_money(amount, currency) for currency, amount in totals.items()],
    )
    lines = (_and_more(len(products) - MOST),) if len(products) > MOST else ()
    return Card(icon=KINDS["order"].icon, title=word("order"), part="order", data=data, lines=lines)


def _product(product: dict[str, Any]) -> Product:
    price = _number(product.get("item_price"))
    return Product(
        words(product.get("quantity")) or "1",
        words(product.get("product_retailer_id")) or _("Something"),
        "" if price is None else _money(price, words(product.get("currency"))),
    )


def _money(amount: Decimal, currency: str) -> str:
    decimals = 2 if amount != amount.to_integral_value() else 0
    return f"{formats.number_format(amount, decimals, force_grouping=True)} {currency}".strip()


def _number(value: Any) -> Decimal | None:
    """Meta writes numbers both as numbers and as text."""
    try:
        found = Decimal(words(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**15 else None


def _and_more(count: int) -> str:
    return _("and %(n)d more") % {"n": count}
