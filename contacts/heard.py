"""When people last wrote, as the list of contacts sorts and segments ask."""

from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter

from django.db import connection

from nxtchat.unnesting import columns


def note_heard(spoke: Iterable[tuple[int, datetime]]) -> None:
    """To the hour, which is near enough and saves a write with nearly every message. Contacts in order of their ids."""
    heard = dict(sorted(spoke, key=itemgetter(1)))
    if not heard:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE contacts_contact c SET last_heard_at = n.at
               FROM unnest(%s::bigint[], %s::timestamptz[]) AS n(id, at)
               WHERE c.id IN (
                   SELECT o.id FROM contacts_contact o
                   JOIN unnest(%s::bigint[], %s::timestamptz[]) AS m(id, at) USING (id)
                   WHERE o.last_heard_at IS NULL OR o.last_heard_at < m.at - interval '1 hour'
                   ORDER BY o.id FOR NO KEY UPDATE OF o)
               AND c.id = n.id""",
            columns(sorted(heard.items()), width=2) * 2,
        )
