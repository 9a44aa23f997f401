"""The statements behind resolving: each handles a whole batch, each takes its locks in sorted order."""

from collections import defaultdict
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from contacts.directory import BSUID, Directory, Key, Row, directory
from nxtchat.unnesting import array, columns


def load(cursor: CursorWrapper, *, keys: set[Key], scopes: set[str]) -> Directory:
    """What is on file about these ids, and every user id of the people behind them."""
    cursor.execute(
        """SELECT i.scope, i.kind, i.value, i.id, i.contact_id, i.first_seen, i.last_seen, i.replaced_by_id,
               c.profile_name
           FROM unnest(%s::text[], %s::text[], %s::text[]) AS k(scope, kind, value)
           JOIN contacts_identity i USING (scope, kind, value) JOIN contacts_contact c ON c.id = i.contact_id""",
        columns(sorted(keys), width=3),
    )
    rows: dict[Key, Row] = {}
    names: dict[int, str] = {}
    user_ids: dict[tuple[int, str], set[str]] = defaultdict(set)
    for scope, kind, value, found, contact, first, last, replaced_by, name in cursor.fetchall():
        rows[scope, kind, value] = Row(found, contact, first, last, bool(replaced_by))
        names[contact] = name
        if kind == BSUID and not replaced_by:
            user_ids[contact, scope].add(value)
    unknown = any(key[1] == BSUID and key not in rows for key in keys)
    if unknown and rows:  # then it matters whether a phone's contact is known by another user id
        cursor.execute(
            """SELECT contact_id, scope, value FROM contacts_identity
               WHERE contact_id = ANY(%s::bigint[]) AND kind = 'bsuid' AND scope = ANY(%s::text[])
               AND replaced_by_id IS NULL""",
            [array(names), array(sorted(scopes))],
        )
        for contact, scope, value in cursor.fetchall():
            user_ids[contact, scope].add(value)
    return directory(rows, user_ids, names)


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


def retire(cursor: CursorWrapper, retired: dict[int, Key]) -> None:
    """A phone changed hands. The old row stays with its old owner, out of the way of the one key per phone."""
    if retired:
        cursor.execute(
            """UPDATE contacts_identity SET scope = 'former:' || id
               WHERE id IN (SELECT id FROM contacts_identity WHERE id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE)
               AND kind = 'wa_id' AND scope = ''""",
            [sorted(retired)],
        )


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


def update_names(cursor: CursorWrapper, names: dict[int, tuple[datetime, str]]) -> None:
    """What they call themselves now. An older message than the last one seen does not bring an old name back."""
    if names:
        cursor.execute(
            """UPDATE contacts_contact c SET profile_name = n.name
               FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[]) AS n(id, at, name)
               WHERE c.id = n.id AND c.profile_name <> n.name AND (c.profile_name = '' OR NOT EXISTS (
                   SELECT 1 FROM contacts_identity i WHERE i.contact_id = c.id AND i.last_seen > n.at))""",
            columns([(contact, *named) for contact, named in sorted(names.items())], width=3),
        )


def note_usernames(cursor: CursorWrapper, usernames: dict[str, tuple[datetime, int]]) -> None:
    """Usernames change and change hands; a contact has one, the newest."""
    if not usernames:
        return
    rows = sorted((name, contact, at) for name, (at, contact) in usernames.items())
    cursor.execute(
        """INSERT INTO contacts_identity (scope, kind, value, contact_id, first_seen, last_seen)
           SELECT '', 'username', u.name, u.contact, u.at, u.at
           FROM unnest(%s::text[], %s::bigint[], %s::timestamptz[]) AS u(name, contact, at)
           ON CONFLICT (scope, kind, value) DO UPDATE
           SET contact_id = excluded.contact_id, last_seen = excluded.last_seen
           WHERE contacts_identity.last_seen < excluded.last_seen""",
        columns(rows, width=3),
    )
    cursor.execute(
        """DELETE FROM contacts_identity i USING contacts_identity newer
           WHERE i.contact_id = ANY(%s::bigint[]) AND i.kind = 'username' AND newer.contact_id = i.contact_id
           AND newer.kind = 'username' AND (newer.last_seen, newer.id) > (i.last_seen, i.id)""",
        [sorted({contact for _at, contact in usernames.values()})],
    )


def note_parents(cursor: CursorWrapper, parents: dict[str, tuple[int, datetime]]) -> None:
    """The user id within a group of companies: kept to be shown and exported, never used to find somebody."""
    if parents:
        cursor.execute(
            """INSERT INTO contacts_identity (scope, kind, value, contact_id, first_seen, last_seen)
               SELECT '', 'parent_bsuid', p.value, p.contact, p.at, p.at
               FROM unnest(%s::text[], %s::bigint[], %s::timestamptz[]) AS p(value, contact, at)
               ON CONFLICT (scope, kind, value) DO NOTHING""",
            columns(sorted((value, *rest) for value, rest in parents.items()), width=3),
        )


def move_identities(cursor: CursorWrapper, joined: dict[int, int]) -> None:
    """Give a contact's ids, labels and choices to the contact it turned out to be, and the name our agents typed."""
    for drop, keep in sorted(joined.items()):
        cursor.execute("UPDATE contacts_identity SET contact_id = %s WHERE contact_id = %s", [keep, drop])
        cursor.execute(
            """INSERT INTO contacts_contact_labels (contact_id, label_id)
               SELECT %s, label_id FROM contacts_contact_labels WHERE contact_id = %s ON CONFLICT DO NOTHING""",
            [keep, drop],
        )
        cursor.execute("DELETE FROM contacts_contact_labels WHERE contact_id = %s", [drop])
        cursor.execute(
            """INSERT INTO contacts_consentevent (contact_id, purpose, is_given, at, source, wording, recorded_at)
               SELECT %s, purpose, is_given, at, source, wording, recorded_at FROM contacts_consentevent
               WHERE contact_id = %s ON CONFLICT DO NOTHING""",
            [keep, drop],
        )
        cursor.execute("DELETE FROM contacts_consentevent WHERE contact_id = %s", [drop])
        cursor.execute(
            """UPDATE contacts_contact k SET
                 name = CASE WHEN k.name = '' THEN d.name ELSE k.name END,
                 profile_name = CASE WHEN k.profile_name = '' THEN d.profile_name ELSE k.profile_name END,
                 phonebook_name = CASE WHEN d.phonebook_at > coalesce(k.phonebook_at, '-infinity')
                     THEN d.phonebook_name ELSE k.phonebook_name END,
                 phonebook_at = greatest(k.phonebook_at, d.phonebook_at),
                 created_at = least(k.created_at, d.created_at)
               FROM contacts_contact d WHERE k.id = %s AND d.id = %s""",
            [keep, drop],
        )


def bury(cursor: CursorWrapper, joined: dict[int, int]) -> None:
    if joined:
        cursor.execute(  # what they closed is still to be opened
            """UPDATE contacts_contactkey k SET contact_id = m.keep
               FROM unnest(%s::bigint[], %s::bigint[]) AS m (gone, keep) WHERE k.contact_id = m.gone""",
            [list(joined), list(joined.values())],
        )
        cursor.execute("DELETE FROM contacts_contact WHERE id = ANY(%s::bigint[])", [sorted(joined)])
