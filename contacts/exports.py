"""People as a table, for whoever may take them along. Read in small parts, so that a million need no more memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db.models import QuerySet

from contacts.models import Contact, Field, Identity, Purpose
from nxtchat.team.models import Agent

AT_ONCE = 1_000
HEADERS = [
    "name",
    "profile name",
    "phone",
    "user id",
    "id",
    "language",
    "country",
    "labels",
    "groups",
    "marketing",
    "created",
    "last heard",
]
SAID = {True: "yes", False: "no", None: ""}

log = structlog.get_logger(__name__)


def rows(among: QuerySet[Contact], *, by: Agent) -> Iterator[Sequence[str]]:
    """The names of the columns, as an import knows them, then the people. What was taken along is on record."""
    fields = list(Field.objects.all())
    log.info("contacts.export_begun", by=by.pk)
    yield HEADERS + [field.name for field in fields]
    last, count = 0, 0
    while people := _some(among, after=last):
        for person in people:
            yield _row(person, fields)
        last, count = people[-1].pk, count + len(people)
    log.info("contacts.exported", by=by.pk, people=count)


def _some(among: QuerySet[Contact], *, after: int) -> list[Contact]:
    found = (
        among.filter(pk__gt=after).order_by("pk").prefetch_related("identities", "labels", "groups", "consent_states")
    )
    return list(found[:AT_ONCE])


def _row(person: Contact, fields: Sequence[Field]) -> list[str]:
    ids: dict[str, list[str]] = {}
    for identity in sorted(person.identities.all(), key=lambda one: one.pk):
        if not identity.replaced_by_id:
            ids.setdefault(identity.kind, []).append(identity.value)
    phone = next((ids[kind][0] for kind in (Identity.Kind.WA_ID, Identity.Kind.PHONE) if kind in ids), "")
    marketing = {state.purpose: state.is_given for state in person.consent_states.all()}.get(Purpose.MARKETING)
    return [
        person.name,
        person.profile_name,
        f"+{phone}" if phone else "",
        *(next(iter(ids.get(kind, ())), "") for kind in (Identity.Kind.BSUID, Identity.Kind.EXTERNAL)),
        person.language,
        _country(person),
        ", ".join(sorted(label.name for label in person.labels.all())),
        ", ".join(sorted(group.name for group in person.groups.all())),
        SAID[marketing],
        _time(person.created_at),
        _time(person.last_heard_at),
        *(_value(person.fields.get(field.slot)) for field in fields),
    ]


def _country(person: Contact) -> str:
    return person.country if person.country.isalpha() else ""


def _time(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _value(value: Any) -> str:
    return SAID[value] if isinstance(value, bool | None) else str(value)
