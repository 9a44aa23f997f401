"""What a batch of sightings says beside who it was: names, usernames, and who may be one person or two."""

from collections.abc import Iterable
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from contacts.models import Suggestion
from nxtchat.unnesting import columns


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


def note_parents(cursor: CursorWrapper, parents: dict[tuple[str, str], tuple[int, datetime]]) -> None:
    """The user id within a group of companies: to be shown and exported, never used to find somebody.

    Two contacts with the same one may be one person; a person decides.
    """
    if not parents:
        return
    rows = columns(sorted((*key, *rest) for key, rest in parents.items()), width=4)
    cursor.execute(
        """INSERT INTO contacts_identity (scope, kind, value, contact_id, first_seen, last_seen)
           SELECT p.scope, 'parent_bsuid', p.value, p.contact, p.at, p.at
           FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::timestamptz[]) AS p(scope, value, contact, at)
           ON CONFLICT (scope, kind, value) DO NOTHING""",
        rows,
    )
    cursor.execute(
        """SELECT i.contact_id, p.contact FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS p(scope, value, contact)
           JOIN contacts_identity i USING (scope, value) WHERE i.kind = 'parent_bsuid' AND i.contact_id <> p.contact""",
        rows[:3],
    )
    suggest(cursor, cursor.fetchall(), Suggestion.Reason.PARENT)


def suggest(cursor: CursorWrapper, pairs: Iterable[tuple[int, int]], reason: str) -> None:
    """A person should look at these two. What was decided once stays decided."""
    found = sorted({(min(pair), max(pair)) for pair in pairs})
    if found:
        cursor.execute(
            """INSERT INTO contacts_suggestion (one_id, other_id, reason, state, noted_at)
               SELECT one, other, %s, 'open', now() FROM unnest(%s::bigint[], %s::bigint[]) AS s(one, other)
               ON CONFLICT DO NOTHING""",
            [reason, *columns(found, width=2)],
        )
