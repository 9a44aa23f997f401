"""What is asked of many contacts: every order, filter and kind of search, as an address."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Min

from contacts.models import Contact, Field, Group, Identity, Label, Segment
from nxtchat.team.models import Agent

LIST, SEARCH = 60, 100  # ms
PAGE = "SELECT id FROM contacts_contact ORDER BY created_at DESC, id DESC LIMIT 51"
BY_NAME = """SELECT id FROM contacts_contact
    ORDER BY contacts_sought(name, phonebook_name, profile_name) COLLATE "C", id LIMIT 51"""
BY_HEARD = "SELECT id FROM contacts_contact ORDER BY last_heard_at DESC NULLS LAST, id DESC LIMIT 51"
NAMED = """SELECT id FROM contacts_contact
    WHERE contacts_names(name, phonebook_name, profile_name) LIKE '%{}%' LIMIT 51"""
NUMBERED = """SELECT contact_id FROM contacts_identity
    WHERE kind IN ('wa_id', 'phone', 'username') AND value LIKE '%{}%' LIMIT 51"""
SPELT = "SELECT contact_id FROM contacts_identity WHERE scope = '' AND kind = 'wa_id' AND value = '{}'"


@dataclass(frozen=True)
class Asked:
    """One page, asked for with one word after the other, and what it is measured against."""

    what: str
    address: str  # with {} where the word goes
    words: Sequence[str] = ("",)
    bare: str = PAGE
    limit: int = LIST


def lists() -> list[Asked]:
    middle = [str(one.pk) for one in _beyond(1 / 2)]
    pages = [
        ("newest first", "", PAGE),
        ("by name", "sort=name", BY_NAME),
        ("last heard first", "sort=heard", BY_HEARD),
    ]
    return [
        *(Asked(f"list, {words}", f"/contacts/?{query}", bare=bare) for words, query, bare in pages),
        *(
            Asked(f"list, {words}, half-way", f"/contacts/?{query}&after={{}}", middle, bare)
            for words, query, bare in pages
        ),
        *(Asked(f"list: {words}", f"/contacts/?c={token}") for words, token in conditions()),
        Asked("list by name: a rare label", f"/contacts/?sort=name&c=label.is.{_last(Label)}", bare=BY_NAME),
        Asked("list: two conditions", f"/contacts/?c=label.is.{_first(Label)}&c=consent.withdrawn.marketing"),
        Asked("list: either of two", f"/contacts/?match=any&c=label.is.{_last(Label)}&c=country.is.EG"),
    ]


def conditions() -> list[tuple[str, str]]:
    field = {field.key: f"field:{field.slot}" for field in Field.objects.all()}
    return [
        ("a common label", f"label.is.{_first(Label)}"),
        ("a rare label", f"label.is.{_last(Label)}"),
        ("without a common label", f"label.not.{_first(Label)}"),
        ("a group", f"group.is.{_first(Group)}"),
        ("a language", "language.is.tr"),
        ("a country", "country.is.EG"),
        ("heard within a week", "heard.within.7"),
        ("heard a year ago", "heard.before.365"),
        ("never heard", "heard.never."),
        ("consent given", "consent.given.marketing"),
        ("consent withdrawn", "consent.withdrawn.marketing"),
        ("consent never asked for", "consent.unknown.marketing"),
        ("a text", f"{field['city']}.is.City 77"),
        ("the beginning of a text", f"{field['city']}.begins.City 3"),
        ("a number from", f"{field['spent']}.from.6500"),
        ("a date to", f"{field['birthday']}.to.1940-02-01"),
        ("a choice", f"{field['tier']}.is.none"),
        ("not a choice", f"{field['tier']}.not.gold"),
        ("yes", f"{field['newsletter']}.is.true"),
        ("a field that is empty", f"{field['newsletter']}.unknown."),
    ]


def searches() -> list[Asked]:
    beginnings = ["mar", "silv", "Okafo", "jürg", "محم", "zoë b", "nguy", "a", "al", "山田", "ana silva", "noah okafor"]
    known = Identity.objects.filter(kind="wa_id", contact__in=_beyond(1 / 3))
    numbers = list(known.order_by("pk").values_list("value", flat=True))
    brazilian = [number for number in numbers if number.startswith("55")]
    spelt = [f"%2B{number[:4]} 9{number[4:8]}-{number[8:]}" for number in brazilian]
    ends = [number[-6:] for number in numbers]
    return [
        Asked("search, the beginning of a name", "/contacts/?q={}", beginnings, NAMED, SEARCH),
        Asked("search, three digits", "/contacts/?q={}", ["551", "777", "000", "915"], NUMBERED, SEARCH),
        Asked("search, a part of a number", "/contacts/?q={}", ends, NUMBERED, SEARCH),
        Asked("search, a number", "/contacts/?q={}", numbers, SPELT, SEARCH),
        Asked("search, another spelling", "/contacts/?q={}", spelt, SPELT, SEARCH),
        Asked("search, nobody", "/contacts/?q={}", ["qqqq", "xylophon", "99999999"], NAMED, SEARCH),
        Asked("search by name", "/contacts/?sort=name&q={}", beginnings, NAMED, SEARCH),
        Asked("search and a condition", "/contacts/?c=country.is.MX&q={}", beginnings, NAMED, SEARCH),
    ]


def segments() -> list[Asked]:
    return [Asked("segments, all with their counts", "/contacts/segments/", limit=SEARCH)]


def api() -> list[Asked]:
    label = Label.objects.get(pk=_first(Label)).name
    return [
        Asked("API, a page", "/api/v1/contacts/"),
        Asked("API, a page half-way", f"/api/v1/contacts/?cursor={_cursor()}"),
        Asked("API, a label", f"/api/v1/contacts/?label={label}"),
        Asked("API, a search", "/api/v1/contacts/?q={}", ["mar", "okafo", "ana silva"], NAMED, SEARCH),
    ]


def _beyond(part: float) -> list[Contact]:
    """Some people who are so far down."""
    ends = Contact.objects.aggregate(first=Min("pk"), last=Max("pk"))
    return list(
        Contact.objects.filter(pk__gt=ends["first"] + (ends["last"] - ends["first"]) * part).order_by("pk")[:40]
    )


def _cursor() -> str:
    [middle, *_others] = _beyond(1 / 2)
    return f"older_{middle.created_at.isoformat()}_{middle.pk}".replace("+", "%2B")


def keep_segments(owner: Agent) -> None:
    for words, token in conditions():
        kind, op, value = token.split(".", 2)
        condition = {"kind": kind, "op": op, "value": value}
        Segment.objects.create(name=words, conditions=[condition], owner=owner)


def _first(model: type[Label] | type[Group]) -> int:
    return model._default_manager.order_by("pk").values_list("pk", flat=True)[0]


def _last(model: type[Label] | type[Group]) -> int:
    return model._default_manager.order_by("-pk").values_list("pk", flat=True)[0]
