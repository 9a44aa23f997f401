"""What is asked of the database about a batch of rows: a few statements for all of them."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.utils import CursorWrapper

from nxtchat.unnesting import array, columns


@dataclass(slots=True)
class OnFile:
    """Somebody as they are now."""

    name: str
    language: str
    fields: dict[str, Any]
    labels: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    said_stop: bool = False
    agrees: bool = False  # to what this import is about


def on_file(cursor: CursorWrapper, contacts: set[int], purpose: str, *, lock: bool) -> dict[int, OnFile]:
    """What is known of these people. `lock`: until the batch is over, nobody else changes them."""
    if not contacts:
        return {}
    ids = array(sorted(contacts))
    people = "SELECT id, name, language, fields FROM contacts_contact WHERE id = ANY(%s::bigint[]) ORDER BY id"
    cursor.execute(f"{people} FOR NO KEY UPDATE" if lock else people, [ids])
    found = {
        contact: OnFile(name, language, json.loads(fields) if isinstance(fields, str) else fields)
        for contact, name, language, fields in cursor.fetchall()
    }
    cursor.execute(
        """SELECT x.contact_id, l.name FROM contacts_contact_labels x JOIN contacts_label l ON l.id = x.label_id
           WHERE x.contact_id = ANY(%s::bigint[])""",
        [ids],
    )
    for contact, label in cursor.fetchall():
        found[contact].labels.append(label)
    cursor.execute(
        """SELECT x.contact_id, g.name FROM contacts_group_members x JOIN contacts_group g ON g.id = x.group_id
           WHERE x.contact_id = ANY(%s::bigint[])""",
        [ids],
    )
    for contact, group in cursor.fetchall():
        found[contact].groups.append(group)
    cursor.execute(
        "SELECT contact_id, purpose, is_given FROM contacts_consentstate WHERE contact_id = ANY(%s::bigint[])",
        [ids],
    )
    for contact, of, is_given in cursor.fetchall():
        found[contact].said_stop |= not is_given
        found[contact].agrees |= is_given and of == purpose
    return found


def named_first(cursor: CursorWrapper, import_id: int, prints: dict[int, int]) -> dict[int, int]:
    """The rows that named these people first; those nobody named before are named now."""
    if not prints:
        return {}
    cursor.execute(
        "SELECT key, line FROM contacts_importkey WHERE import_file_id = %s AND key = ANY(%s::bigint[])",
        [import_id, array(prints)],
    )
    there = dict(cursor.fetchall())
    fresh = sorted((key, line) for key, line in prints.items() if key not in there)
    cursor.execute(
        """INSERT INTO contacts_importkey (import_file_id, key, line)
           SELECT %s, key, line FROM unnest(%s::bigint[], %s::int[]) AS n(key, line)""",
        [import_id, *columns(fresh, width=2)],
    )
    return there


def forget_line(cursor: CursorWrapper, import_id: int, line: int) -> None:
    cursor.execute("DELETE FROM contacts_importkey WHERE import_file_id = %s AND line = %s", [import_id, line])
