"""Whose are these ids? Asked once for a whole batch."""

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from django.db.backends.utils import CursorWrapper

from contacts.spelling import canonical
from nxtchat.unnesting import array, columns

TURNS, LOCK = 64, 7_041_776  # numbers of one turn wait for each other; the name of the lock

Id = tuple[str, str, str]  # scope, kind, value


@dataclass(frozen=True)
class Known:
    now: dict[Id, int]  # whose these ids are
    once: dict[Id, int]  # whose they were

    def of(self, keys: list[Id]) -> set[int]:
        """Everybody who has or had one of them."""
        return {each[key] for key in keys for each in (self.now, self.once) if key in each}

    def first(self, keys: list[Id]) -> int | None:
        """Whoever has the first of them that somebody has; else who had it."""
        return next((each[key] for each in (self.now, self.once) for key in keys if key in each), None)


def take_turn(cursor: CursorWrapper, numbers: Iterable[str]) -> None:
    """Until the transaction is over nobody else puts these numbers on file, in whatever spelling.

    Before anybody is locked: whoever has locked people must not wait for a turn.
    """
    turns = sorted({crc32(canonical(number).encode()) % TURNS for number in numbers})
    if turns:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s::int, turn) FROM unnest(%s::int[]) AS t(turn)", [LOCK, array(turns)]
        )


def find(cursor: CursorWrapper, keys: set[Id]) -> Known:
    known = Known({}, {})
    if keys:
        cursor.execute(
            """SELECT i.scope, i.kind, i.value, i.contact_id, i.replaced_by_id
               FROM unnest(%s::text[], %s::text[], %s::text[]) AS k(scope, kind, value)
               JOIN contacts_identity i USING (scope, kind, value)""",
            columns(sorted(keys), width=3),
        )
        for scope, kind, value, contact, replaced in cursor.fetchall():
            (known.once if replaced else known.now)[scope, kind, value] = contact
    return known
