"""The statements behind resolving: each handles a whole batch, each takes its locks in sorted order."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from contacts.directory import BSUID, PHONE, WA_ID, Directory, Key, Row, directory
from contacts.spelling import search_keys
from nxtchat.unnesting import array, columns
from nxtchat.whatsapp.phones import spellings


def load(cursor: CursorWrapper, *, keys: set[Key], scopes: set[str], phones: Iterable[str] = ()) -> Directory:
    """What is on file about these ids, and every user id of the people behind them."""
    rows: dict[Key, Row] = {}
    names: dict[int, str] = {}
    user_ids: dict[tuple[int, str], dict[str, datetime]] = defaultdict(dict)
    _look_up(cursor, keys, rows, names, user_ids)
    # A number that we wrote down ourselves matters only where WhatsApp's own spelling of it is not on file.
    written = {
        ("", PHONE, value)
        for phone in phones
        if not any(("", WA_ID, one) in rows for one in (phone, *spellings(phone)))
        for value in search_keys(phone)
    }
    if written:
        _look_up(cursor, written, rows, names, user_ids)
    by_phone = [contact for contact in names if any((contact, scope) not in user_ids for scope in scopes)]
    if by_phone and any(key[1] == BSUID for key in keys):  # then it matters whether we know them by another user id
        cursor.execute(
            """SELECT contact_id, scope, value, last_seen FROM contacts_identity
               WHERE contact_id = ANY(%s::bigint[]) AND kind = 'bsuid' AND scope = ANY(%s::text[])
               AND replaced_by_id IS NULL""",
            [array(by_phone), array(sorted(scopes))],
        )
        for contact, scope, value, last in cursor.fetchall():
            user_ids[contact, scope][value] = last
    return directory(rows, user_ids, names)


def _look_up(
    cursor: CursorWrapper,
    keys: set[Key],
    rows: dict[Key, Row],
    names: dict[int, str],
    user_ids: dict[tuple[int, str], dict[str, datetime]],
) -> None:
    cursor.execute(
        """SELECT i.scope, i.kind, i.value, i.id, i.contact_id, i.first_seen, i.last_seen, i.replaced_by_id,
               c.profile_name
           FROM unnest(%s::text[], %s::text[], %s::text[]) AS k(scope, kind, value)
           JOIN contacts_identity i USING (scope, kind, value) JOIN contacts_contact c ON c.id = i.contact_id""",
        columns(sorted(keys), width=3),
    )
    for scope, kind, value, found, contact, first, last, replaced_by, name in cursor.fetchall():
        rows[scope, kind, value] = Row(found, contact, first, last, bool(replaced_by))
        names[contact] = name
        if kind == BSUID and not replaced_by:
            user_ids[contact, scope][value] = last


def add_contacts(cursor: CursorWrapper, strangers: dict[int, datetime]) -> dict[int, int]:
    """New people: from the number they had in the plan to their id."""
    if not strangers:
        return {}
    cursor.execute(
        """INSERT INTO contacts_contact (name, profile_name, language, created_at)
           SELECT '', '', '', at FROM unnest(%s::timestamptz[]) WITH ORDINALITY AS n(at, ord) ORDER BY ord
           RETURNING id""",
        [array(strangers.values())],
    )
    return dict(zip(strangers, sorted(row[0] for row in cursor.fetchall()), strict=True))


def add_identities(cursor: CursorWrapper, fresh: dict[Key, tuple[int, Row]]) -> dict[Key, int]:
    """Write these ids; fewer come back than were given when somebody else wrote one of them first."""
    if not fresh:
        return {}
    rows = sorted((*key, contact, row.first_seen, row.last_seen) for key, (contact, row) in fresh.items())
    cursor.execute(
        """INSERT INTO contacts_identity (scope, kind, value, contact_id, first_seen, last_seen)
           SELECT * FROM unnest(
               %s::text[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])
           ON CONFLICT (scope, kind, value) DO NOTHING RETURNING scope, kind, value, id""",
        columns(rows, width=6),
    )
    return {(scope, kind, value): found for scope, kind, value, found in cursor.fetchall()}


def retire(cursor: CursorWrapper, retired: dict[int, Key]) -> dict[int, int]:
    """A phone changed hands. The old rows stay with their old owner, out of the way of the one key per phone.

    Returns what goes with them: the number as we had written it down, by the id that it goes with.
    """
    if not retired:
        return {}
    cursor.execute(
        """UPDATE contacts_identity SET scope = 'former:' || id
           WHERE id IN (SELECT id FROM contacts_identity WHERE id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE)
           AND kind IN ('wa_id', 'phone') AND scope = '' RETURNING id, value""",
        [sorted(retired)],
    )
    given_up = [(found, key) for found, value in cursor.fetchall() for key in search_keys(value)]
    if not given_up:
        return {}
    cursor.execute(
        """UPDATE contacts_identity w SET scope = 'former:' || w.id
           FROM unnest(%s::bigint[], %s::text[]) AS g(id, value) JOIN contacts_identity i ON i.id = g.id
           WHERE w.contact_id = i.contact_id AND w.kind = 'phone' AND w.scope = '' AND w.value = g.value
           RETURNING w.id, g.id""",
        columns(sorted(given_up), width=2),
    )
    return dict(cursor.fetchall())


def link_retired(cursor: CursorWrapper, links: dict[int, int]) -> None:
    if links:
        cursor.execute(
            """UPDATE contacts_identity i SET replaced_by_id = l.new
               FROM unnest(%s::bigint[], %s::bigint[]) AS l(old, new) WHERE i.id = l.old""",
            columns(sorted(links.items()), width=2),
        )


def touch(cursor: CursorWrapper, seen: list[tuple[int, datetime, datetime]]) -> None:
    if seen:
        cursor.execute(
            """UPDATE contacts_identity i SET first_seen = s.first, last_seen = s.last
               FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS s(id, first, last)
               WHERE i.id = s.id AND (i.first_seen > s.first OR i.last_seen < s.last)""",
            columns(sorted(seen), width=3),
        )


def move_identities(cursor: CursorWrapper, joined: dict[int, int]) -> None:
    """Give a contact's ids to the contact it turned out to be. What else is theirs follows when they are buried."""
    if joined:
        both = array(sorted({*joined, *joined.values()}))
        cursor.execute("SELECT 1 FROM contacts_contact WHERE id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE", [both])
    for drop, keep in sorted(joined.items()):
        cursor.execute("UPDATE contacts_identity SET contact_id = %s WHERE contact_id = %s", [keep, drop])
