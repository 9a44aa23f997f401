"""Who is speaking? From the ids that Meta gave to the contact on file, for a whole batch at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from contacts import noting_sql
from contacts import resolving_sql as sql
from contacts.directory import BSUID, WA_ID, Directory, Key
from contacts.merging.absorbing import absorb
from contacts.models import Suggestion
from nxtchat.whatsapp.events_types import Party
from nxtchat.whatsapp.phones import spellings


class Sighting(NamedTuple):
    """A party, in whose business its user id means something, and when it was seen there."""

    party: Party
    scope: str
    at: datetime
    was: Party | None = None  # the ids under which the same person was known before, when Meta said so
    only_known: bool = False  # seen in passing: no reason to put a stranger on file


class Known(NamedTuple):
    contact: int
    peer: int | None  # the identity an answer goes to: the phone, or the user id of somebody who hides it


@dataclass(frozen=True, slots=True)
class Resolved:
    known: list[Known | None]  # one for each sighting, in their order
    joined: dict[int, int] = field(default_factory=dict)  # contact → the contact it turned out to be
    retired: list[int] = field(default_factory=list)  # identities that are no longer their contact's


class _Raced(Exception):
    """Somebody else wrote one of these identities at the same moment."""


def resolve(sightings: Sequence[Sighting]) -> Resolved:
    """Find or make the contact of every sighting. Ids are stored as given; a name typed by an agent is left alone.

    The caller moves what belongs to `joined` contacts and then calls `bury`.
    """
    for _ in range(5):
        try:
            with transaction.atomic():
                return _resolve(sightings)
        except _Raced:
            continue
    raise RuntimeError("the same identities were written by others five times in a row")


def _resolve(sightings: Sequence[Sighting]) -> Resolved:
    with connection.cursor() as cursor:
        book = sql.load(
            cursor, keys=_keys(sightings), scopes={sighting.scope for sighting in sightings}, phones=_phones(sightings)
        )
        places = [_place(book, sighting) for sighting in sightings]
        people = sql.add_contacts(cursor, _strangers(book, places, sightings))
        book_joined = {drop: people.get(keep, keep) for drop, keep in book.joined.items() if drop > 0}

        def person(contact: int) -> int:
            contact = book.joined.get(contact, contact)
            return people.get(contact, contact)

        sql.move_identities(cursor, book_joined)
        gone_with = sql.retire(cursor, book.retired)
        ids = sql.add_identities(cursor, {key: (person(row.contact), row) for key, row in book.fresh.items()})
        if len(ids) < len(book.fresh):
            raise _Raced
        replaced = book.retired | {ids[old]: new for old, new in book.outdated.items()}
        replaced |= {written: replaced[old] for written, old in gone_with.items()}
        sql.link_retired(cursor, {old: ids.get(new) or book.rows[new].id for old, new in replaced.items()})
        sql.touch(
            cursor, [(row.id, row.first_seen, row.last_seen) for row in book.rows.values() if row.id and row.is_stale]
        )
        names: dict[int, tuple[datetime, str]] = {}
        usernames: dict[str, tuple[datetime, int]] = {}
        known: list[Known | None] = []
        for sighting, place in zip(sightings, places, strict=True):
            if place is None:
                known.append(None)
                continue
            contact = person(place)
            known.append(Known(contact, _peer(book, sighting, ids, book.joined.get(place, place))))
            party = sighting.party
            if party.name:
                names[contact] = max(names.get(contact, (sighting.at, party.name)), (sighting.at, party.name))
            if party.username:
                seen = (sighting.at, contact)
                usernames[party.username] = max(usernames.get(party.username, seen), seen)
        noting_sql.update_names(cursor, {who: named for who, named in names.items() if named[1] != book.names.get(who)})
        noting_sql.note_usernames(cursor, usernames)
        noting_sql.note_parents(
            cursor,
            {
                (sighting.scope, sighting.party.parent_bsuid): (one.contact, sighting.at)
                for sighting, one in zip(sightings, known, strict=True)
                if one and sighting.party.parent_bsuid
            },
        )
        owners = {(person(one), person(other)) for one, other in book.owners}
        noting_sql.suggest(cursor, {pair for pair in owners if pair[0] != pair[1]}, Suggestion.Reason.NEW_OWNER)
    return Resolved(known=known, joined=book_joined, retired=sorted({*book.retired, *gone_with}))


def unknown_user_ids(parties: Sequence[tuple[str, Party]]) -> set[tuple[str, str]]:
    """Those of (scope, user id) that are not on file yet, or on file with somebody else than the phone beside them."""
    keys = {(scope, BSUID, party.bsuid) for scope, party in parties}
    with connection.cursor() as cursor:
        rows = sql.load(cursor, keys=keys | {("", WA_ID, party.wa_id) for _scope, party in parties}, scopes=set()).rows
    found = set()
    for scope, party in parties:
        user, phone = rows.get((scope, BSUID, party.bsuid)), rows.get(("", WA_ID, party.wa_id))
        if not user or (phone and phone.contact != user.contact and not user.replaced):
            found.add((scope, party.bsuid))
    return found


def bury(joined: dict[int, int]) -> None:
    """Remove contacts that turned out to be somebody else on file, once their conversations are moved."""
    for drop, keep in sorted(joined.items()):
        absorb(keep=keep, drop=drop)


def _keys(sightings: Sequence[Sighting]) -> set[Key]:
    keys: set[Key] = set()
    for sighting in sightings:
        for party in (sighting.party, sighting.was):
            if party and party.bsuid:
                keys.add((sighting.scope, BSUID, party.bsuid))
            if party and party.wa_id:
                keys.add(("", WA_ID, party.wa_id))
                keys.update(("", WA_ID, other) for other in spellings(party.wa_id))
    return keys


def _phones(sightings: Sequence[Sighting]) -> set[str]:
    return {party.wa_id for one in sightings for party in (one.party, one.was) if party and party.wa_id}


def _place(book: Directory, sighting: Sighting) -> int | None:
    if sighting.was:
        return book.rename(before=sighting.was, after=sighting.party, scope=sighting.scope, at=sighting.at)
    if sighting.party.is_nobody:
        return None
    return book.place(party=sighting.party, scope=sighting.scope, at=sighting.at, only_known=sighting.only_known)


def _strangers(book: Directory, places: Sequence[int | None], sightings: Sequence[Sighting]) -> dict[int, datetime]:
    """Those who are not on file yet, with the time of their first sighting."""
    found: dict[int, datetime] = {}
    for place, sighting in zip(places, sightings, strict=True):
        if place is not None and (contact := book.joined.get(place, place)) < 0:
            found[contact] = min(found.get(contact, sighting.at), sighting.at)
    return found


def _peer(book: Directory, sighting: Sighting, ids: dict[Key, int], contact: int) -> int | None:
    """Answer to the id that was received; the phone wins where both were given."""
    for key in (("", WA_ID, sighting.party.wa_id), (sighting.scope, BSUID, sighting.party.bsuid)):
        row = book.rows.get(key) if key[2] else None
        if row and row.contact == contact and not row.replaced:
            return row.id or ids.get(key)
    return None
