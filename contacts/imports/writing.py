"""What was planned is done, a whole batch in a few statements."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

import orjson
from django.db.backends.utils import CursorWrapper

from contacts.imports.planning import CHANGED, NEW, Plan
from contacts.models import ConsentEvent, Group, Import, Label
from nxtchat.unnesting import array, columns

TOGETHER: dict[str, tuple[Any, str, str]] = {
    "labels": (Label, "contacts_contact_labels", "label_id"),
    "groups": (Group, "contacts_group_members", "group_id"),
}


class Overtaken(Exception):
    """Somebody wrote one of these ids at the same moment: plan this batch again."""


def write(cursor: CursorWrapper, kept: Import, plans: Sequence[Plan]) -> None:
    fresh = [one for one in plans if one.outcome == NEW]
    touched = [one for one in plans if one.outcome == CHANGED]
    if not (fresh or touched):
        return
    add_people(cursor, kept, fresh)
    _change_people(cursor, touched)
    _add_ids(cursor, kept, fresh + touched)
    labels = _put_into(cursor, kept, fresh + touched, "labels")
    groups = _put_into(cursor, kept, fresh + touched, "groups")
    _note_consent(cursor, kept, fresh + touched)
    _remember(cursor, kept, fresh + touched, labels=labels, groups=groups)


def add_people(cursor: CursorWrapper, kept: Import, fresh: Sequence[Plan]) -> None:
    """Their ids are handed out in the order of the rows."""
    if not fresh:
        return
    rows = [(one.entry.name, one.entry.language, _json(one)) for one in fresh]
    cursor.execute(
        """INSERT INTO contacts_contact (name, profile_name, language, fields, created_at)
           SELECT name, '', language, fields::jsonb, %s
           FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS n(name, language, fields, ord)
           ORDER BY ord RETURNING id""",
        [kept.started_at, *columns(rows, width=3)],
    )
    for one, found in zip(fresh, sorted(row[0] for row in cursor.fetchall()), strict=True):
        one.contact = found


def _change_people(cursor: CursorWrapper, touched: Sequence[Plan]) -> None:
    for column in ("name", "language"):
        rows = sorted((one.contact, one.values[column][1]) for one in touched if column in one.values)
        if rows:
            cursor.execute(
                f"""UPDATE contacts_contact c SET {column} = n.value
                    FROM unnest(%s::bigint[], %s::text[]) AS n(id, value) WHERE c.id = n.id""",  # noqa: S608
                columns(rows, width=2),
            )

    rows = sorted((one.contact, _json(one)) for one in touched if one.fields and one.contact)
    if rows:
        cursor.execute(
            """UPDATE contacts_contact c SET fields = c.fields || n.fields::jsonb
               FROM unnest(%s::bigint[], %s::text[]) AS n(id, fields) WHERE c.id = n.id""",
            columns(rows, width=2),
        )


def _json(one: Plan) -> str:
    return orjson.dumps({slot: after for slot, (_before, after) in one.fields.items()}).decode() if one.fields else "{}"


def _add_ids(cursor: CursorWrapper, kept: Import, plans: Sequence[Plan]) -> None:
    """Not seen on WhatsApp yet: first and last seen is when the import began."""
    rows = sorted((*key, one.contact) for one in plans for key in one.ids)
    if not rows:
        return
    cursor.execute(
        """INSERT INTO contacts_identity (scope, kind, value, contact_id, first_seen, last_seen)
           SELECT scope, kind, value, contact, now.at, now.at
           FROM (SELECT %s::timestamptz AS at) AS now,
               unnest(%s::text[], %s::text[], %s::text[], %s::bigint[]) AS n(scope, kind, value, contact)
           ON CONFLICT (scope, kind, value) DO NOTHING""",
        [kept.started_at, *columns(rows, width=4)],
    )
    if cursor.rowcount < len(rows):
        raise Overtaken


def _put_into(cursor: CursorWrapper, kept: Import, plans: Sequence[Plan], what: str) -> dict[str, int]:
    """Their labels or groups; those that are not there yet are made. {name in small letters: id}"""
    said = {one.contact: getattr(one, what) for one in plans if getattr(one, what)}
    if not said:
        return {}
    model, table, column = TOGETHER[what]
    wanted = {word.lower(): word for words in said.values() for word in words}
    ids = _ids(model)
    if missing := sorted(word for key, word in wanted.items() if key not in ids):
        before = set(ids.values())
        model.objects.bulk_create([model(name=word) for word in missing], ignore_conflicts=True)
        ids = _ids(model)
        kept.made[what] = [*kept.made.get(what, ()), *sorted(set(ids.values()) - before)]
    rows = sorted({(contact, ids[word.lower()]) for contact, words in said.items() for word in words})
    cursor.execute(
        f"""INSERT INTO {table} (contact_id, {column})
            SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING""",  # noqa: S608
        columns(rows, width=2),
    )
    return ids


def _ids(model: Any) -> dict[str, int]:
    return {name.lower(): found for found, name in model.objects.values_list("pk", "name")}


def _note_consent(cursor: CursorWrapper, kept: Import, plans: Sequence[Plan]) -> None:
    contacts = sorted(one.contact for one in plans if one.consents and one.contact)
    if contacts and kept.consent_on:
        cursor.execute(
            """INSERT INTO contacts_consentevent (
                   contact_id, purpose, is_given, at, source, wording, evidence, by_id, recorded_at)
               SELECT contact, %s, true, %s, %s, %s, %s, %s, %s FROM unnest(%s::bigint[]) AS n(contact)
               ON CONFLICT DO NOTHING""",
            [
                kept.consent_purpose,
                datetime.combine(kept.consent_on, time(), tzinfo=UTC),
                ConsentEvent.Source.IMPORT,
                kept.consent_wording,
                kept.consent_how,
                kept.by_id,
                kept.started_at,
                array(contacts),
            ],
        )


def _remember(
    cursor: CursorWrapper, kept: Import, plans: Sequence[Plan], *, labels: dict[str, int], groups: dict[str, int]
) -> None:
    rows = []
    for one in sorted(plans, key=lambda one: one.contact or 0):
        wrote: dict[str, object] = {name: pair for name, pair in one.values.items() if pair[0] != pair[1]}
        if one.ids:
            wrote["ids"] = one.ids
        if one.labels:
            wrote["labels"] = [labels[label.lower()] for label in one.labels]
        if one.groups:
            wrote["groups"] = [groups[group.lower()] for group in one.groups]
        if one.fields:
            wrote["fields"] = one.fields
        if one.consents:
            wrote["consent"] = True
        rows.append((one.contact, one.entry.line, one.outcome == NEW, orjson.dumps(wrote).decode()))
    cursor.execute(
        """INSERT INTO contacts_importchange (import_file_id, contact_id, line, is_new, wrote, is_kept)
           SELECT %s, contact, line, is_new, wrote::jsonb, false
           FROM unnest(%s::bigint[], %s::int[], %s::bool[], %s::text[]) AS n(contact, line, is_new, wrote)""",
        [kept.pk, *columns(rows, width=4)],
    )
