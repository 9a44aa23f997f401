"""What is known of contacts and can go into a template: many at once, in one question for each table."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contacts import fields
from contacts.models import Contact, Field, Identity
from templates_app.filling.sources import AGENT, FIELD, Source

ADDRESSES = {"phone": (Identity.Kind.WA_ID, Identity.Kind.PHONE), "username": (Identity.Kind.USERNAME,),
             "external": (Identity.Kind.EXTERNAL,)}  # fmt: skip


@dataclass(slots=True)
class Person:
    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)  # of the custom fields, by their slots
    addresses: dict[str, str] = field(default_factory=dict)  # by the kind of the identity


Word = Callable[[Person], str]


def people(contacts: Collection[int], sources: Iterable[Source]) -> dict[int, Person]:
    """Those that are still there. Only what the sources ask for is read."""
    kinds = {source.kind for source in sources}
    columns = ["pk", "name", "phonebook_name", "profile_name"] + (["fields"] if FIELD in kinds else [])
    found = {}
    for pk, *names, values in _padded(Contact.objects.filter(pk__in=contacts).values_list(*columns), len(columns)):
        found[pk] = Person(" ".join(next(filter(None, names), "").split()), values)
    if wanted := [kind for source in kinds for kind in ADDRESSES.get(source, ())]:
        known = Identity.objects.filter(contact__in=contacts, kind__in=wanted, replaced_by=None)
        for contact, kind, value in known.order_by("last_seen").values_list("contact", "kind", "value"):
            if contact in found:
                found[contact].addresses[kind] = value
    return found


def _padded(rows: Iterable[tuple[Any, ...]], columns: int) -> Iterable[tuple[Any, ...]]:
    return rows if columns == 5 else ((*row, {}) for row in rows)


def word_of(source: Source, *, fields_by_key: Mapping[str, Field], agent: str) -> Word:
    """How to read it of a person; nothing where it is not known. Dates are written as in the active language."""
    match source.kind:
        case "first_name":
            return lambda person: person.name.partition(" ")[0]
        case "name":
            return lambda person: person.name
        case "phone":
            return _phone
        case "username" | "external":
            return lambda person: person.addresses.get(source.kind, "")
        case "field":
            return _of_field(fields_by_key.get(source.field))
    words = agent if source.kind == AGENT else source.value
    return lambda person: words


def _phone(person: Person) -> str:
    number = person.addresses.get(Identity.Kind.WA_ID) or person.addresses.get(Identity.Kind.PHONE)
    return f"+{number}" if number else ""


def _of_field(of: Field | None) -> Word:
    if of is None:
        return lambda person: ""
    if of.kind in {Field.Kind.TEXT, Field.Kind.CHOICE}:
        return lambda person: person.values.get(of.slot) or ""
    return lambda person: fields.shown(of, person.values.get(of.slot))
