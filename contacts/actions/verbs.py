"""What each verb does to a batch of contacts, and how it is taken back. The contacts are locked by whoever calls."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection

from contacts.models import Action, Contact, Group

Verb = Action.Verb
Before = Mapping[int, Any]  # contact → what was there before


def do(action: Action, ids: Sequence[int]) -> dict[int, Any]:
    """Returns whom it changed, and what was there before."""
    return _DO[Verb(action.verb)](action, ids)


def undo(action: Action, ids: Sequence[int], before: Before) -> None:
    """Only what is still as the action left it."""
    _UNDO[Verb(action.verb)](action, ids, before)


def _add(action: Action, ids: Sequence[int]) -> dict[int, Any]:
    through, column, target = _table(action)
    there = set(_rows(action, ids).values_list("contact_id", flat=True))
    fresh = [pk for pk in ids if pk not in there]
    through.objects.bulk_create(
        [through(contact_id=pk, **{column: target}) for pk in fresh], ignore_conflicts=True, batch_size=5_000
    )
    return dict.fromkeys(fresh)


def _take(action: Action, ids: Sequence[int]) -> dict[int, Any]:
    there = sorted(set(_rows(action, ids).values_list("contact_id", flat=True)))
    _rows(action, there).delete()
    return dict.fromkeys(there)


def _set(action: Action, ids: Sequence[int]) -> dict[int, Any]:
    slot = str(action.field_id)
    values = dict(Contact.objects.filter(pk__in=ids).values_list("pk", "fields"))
    changed = {pk: kept.get(slot) for pk, kept in values.items() if not _same(kept.get(slot), action.value)}
    _write(slot, dict.fromkeys(changed, action.value))
    return changed


def _unset(action: Action, ids: Sequence[int], before: Before) -> None:
    slot = str(action.field_id)
    values = dict(Contact.objects.filter(pk__in=ids).values_list("pk", "fields"))
    _write(slot, {pk: before[pk] for pk, kept in values.items() if _same(kept.get(slot), action.value)})


def _write(slot: str, values: Mapping[int, Any]) -> None:
    """Each contact's value of one field; None takes it away."""
    rows = sorted(values.items())
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE contacts_contact c
               SET fields = CASE WHEN n.value IS NULL THEN c.fields - %s::text
                                 ELSE c.fields || jsonb_build_object(%s::text, n.value::jsonb) END
               FROM unnest(%s::bigint[], %s::text[]) AS n(id, value) WHERE c.id = n.id""",
            [slot, slot, [pk for pk, _value in rows], [None if v is None else json.dumps(v) for _pk, v in rows]],
        )


def _same(one: Any, other: Any) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _table(action: Action) -> tuple[Any, str, int | None]:
    if action.verb in {Verb.LABEL, Verb.UNLABEL}:
        return Contact.labels.through, "label_id", action.label_id
    return Group.members.through, "group_id", action.group_id


def _rows(action: Action, ids: Sequence[int]) -> Any:
    through, column, target = _table(action)
    return through.objects.filter(contact_id__in=ids, **{column: target})


_DO: dict[Verb, Callable[[Action, Sequence[int]], dict[int, Any]]] = {
    Verb.LABEL: _add,
    Verb.JOIN: _add,
    Verb.UNLABEL: _take,
    Verb.LEAVE: _take,
    Verb.SET: _set,
}
_UNDO: dict[Verb, Callable[[Action, Sequence[int], Before], Any]] = {
    Verb.LABEL: lambda action, ids, before: _take(action, ids),
    Verb.JOIN: lambda action, ids, before: _take(action, ids),
    Verb.UNLABEL: lambda action, ids, before: _add(action, ids),
    Verb.LEAVE: lambda action, ids, before: _add(action, ids),
    Verb.SET: _unset,
}
