"""The columns of two contacts become those of one, and can be told apart again."""

from typing import Any

from django.db import models

from contacts.merging.moving import as_row
from contacts.models import Contact
from contacts.models.people import UNPLACED

EARLIEST, LATEST = {"created_at"}, {"last_heard_at"}
DERIVED = {"is_in_touch"}  # from the conversations, by the database


def blend(keep: Contact, drop: Contact) -> dict[str, list[Any]]:
    """What `keep` has stays; what it lacks comes from `drop`. Returns what changed: column → [before, since]."""
    before = as_row(keep)
    if drop.phonebook_at and (keep.phonebook_at is None or drop.phonebook_at > keep.phonebook_at):
        keep.phonebook_at, keep.phonebook_name = drop.phonebook_at, drop.phonebook_name
    for column in Contact._meta.concrete_fields:
        ours, theirs = getattr(keep, column.attname), getattr(drop, column.attname)
        if not column.primary_key:
            setattr(keep, column.attname, _both(column, ours, theirs))
    keep.save()
    since = as_row(keep)
    return {name: [before[name], since[name]] for name in since if since[name] != before[name]}


def restore(survivor: Contact, changed: dict[str, list[Any]]) -> None:
    """As it was before, but for what somebody has changed since."""
    now = as_row(survivor)
    columns = {column.attname: column for column in Contact._meta.concrete_fields if column.name not in DERIVED}
    back = [name for name, (_before, since) in changed.items() if name in columns and now[name] == since]
    for name in back:
        setattr(survivor, name, columns[name].to_python(changed[name][0]))
    survivor.save(update_fields=back)


def _both(column: models.Field, ours: Any, theirs: Any) -> Any:
    if column.name in EARLIEST:
        return min(ours, theirs)
    if column.name in LATEST:
        return max((at for at in (ours, theirs) if at), default=None)
    if isinstance(column, models.BooleanField):
        return ours or theirs  # whatever is marked on either is marked
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return theirs | ours
    return theirs if ours in (None, "", UNPLACED) else ours
