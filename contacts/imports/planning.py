"""What a batch of rows would do to the people on file. The check asks for it, and so does the import itself, so that
both say the same; what changed in between is noticed by the second."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from contacts import access
from contacts.above import erased
from contacts.imports import planning_sql as sql
from contacts.imports.columns import CONSENT
from contacts.imports.planning_sql import OnFile
from contacts.imports.reading import Entry
from contacts.lookups import Id, Known, find, take_turn
from contacts.models import Identity, Import
from contacts.spelling import canonical, search_keys

REFUSED, SKIPPED, NEW, CHANGED, SAME = "refused", "skipped", "new", "changed", "same"


@dataclass(slots=True)
class Plan:
    """What becomes of one row."""

    entry: Entry
    outcome: str
    why: str = ""
    contact: int | None = None  # on file already
    values: dict[str, list[Any]] = field(default_factory=dict)  # {column: [before, after]}
    fields: dict[str, list[Any]] = field(default_factory=dict)  # {slot: [before, after]}
    labels: list[str] = field(default_factory=list)  # to be added
    groups: list[str] = field(default_factory=list)  # to be added
    ids: list[Id] = field(default_factory=list)  # to be added
    consents: bool = False  # their agreement is to be noted


def plan(cursor: CursorWrapper, kept: Import, entries: Sequence[Entry]) -> list[Plan]:
    """In the order of the rows."""
    good = [entry for entry in entries if not entry.why]
    if kept.state == Import.State.RUNNING:
        take_turn(cursor, (entry.phone for entry in good if entry.phone))
    known = find(cursor, {key for entry in good for key in _keys(entry, kept.scope)})
    everybody = {*known.now.values(), *known.once.values()}
    on_file = sql.on_file(cursor, everybody, kept.consent_purpose, lock=kept.state == Import.State.RUNNING)
    strange = _strange(kept, set(on_file))
    gone = erased({key[1:] for entry in good for key in _keys(entry, kept.scope)})
    plans = [_one(kept, entry, known, on_file, strange, gone) for entry in entries]
    _skip_doubled(cursor, kept, plans)
    return plans


def _one(
    kept: Import,
    entry: Entry,
    known: Known,
    on_file: dict[int, OnFile],
    strange: set[int],
    gone: set[tuple[str, str]],
) -> Plan:
    if entry.why:
        return Plan(entry, REFUSED, entry.why)
    keys = _keys(entry, kept.scope)
    if any(key[1:] in gone for key in keys):
        return Plan(entry, SKIPPED, "erased")
    found = known.of(keys)
    if any(on_file[contact].said_stop for contact in found):
        return Plan(entry, SKIPPED, "opted_out")
    if found & strange:
        return Plan(entry, SKIPPED, "not_yours")
    each = (_phone_keys(entry.phone), *([key] for key in _other_keys(entry, kept.scope)))
    people = {known.first(some) for some in each} - {None}
    if len(people) > 1:
        return Plan(entry, REFUSED, "two_people")
    consents = bool(kept.has_consent and (entry.agrees or CONSENT not in kept.columns))
    if not people:
        values = {"name": ["", entry.name], "language": ["", entry.language]}
        made = Plan(entry, NEW, values=values, ids=_own(entry, kept.scope), consents=consents)
        made.labels, made.groups = entry.labels, entry.groups
        made.fields = {slot: [None, value] for slot, value in entry.fields.items()}
        return made
    [contact] = people
    assert contact
    return _changes(kept, entry, contact, on_file[contact], known, consents=consents)


def _changes(kept: Import, entry: Entry, contact: int, there: OnFile, known: Known, *, consents: bool) -> Plan:
    made = Plan(entry, SAME, contact=contact, consents=consents and not there.agrees)
    if kept.doubles != Import.Doubles.SKIP:
        overwrites = kept.doubles == Import.Doubles.OVERWRITE
        for column, before, after in (
            ("name", there.name, entry.name),
            ("language", there.language, entry.language),
        ):
            if after and after != before and (overwrites or not before):
                made.values[column] = [before, after]
        for slot, value in entry.fields.items():
            known_value = there.fields.get(slot)
            if value is not None and value != known_value and (overwrites or known_value is None):
                made.fields[slot] = [known_value, value]
        made.labels = _missing(entry.labels, there.labels)
        made.groups = _missing(entry.groups, there.groups)
        phone = _own(entry, kept.scope)[:1] if entry.phone and not known.of(_phone_keys(entry.phone)) else []
        made.ids = phone + [key for key in _other_keys(entry, kept.scope) if not known.of([key])]
    if made.values or made.fields or made.labels or made.groups or made.ids or made.consents:
        made.outcome = CHANGED
    return made


def _missing(said: Sequence[str], there: Sequence[str]) -> list[str]:
    have = {word.lower() for word in there}
    return [word for word in said if word.lower() not in have]


def _own(entry: Entry, scope: str) -> list[Id]:
    """The ids that the row gives, as it spells them."""
    phone = [("", Identity.Kind.PHONE.value, entry.phone)] if entry.phone else []
    return phone + _other_keys(entry, scope)


def _keys(entry: Entry, scope: str) -> list[Id]:
    return _phone_keys(entry.phone) + _other_keys(entry, scope)


def _phone_keys(phone: str) -> list[Id]:
    """The likeliest first: WhatsApp's own word for a number, then ours; as it is written, then as it may be."""
    if not phone:
        return []
    kinds = (Identity.Kind.WA_ID.value, Identity.Kind.PHONE.value)
    return [("", kind, value) for kind in kinds for value in search_keys(phone)]


def _other_keys(entry: Entry, scope: str) -> list[Id]:
    keys = [(scope, Identity.Kind.BSUID.value, entry.bsuid)] if entry.bsuid else []
    return keys + ([("", Identity.Kind.EXTERNAL.value, entry.external)] if entry.external else [])


def _strange(kept: Import, contacts: set[int]) -> set[int]:
    """Those whom the person who imports may not see. Whoever has left the team sees nobody."""
    if not contacts:
        return set()
    if kept.by is None:
        return contacts
    return contacts - set(access.contacts(kept.by).filter(pk__in=contacts).values_list("pk", flat=True))


def _skip_doubled(cursor: CursorWrapper, kept: Import, plans: Sequence[Plan]) -> None:
    """Somebody is taken from the first row that names them, in whatever spelling."""
    standing = [one for one in plans if one.outcome in {NEW, CHANGED, SAME}]
    prints = [_prints(one, kept.scope) for one in standing]
    first: dict[int, int] = {}
    for one, theirs in zip(standing, prints, strict=True):
        for each in theirs:
            first.setdefault(each, one.entry.line)
    first |= sql.named_first(cursor, kept.pk, first)
    for one, theirs in zip(standing, prints, strict=True):
        if any(first[each] < one.entry.line for each in theirs):
            one.outcome, one.why = SKIPPED, "doubled"


def _prints(one: Plan, scope: str) -> list[int]:
    """A number for each way to name this person, the same for all spellings."""
    entry = one.entry
    names = [f"phone {canonical(entry.phone)}"] if entry.phone else []
    names += [f"{key[1]} {key[2]}" for key in _other_keys(entry, scope)]
    names += [f"contact {one.contact}"] if one.contact else []
    return [_print(name) for name in names]


def _print(name: str) -> int:
    pepper = settings.NXTCHAT_PEPPER.encode()[:64]
    return int.from_bytes(blake2b(name.encode(), digest_size=8, key=pepper).digest(), signed=True)
