"""Finding people by what somebody types: parts of a name, of a username, of a number in any of its spellings.

Never more than so many at once, reached through an index: a million people are on file, and somebody waits.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.db import connection, transaction

from contacts.spelling import digits, international, region, search_keys
from nxtchat.whatsapp.models import Number

LONGEST = 100  # characters that are looked at
MOST = 1_000  # people that one search finds

_NAME_PART = "SELECT id FROM contacts_contact WHERE contacts_names(name, phonebook_name, profile_name) LIKE ALL(%s)"
_NAME_START = """SELECT id FROM contacts_contact
    WHERE (contacts_sought(name, phonebook_name, profile_name) COLLATE "C") LIKE %s"""
_VALUE_PART = """SELECT contact_id FROM contacts_identity
    WHERE value LIKE %s AND kind = ANY(%s) AND kind IN ('wa_id', 'phone', 'username')
    AND replaced_by_id IS NULL"""  # not by a number that they gave up: it will be somebody else's
_VALUE = "SELECT contact_id FROM contacts_identity WHERE scope = '' AND kind = ANY(%s) AND value = ANY(%s)"
_NUMBERS, _USERNAMES = ["wa_id", "phone"], ["username"]

# With a limit Postgres hopes to meet enough matches on the way through the whole table; it must take the index.
_BY_INDEX = """SELECT set_config(name, %s, true)
    FROM unnest(ARRAY['enable_seqscan', 'enable_indexscan', 'enable_indexonlyscan']) AS n(name)"""


def found(q: str) -> list[int]:
    """The contacts whose name or address has this in it; at most MOST of them."""
    asked = [*_asked(plain(q), q.replace("\0", "")[:LONGEST])]
    if not asked:
        return []
    parts = " UNION ".join(f"(SELECT * FROM ({one}) AS p LIMIT {MOST})" for one, _values in asked)  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BY_INDEX, ["off"])
        cursor.execute(f"SELECT * FROM ({parts}) AS f LIMIT {MOST}", [one for _part, values in asked for one in values])  # noqa: S608
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(_BY_INDEX, ["on"])
    return ids


def plain(text: str) -> str:
    """As `contacts_plain` in the database: small letters, no accents."""
    apart = unicodedata.normalize("NFKD", text.replace("\0", "")[:LONGEST].lower())
    return re.sub("[\u0300-\u036f]", "", apart).strip()


def _asked(q: str, written: str) -> Iterator[tuple[str, list]]:
    words = q.split()
    if any(len(word) >= 3 for word in words):
        yield _NAME_PART, [[f"%{_escaped(word)}%" for word in words]]
    elif q:
        yield _NAME_START, [f"{_escaped(q)}%"]
    number = digits(written)
    if len(number) >= 3:
        yield _VALUE_PART, [f"%{number}%", _NUMBERS]
    if len(number) >= 7:
        yield _VALUE, [_NUMBERS, sorted(_spellings(written))]
    if len(name := q.removeprefix("@")) >= 3:
        yield _VALUE_PART, [f"%{_escaped(name)}%", _USERNAMES]


def _spellings(written: str) -> set[str]:
    """The number in every spelling, also as dialled in the countries that our own numbers are of."""
    homes = {region(digits(phone)) for phone in Number.objects.values_list("display_phone", flat=True)}
    meant = {international(written, country=country) for country in {"", *homes}} - {""}
    return {key for number in meant for key in search_keys(number)}


def _escaped(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
