"""What is on file about a handful of ids, and what a batch of sightings adds to it. No database in here."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from contacts.models import Identity
from contacts.spelling import search_keys
from nxtchat.whatsapp.events_types import Party
from nxtchat.whatsapp.phones import spellings

Key = tuple[str, str, str]  # scope, kind, value: the unique key of an identity

COARSE = timedelta(days=1)
WA_ID, PHONE, BSUID = Identity.Kind.WA_ID.value, Identity.Kind.PHONE.value, Identity.Kind.BSUID.value


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
    user_ids: dict[tuple[int, str], dict[str, datetime]]  # the current user ids of (contact, scope), last seen when
    names: dict[int, str]  # as the contacts on file call themselves
    strangers: int = 0
    fresh: dict[Key, Row] = field(default_factory=dict)  # to be written
    retired: dict[int, Key] = field(default_factory=dict)  # identity id → the key of what replaced it
    outdated: dict[Key, Key] = field(default_factory=dict)  # the same for user ids that were not on file yet
    joined: dict[int, int] = field(default_factory=dict)  # contact → the contact it turned out to be
    owners: set[tuple[int, int]] = field(default_factory=set)  # two contacts who had one phone, one after the other

    def place(self, *, party: Party, scope: str, at: datetime, only_known: bool) -> int | None:
        """The contact behind a party: by user id, then by phone, then by another spelling of it, else somebody new."""
        user_key, phone_key = (scope, BSUID, party.bsuid), ("", WA_ID, party.wa_id)
        user = self.rows.get(user_key) if party.bsuid else None
        held = self._held(party.wa_id)
        holder = self.rows[held].contact if held else None
        is_taken = holder is not None and bool(party.bsuid) and self._is_someone_else(holder, scope, party.bsuid)
        if user:
            contact = user.contact
            if holder is not None and holder != contact and not is_taken and not user.replaced:
                contact = self._join(contact, holder)
        elif holder is not None and not is_taken:
            contact = holder
        elif only_known:
            return None
        else:
            contact = self._stranger()
        if party.bsuid:
            self._note(user_key, contact, at)
            if not self.rows[user_key].replaced:
                ours = self.user_ids[contact, scope]
                ours[party.bsuid] = max(ours.get(party.bsuid, at), at)
        if party.wa_id and not (user and user.replaced):  # a late word from a phone that was given up
            if held and holder is not None and is_taken and holder != contact:
                self.owners.add((holder, contact))
                self._take_over(held, phone_key, contact, scope, at)
            else:
                self._note(phone_key, contact, at)
        return contact

    def rename(self, *, before: Party, after: Party, scope: str, at: datetime) -> int:
        """The same person under new ids: the old ones are retired, so that a later owner of the phone is a stranger."""
        old_user, new_user = (scope, BSUID, before.bsuid), (scope, BSUID, after.bsuid)
        old_phone, new_phone = self._held(before.wa_id) or ("", WA_ID, before.wa_id), ("", WA_ID, after.wa_id)
        # A phone that was first seen after the change is its next owner's.
        old = [key for key in (old_user, old_phone) if key in self.rows and self.rows[key].first_seen <= at]
        known = old or [key for key in (new_user, new_phone) if key in self.rows]
        # What is told before anybody wrote has to be remembered, since late messages bear the old ids.
        contact = self.rows[known[0]].contact if known else self._stranger()
        for key in (*old, new_user, new_phone):
            there = self.rows.get(key)
            if there and there.contact != contact and self._is_meant(key, there, before, after, scope, at):
                contact = self._join(contact, there.contact)  # they wrote under another id before we heard of it
        for key in (new_user, new_phone):
            if key[2]:
                self._note(key, contact, at)
        if new_user[2] and old_user[2] and new_user != old_user:
            self._outdate(old_user, new_user, contact, at)
            self.user_ids[contact, scope] = {after.bsuid: at}
        if new_phone[2] and old_phone in old and new_phone != old_phone and self.rows[old_phone].last_seen <= at:
            self._let_go(old_phone, new_phone)
        return contact

    def _is_meant(self, key: Key, there: Row, before: Party, after: Party, scope: str, at: datetime) -> bool:
        """A user id is one person's for good; a phone is theirs unless its contact is known by another user id."""
        if key[1] == BSUID:
            return True
        is_old = key[2] != after.wa_id
        bsuid = before.bsuid if is_old else after.bsuid
        return (is_old or there.first_seen >= at) and not (bsuid and self._is_someone_else(there.contact, scope, bsuid))

    def _held(self, wa_id: str) -> Key | None:
        """Where a phone is on file: as WhatsApp spells it, or spelt it once, else as we wrote it down ourselves."""
        if not wa_id:
            return None
        keys = [("", WA_ID, one) for one in (wa_id, *spellings(wa_id))]
        found = next((key for key in keys if key in self.rows), None)
        return found or next((key for one in search_keys(wa_id) if (key := ("", PHONE, one)) in self.rows), None)

    def _is_someone_else(self, contact: int, scope: str, bsuid: str) -> bool:
        """Do we know this contact by another user id in the same business? Then the phone has a new owner."""
        others = self.user_ids.get((contact, scope), {})
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
            self._let_go(key, key)
            self.rows[key] = self.fresh[key] = Row(0, contact, at, at)

    def _take_over(self, held: Key, key: Key, contact: int, scope: str, at: datetime) -> None:
        """A phone came with another user id than its holder's. Seen alone it says nothing about whose it is."""
        row = self.rows[held]
        if at > min(row.last_seen, max(self.user_ids[row.contact, scope].values())):
            self._let_go(held, key)
            self.rows[key] = self.fresh[key] = Row(0, contact, at, at)

    def _let_go(self, old: Key, new: Key) -> None:
        """A phone that is given up will be somebody else's one day, in whichever spelling."""
        contact = self.rows[old].contact
        for key in [(old[0], kind, value) for kind in (WA_ID, PHONE) for value in search_keys(old[2])]:
            row = self.rows.get(key)
            if row and row.contact == contact and (key == old or key != new):
                del self.rows[key]
                self.fresh.pop(key, None)
                if row.id:
                    self.retired[row.id] = new

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


def directory(
    rows: dict[Key, Row], user_ids: dict[tuple[int, str], dict[str, datetime]], names: dict[int, str]
) -> Directory:
    return Directory(rows=rows, user_ids=defaultdict(dict, user_ids), names=names)
