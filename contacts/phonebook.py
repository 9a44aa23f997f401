"""The phone book of the phone that has the WhatsApp Business app: how the people there call a customer."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from nxtchat.unnesting import columns


def keep(names: Mapping[int, tuple[datetime, str]]) -> list[int]:
    """Call these contacts so from then on; an empty name: no more. What is older than what we know changes nothing.

    The name that an agent typed is another one and stays. Returns those that changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE contacts_contact c SET phonebook_name = n.name, phonebook_at = n.at
               FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[]) AS n(id, at, name)
               WHERE c.id = n.id AND (c.phonebook_at IS NULL OR (n.at, n.name) > (c.phonebook_at, c.phonebook_name))
               RETURNING c.id""",
            columns([(contact, *named) for contact, named in sorted(names.items())], width=3),
        )
        return [contact for (contact,) in cursor.fetchall()]
