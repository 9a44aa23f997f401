"""What is on file about a handful of ids, and what a batch of sightings adds to it. No database in here."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from contacts.models import Identity
from nxtchat.whatsapp.events_types import Party
from nxtchat.whatsapp.phones import spellings

Key = tuple[str, str, str]  # scope, kind, value: the unique key of an identity

COARSE = timedelta(days=1)
WA_ID, BSUID = Identity.Kind.WA_ID.value, Identity.Kind.BSUID.value


@dataclass(slots=True)
class Row:
    """An identity on file, or one that will be (id 0). People not yet on file have negative numbers."""

    id: int
    contact: int
    first_seen: datetime
    last_seen: datetime
    replaced: bool = False
    is_stale: bool = False  # its times on file need to be brought up to date


@dataclass(slots=True)
class Directory:
    rows: dict[Key, Row]
    user_ids: dict[tuple[int, str], set[str]]  # the current user ids of (contact, scope)
    names: dict[int, str]  # as the contacts on file call themselves
    strangers: int = 0
    fresh: dict[Key, Row] = field(default_factory=dict)  # to be written
    retired: dict[int, Key] = field(default_factory=dict)  # identity id → the key of what replaced it
    outdated: dict[Key, Key] = field(default_factory=dict)  # the same for user ids that were not on file yet
    joined: dict[int, int] = field(default_factory=dict)  # contact → the contact it turned out to be

    def place(self, *, party: Party, scope: str, at: datetime, only_known: bool) -> int | None:
        """The contact behind a party: by user id, then by phone, then by another spelling of it, else somebody new."""
        user_key, phone_key = (scope, BSUID, party.bsuid), ("", WA_ID, party.wa_id)
        user = self.rows.get(user_key) if party.bsuid else None
        phone = self.rows.get(phone_key) if party.wa_id else None
        spelt = phone or self._other_spelling(party.wa_id)
        if user:
            contact = user.contact
            if spelt and spelt.contact != contact and not self._is_someone_else(spelt.contact, scope, party.bsuid):
                contact = self._join(contact, spelt.contact)
        elif spelt and not (party.bsuid and self._is_someone_else(spelt.contact, scope, party.bsuid)):
            contact = spelt.contact
        elif only_known:
            return None
        else:
            contact = self._stranger()
        if party.bsuid:
            self._note(user_key, contact, at)
            if not self.rows[user_key].replaced:
                self.user_ids[contact, scope].add(party.bsuid)
        if party.wa_id and not (user and user.replaced):  # a late word from a phone that was given up
            self._note(phone_key, contact, at)
        return contact

    def rename(self, *, before: Party, after: Party, scope: str, at: datetime) -> int | None:
        """The same person under new ids: the old ones are retired, so that a later owner of the phone is a stranger."""
        old_user, new_user = (scope, BSUID, before.bsuid), (scope, BSUID, after.bsuid)
        old_phone, new_phone = ("", WA_ID, before.wa_id), ("", WA_ID, after.wa_id)
        # A phone that was first seen after the change is its next owner's.
        old = [key for key in (old_user, old_phone) if key in self.rows and self.rows[key].first_seen <= at]
        known = old or [key for key in (new_user, new_phone) if key in self.rows]
        if not known:
            return None
        contact = self.rows[known[0]].contact
        for key in (new_user, new_phone):
            if not key[2]:
                continue
            there = self.rows.get(key)
            if there and there.contact != contact and there.first_seen >= at:
                contact = self._join(contact, there.contact)  # they wrote under the new id before we heard of it
            self._note(key, contact, at)
        if new_user[2] and old_user[2] and new_user != old_user:
            self._outdate(old_user, new_user, contact, at)
            self.user_ids[contact, scope] = {after.bsuid}
        if new_phone[2] and old_phone in old and new_phone != old_phone and self.rows[old_phone].last_seen <= at:
            self._give_up(old_phone, new_phone)
        return contact

    def _other_spelling(self, wa_id: str) -> Row | None:
        return next((row for other in spellings(wa_id) if (row := self.rows.get(("", WA_ID, other)))), None)

    def _is_someone_else(self, contact: int, scope: str, bsuid: str) -> bool:
        """Do we know this contact by another user id in the same business? Then the phone has a new owner."""
        others = self.user_ids.get((contact, scope), set())
        return bool(others) and bsuid not in others

    def _stranger(self) -> int:
        self.strangers += 1
        return -self.strangers

    def _note(self, key: Key, contact: int, at: datetime) -> None:
        """This id is this contact's, as of then. It changes hands only for what is newer than its last sighting."""
        row = self.rows.get(key)
        if row and row.contact == contact:
            # Hand-overs write exact times; in between, once a day is near enough and saves most of the writes.
            if at < row.first_seen or at - row.last_seen > COARSE:
                row.first_seen, row.last_seen = min(row.first_seen, at), max(row.last_seen, at)
                row.is_stale = True
        elif not row:
            self.rows[key] = self.fresh[key] = Row(0, contact, at, at)
        elif at > row.last_seen:
            if row.id:
                self.retired[row.id] = key
            self.rows[key] = self.fresh[key] = Row(0, contact, at, at)

    def _outdate(self, old: Key, new: Key, contact: int, at: datetime) -> None:
        """Another user id took its place. It stays on file, because late messages may still bear it."""
        if old not in self.rows:
            self.rows[old] = self.fresh[old] = Row(0, contact, at, at)
        row = self.rows[old]
        row.replaced = True
        if row.id:
            self.retired[row.id] = new
        else:
            self.outdated[old] = new

    def _give_up(self, old: Key, new: Key) -> None:
        """A phone that is given up will be somebody else's one day."""
        row = self.rows.pop(old)
        if row.id:
            self.retired[row.id] = new
        self.fresh.pop(old, None)

    def _join(self, one: int, other: int) -> int:
        """Two contacts turn out to be one person; the one who was on file first stays."""
        on_file = sorted(contact for contact in (one, other) if contact > 0)
        keep = on_file[0] if on_file else one
        drop = other if keep == one else one
        for row in self.rows.values():
            if row.contact == drop:
                row.contact = keep
        for contact, scope in [pair for pair in self.user_ids if pair[0] == drop]:
            self.user_ids[keep, scope] |= self.user_ids.pop((contact, scope))
        for earlier, to in self.joined.items():
            if to == drop:
                self.joined[earlier] = keep
        self.joined[drop] = keep
        return keep


def directory(rows: dict[Key, Row], user_ids: dict[tuple[int, str], set[str]], names: dict[int, str]) -> Directory:
    return Directory(rows=rows, user_ids=defaultdict(set, user_ids), names=names)
