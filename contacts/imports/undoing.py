"""Taking an import back: whom it brought goes again, what it changed is as before. What happened since stays."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q

from contacts.consent import ledger
from contacts.models import ConsentEvent, Contact, Group, Identity, Import, ImportChange, Label, Suggestion

# What an import writes, and what follows from it by itself.
OURS = {
    "identities",
    "consent_events",
    "consent_states",
    "import_changes",
    "suggestions_as_one",
    "suggestions_as_other",
}

THROUGH: dict[str, Any] = {"labels": Contact.labels.through, "groups": Group.members.through}


def undo_some(held: Import, *, most: int) -> bool:
    """Take back a batch, the last first. Is there more?"""
    changes = list(held.changes.filter(is_kept=False).order_by("-pk")[:most])
    people = _locked({change.contact_id for change in changes})
    fresh = [change for change in changes if change.is_new]
    used = _used(held, fresh, people)
    counts = Counter(held.undone)
    gone = [change.contact_id for change in fresh if change.contact_id not in used]
    _remove(gone)
    counts["removed"] += len(gone)
    counts["kept"] += len(used)
    ImportChange.objects.filter(import_file=held, contact__in=used).update(is_kept=True)
    for change in changes:
        if not change.is_new:
            counts["restored" if _restore(held, change, people[change.contact_id]) else "partly"] += 1
    ImportChange.objects.filter(pk__in=[change.pk for change in changes if not change.is_new]).delete()
    if len(changes) < most:
        _remove_made(held)
    held.undone = dict(+counts)
    return len(changes) == most


def _locked(ids: set[int]) -> dict[int, Contact]:
    """Nobody begins anything with these people until they are gone."""
    return {one.pk: one for one in Contact.objects.filter(pk__in=ids).order_by("pk").select_for_update()}


def _used(held: Import, fresh: Sequence[ImportChange], people: dict[int, Contact]) -> set[int]:
    """Those of the people it brought with whom something has happened since."""
    ids = [change.contact_id for change in fresh]
    used = {change.contact_id for change in fresh if not _is_as_written(people[change.contact_id], change.wrote)}
    found = Identity.objects.filter(contact__in=ids)
    used |= set(found.exclude(**_never_seen(held)).values_list("contact", flat=True))
    used |= _different(found, ids, {change.contact_id: len(change.wrote.get("ids", ())) for change in fresh})
    for what, through in THROUGH.items():
        given = through.objects.filter(contact__in=ids)
        used |= _different(given, ids, {change.contact_id: len(change.wrote.get(what, ())) for change in fresh})
    events = ConsentEvent.objects.filter(contact__in=ids)
    used |= set(events.exclude(**_consent(held)).values_list("contact", flat=True))
    others = ImportChange.objects.filter(contact__in=ids).exclude(import_file=held)
    used |= set(others.values_list("contact", flat=True))
    for relation in Contact._meta.related_objects:
        if relation.get_accessor_name() not in OURS | THROUGH.keys():
            name = relation.field.name
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids})
            used |= set(rows.values_list(name, flat=True))
    return used


def _is_as_written(person: Contact, wrote: dict[str, Any]) -> bool:
    said = (person.name, person.language, person.profile_name, person.phonebook_name, person.fields)
    fields = {slot: after for slot, (_before, after) in wrote.get("fields", {}).items()}
    return said == (_after(wrote, "name"), _after(wrote, "language"), "", "", fields)


def _after(wrote: dict[str, Any], column: str) -> str:
    return wrote.get(column, ["", ""])[1]


def _different(rows: models.QuerySet, ids: Sequence[int], expected: dict[int, int]) -> set[int]:
    there = Counter(rows.values_list("contact", flat=True))
    return {contact for contact in ids if there[contact] != expected[contact]}


def _consent(held: Import) -> dict[str, Any]:
    return {"source": ConsentEvent.Source.IMPORT, "recorded_at": held.started_at}


def _never_seen(held: Import) -> dict[str, Any]:
    return {"first_seen": held.started_at, "last_seen": held.started_at}


def _remove(ids: Sequence[int]) -> None:
    """Nothing else leads to them, and they are locked; so each table is emptied in one statement."""
    Suggestion.objects.filter(Q(one__in=ids) | Q(other__in=ids)).delete()
    for rows in (
        ImportChange.objects,
        ConsentEvent.objects,
        *(each.objects for each in THROUGH.values()),
        Identity.objects,
    ):
        found = rows.filter(contact__in=ids)
        with ledger.opened():
            found._raw_delete(found.db)
    people = Contact.objects.filter(pk__in=ids)
    with ledger.opened():
        people._raw_delete(people.db)


def _restore(held: Import, change: ImportChange, person: Contact) -> bool:
    """As before; what somebody changed since stays as it is, and then this is False."""
    wrote, is_whole = change.wrote, True
    for column in ("name", "language"):
        if column in wrote:
            before, after = wrote[column]
            if getattr(person, column) == after:
                setattr(person, column, before)
            else:
                is_whole = False
    for slot, (before, after) in wrote.get("fields", {}).items():
        if person.fields.get(slot) != after:
            is_whole = False
        elif before is None:
            del person.fields[slot]
        else:
            person.fields[slot] = before
    person.save(update_fields=["name", "language", "fields"])
    person.labels.remove(*wrote.get("labels", ()))
    person.groups.remove(*wrote.get("groups", ()))
    for scope, kind, value in wrote.get("ids", ()):
        written = Identity.objects.filter(contact=person, scope=scope, kind=kind, value=value)
        if not written.filter(**_never_seen(held)).delete()[0]:
            is_whole = False
    if wrote.get("consent"):
        with ledger.opened():
            ConsentEvent.objects.filter(contact=person, **_consent(held)).delete()
    return is_whole


def _remove_made(held: Import) -> None:
    """Labels and groups that came with it and that nobody is in any more."""
    Label.objects.filter(pk__in=held.made.get("labels", ()), contacts=None).delete()
    Group.objects.filter(pk__in=held.made.get("groups", ()), members=None).delete()
