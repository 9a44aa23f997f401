"""Contacts that may be one person, found among all: a person decides. And merges that are too old to be undone."""

from django.db import connection
from django.utils import timezone

from contacts.models import Merge, Suggestion

# As contacts.spelling.canonical, but for what nobody has on file: 15 within an Argentinian number.
CANONICAL = r"""CASE
    WHEN value ~ '^55\d{2}9[6-9]\d{7}$' THEN left(value, 4) || substr(value, 6)
    WHEN value ~ '^521\d{10}$' THEN '52' || substr(value, 4)
    WHEN value ~ '^549\d{10}$' THEN '54' || substr(value, 4)
    ELSE value END"""
SAME = {
    Suggestion.Reason.SPELLING: ("kind IN ('wa_id', 'phone') AND scope = ''", CANONICAL),
    Suggestion.Reason.USER_ID: ("kind = 'bsuid'", "value"),
    Suggestion.Reason.PARENT: ("kind = 'parent_bsuid'", "value"),
    Suggestion.Reason.EXTERNAL: ("kind = 'external'", "value"),
}


def notice() -> int:
    """Put on the list who shares a number or an id with the first who had it. What was decided stays decided."""
    found = 0
    with connection.cursor() as cursor:
        for reason, (which, key) in SAME.items():
            cursor.execute(
                f"""INSERT INTO contacts_suggestion (one_id, other_id, reason, state, noted_at)
                    SELECT k.first, o.contact, %s, 'open', now() FROM (
                        SELECT {key} AS same, min(contact_id) AS first, array_agg(DISTINCT contact_id) AS all
                        FROM contacts_identity WHERE {which} AND replaced_by_id IS NULL
                        GROUP BY 1 HAVING min(contact_id) <> max(contact_id)
                    ) k, unnest(k.all) AS o(contact) WHERE o.contact > k.first
                    ON CONFLICT DO NOTHING""",  # noqa: S608
                [reason],
            )
            found += cursor.rowcount
    return found


def forget() -> None:
    """What it took to undo a merge holds a copy of somebody's data, so it goes when it is of no use any more."""
    Merge.objects.filter(at__lte=timezone.now() - Merge.KEPT).delete()
