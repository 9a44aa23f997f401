"""What was planned is done, a whole batch in a few statements."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

import orjson
from django.db.backends.utils import CursorWrapper

from contacts.imports.planning import CHANGED, NEW, Plan
from contacts.models import ConsentEvent, Import, Label
from nxtchat.unnesting import array, columns


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
    labels = _add_labels(cursor, kept, fresh + touched)
    _note_consent(cursor, kept, fresh + touched)
    _remember(cursor, kept, fresh + touched, labels)


def add_people(cursor: CursorWrapper, kept: Import, fresh: Sequence[Plan]) -> None:
    """Their ids are handed out in the order of the rows."""
    if not fresh:
        return
    rows = [(one.entry.name, one.entry.language) for one in fresh]
    cursor.execute(
        """INSERT INTO contacts_contact (name, profile_name, language, created_at)
           SELECT name, '', language, %s FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS n(name, language, ord)
           ORDER BY ord RETURNING id""",
        [kept.started_at, *columns(rows, width=2)],
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


def _add_labels(cursor: CursorWrapper, kept: Import, plans: Sequence[Plan]) -> dict[str, int]:
    """{name in small letters: id}"""
    wanted = {label.lower(): label for one in plans for label in one.labels}
    if not wanted:
        return {}
    ids = {label.name.lower(): label.pk for label in Label.objects.all()}
    missing = sorted(label for name, label in wanted.items() if name not in ids)
    Label.objects.bulk_create([Label(name=label) for label in missing], ignore_conflicts=True)
    if missing:
        before, ids = ids, {label.name.lower(): label.pk for label in Label.objects.all()}
        kept.made_labels += sorted(ids[name] for name in ids.keys() - before.keys())
    rows = sorted({(one.contact, ids[label.lower()]) for one in plans for label in one.labels})
    cursor.execute(
        """INSERT INTO contacts_contact_labels (contact_id, label_id)
           SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING""",
        columns(rows, width=2),
    )
    return ids


def _note_consent(cursor: CursorWrapper, kept: Import, plans: Sequence[Plan]) -> None:
    contacts = sorted(one.contact for one in plans if one.consents and one.contact)
    if contacts and kept.consent_on:
        cursor.execute(
            """INSERT INTO contacts_consentevent (contact_id, purpose, is_given, at, source, wording, recorded_at)
               SELECT contact, %s, true, %s, %s, %s, %s FROM unnest(%s::bigint[]) AS n(contact)
               ON CONFLICT DO NOTHING""",
            [
                kept.consent_purpose,
                datetime.combine(kept.consent_on, time(), tzinfo=UTC),
                ConsentEvent.Source.IMPORT,
                kept.consent_wording,
                kept.started_at,
                array(contacts),
            ],
        )


def _remember(cursor: CursorWrapper, kept: Import, plans: Sequence[Plan], labels: dict[str, int]) -> None:
    rows = []
    for one in sorted(plans, key=lambda one: one.contact or 0):
        wrote: dict[str, object] = {name: pair for name, pair in one.values.items() if pair[0] != pair[1]}
        if one.ids:
            wrote["ids"] = one.ids
        if one.labels:
            wrote["labels"] = [labels[label.lower()] for label in one.labels]
        if one.consents:
            wrote["consent"] = True
        rows.append((one.contact, one.entry.line, one.outcome == NEW, orjson.dumps(wrote).decode()))
    cursor.execute(
        """INSERT INTO contacts_importchange (import_file_id, contact_id, line, is_new, wrote, is_kept)
           SELECT %s, contact, line, is_new, wrote::jsonb, false
           FROM unnest(%s::bigint[], %s::int[], %s::bool[], %s::text[]) AS n(contact, line, is_new, wrote)""",
        [kept.pk, *columns(rows, width=4)],
    )
