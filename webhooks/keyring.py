"""The secrets that may sign a webhook, kept in this process for a few seconds."""

import asyncio
import logging
import re
import time
from functools import cache
from typing import Any, NamedTuple

from django.db import close_old_connections

from nxtchat.whatsapp.models import Account
from nxtchat.whatsapp.signature import verify

KEPT = 5.0  # seconds until the secrets are read again
PATIENT = 1.0  # seconds to wait for Postgres when older secrets are at hand: Meta waits for the answer
EAGER = 1.0  # a signature that fits none may be of a new secret, but nobody makes us look more often than this
_FIRST_ID = re.compile(rb'"id"\s*:\s*"?(\d{1,40})')

log = logging.getLogger(__name__)


class Signer(NamedTuple):
    """An account, as far as the receiver cares."""

    account: int
    waba_id: str
    has_spoken: bool  # an event of its was seen before


class Keyring:
    """Whose secret signed this? Every account's secret is tried, and its previous one while a rotation lasts."""

    def __init__(self, *, kept: float = KEPT) -> None:
        self._kept = kept
        self._secrets: list[str] = []
        self._signers: list[list[Signer]] = []  # for each secret, the accounts that share it
        self._read_at = float("-inf")
        self._reading: asyncio.Task[None] | None = None

    async def signers(self, body: bytes, signature: str) -> list[Signer]:
        """The accounts whose secret made this signature; none: it is wrong."""
        if time.monotonic() - self._read_at > self._kept:
            await self._read()
        place = verify(self._secrets, body, signature)
        if place is None and time.monotonic() - self._read_at > EAGER:
            await self._read()
            place = verify(self._secrets, body, signature)
        return [] if place is None else self._signers[place]

    def named(self, body: bytes) -> int:
        """The account that an unsigned body says it is of, at its beginning; 0 where that is none of ours."""
        said = _FIRST_ID.search(body[:500])
        waba_id = said[1].decode() if said else ""
        return next((one.account for same in self._signers for one in same if one.waba_id == waba_id), 0)

    async def _read(self) -> None:
        """Read the secrets once, however many requests ask for it at the same moment."""
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read_now())
            self._reading.add_done_callback(_note)
        await asyncio.wait({self._reading}, timeout=PATIENT if self._secrets else None)
        if not self._secrets:  # else: the old ones are better than none while Postgres is away
            self._reading.result()

    async def _read_now(self) -> None:
        by_secret = await asyncio.to_thread(_load)
        self._secrets, self._signers = list(by_secret), list(by_secret.values())
        self._read_at = time.monotonic()


def whose(signers: list[Signer], envelope: Any) -> Signer:
    """Of several accounts with one app, the one that the event names; else the first."""
    if len(signers) == 1:
        return signers[0]
    entries = envelope.get("entry") if isinstance(envelope, dict) else None
    first = entries[0] if isinstance(entries, list) and entries else None
    waba_id = first.get("id") if isinstance(first, dict) else None
    return next((signer for signer in signers if signer.waba_id == waba_id), signers[0])


def _note(reading: asyncio.Task[None]) -> None:
    if not reading.cancelled() and (error := reading.exception()):
        log.warning("secrets not read: %s", type(error).__name__)


@cache
def _complain(account: int) -> None:
    """Once is enough: the secrets are read every few seconds."""
    log.error("the keys of account %s cannot be read", account)


def _load() -> dict[str, list[Signer]]:
    found: dict[str, list[Signer]] = {}
    try:
        for account in Account.objects.order_by("pk"):
            if account.has_lost_keys:
                _complain(account.pk)
            signer = Signer(account.pk, account.waba_id, account.first_event_at is not None)
            for secret in {account.app_secret, account.previous_app_secret} - {""}:
                found.setdefault(secret, []).append(signer)
    finally:
        close_old_connections()  # this thread is the event loop's, no request ends here
    return found
