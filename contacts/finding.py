"""Finding people by what somebody types: parts of a name, of a username, of a number in any of its spellings.

Never more than so many at once, reached through an index: a million people are on file, and somebody waits.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from contacts.models import Contact
from contacts.spelling import digits, international, region, search_keys
from nxtchat.whatsapp.models import Number

LONGEST = 100  # characters that are looked at
MOST = 1_000  # people that one search finds
FEW = 3_000  # so many people are looked at one by one
LOOKED_AT = 5_000  # so many who are called so, to see whether somebody may see them
EVERYBODY = [Q()]

_NAME_PART = """SELECT id FROM contacts_contact
    WHERE {every} {among}"""
_EVERY = "contacts_names(name, phonebook_name, profile_name) LIKE %s"  # no index answers to LIKE ALL (…)
_NAME_START = """SELECT id FROM contacts_contact
    WHERE (contacts_sought(name, phonebook_name, profile_name) COLLATE "C") LIKE %s {among}"""
_VALUE_PART = """SELECT contact_id FROM contacts_identity
    WHERE value LIKE %s AND kind = ANY(%s) AND kind IN ('wa_id', 'phone', 'username')
    AND replaced_by_id IS NULL {among}"""  # not by a number that they gave up: it will be somebody else's
_VALUE = """SELECT contact_id FROM contacts_identity
    WHERE scope = '' AND kind = ANY(%s) AND value = ANY(%s) {among}"""
_AMONG = {"contacts_contact": "AND id = ANY(%s::bigint[])", "contacts_identity": "AND contact_id = ANY(%s::bigint[])"}
_NUMBERS, _USERNAMES = ["wa_id", "phone"], ["username"]

# With a limit Postgres hopes to meet enough matches on the way through the whole table; it must take the index.
_BY_INDEX = """SELECT set_config(name, %s, true)
    FROM unnest(ARRAY['enable_seqscan', 'enable_indexscan', 'enable_indexonlyscan']) AS n(name)"""

Asked = tuple[str, list]  # a statement, with room for among whom, and its values


@dataclass(frozen=True)
class Found:
    ids: list[int]
    is_cut: bool = False  # there may be others


def found(q: str, *, seen: Sequence[Q] = EVERYBODY) -> Found:
    """The contacts whose name or address has this in it, of those whom somebody may see; at most MOST of them.

    Of few people each is looked at. Where many may be seen, it is enough to look at those who are called so: the more
    is typed, the fewer these are.
    """
    asked = [*_asked(plain(q), q.replace("\0", "")[:LONGEST])]
    if not asked:
        return Found([])
    if [*seen] == EVERYBODY:
        ids = _found(asked, most=MOST + 1)
        return Found(ids[:MOST], is_cut=len(ids) > MOST)
    ids, is_cut = [], False
    for part in seen:
        people = Contact.objects.filter(part).order_by().values_list("pk", flat=True)
        few = list(people[: FEW + 1])
        if len(few) <= FEW:
            ids += _among(asked, few)
        else:
            called_so = _found(asked, most=LOOKED_AT)
            is_cut |= len(called_so) == LOOKED_AT
            ids += people.filter(pk__in=these(called_so))
    return Found(ids[:MOST], is_cut=is_cut or len(ids) > MOST)


def these(ids: Sequence[int]) -> RawSQL:
    """Many ids as one value, for `__in`."""
    return RawSQL("SELECT unnest(%s::bigint[])", [[*ids]])


def _found(asked: Sequence[Asked], *, most: int) -> list[int]:
    parts = " UNION ".join(f"(SELECT * FROM ({one.format(among='')}) AS p LIMIT {most})" for one, _values in asked)  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BY_INDEX, ["off"])
        cursor.execute(f"SELECT * FROM ({parts}) AS f LIMIT {most}", [one for _part, values in asked for one in values])  # noqa: S608
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(_BY_INDEX, ["on"])
    return ids


def _among(asked: Sequence[Asked], people: list[int]) -> list[int]:
    """Those of these people who are called so."""
    parts = [one.format(among=next(_AMONG[table] for table in _AMONG if table in one)) for one, _values in asked]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), [one for _part, values in asked for one in [*values, people]])
        return [row[0] for row in cursor.fetchall()]


def plain(text: str) -> str:
    """As `contacts_plain` in the database: small letters, no accents."""
    apart = unicodedata.normalize("NFKD", text.replace("\0", "")[:LONGEST].lower())
    return re.sub("[\u0300-\u036f]", "", apart).strip()


def _asked(q: str, written: str) -> Iterator[Asked]:
    words = q.split()
    if any(len(word) >= 3 for word in words):
        every = " AND ".join([_EVERY] * len(words))
        yield _NAME_PART.replace("{every}", every), [f"%{_escaped(word)}%" for word in words]
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
