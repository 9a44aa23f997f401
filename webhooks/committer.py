"""Group commit: everything that waits is written by one INSERT and one commit, and only then acknowledged."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import psycopg
from django.db import connections

from nxtchat.unnesting import array

log = logging.getLogger(__name__)

WRITERS = 2  # while one waits for the disk, the other fills the next batch
BATCH = 500
BYTES = 8 * 1024 * 1024  # of bodies in one INSERT
IN_LINE, WRITING = 2.5, 2.5  # seconds; Meta is then told to come again

INSERT = """
INSERT INTO webhooks_webhookevent (body, sha256, account_id, received_at, state, attempts, next_attempt_at, error)
SELECT body, sha256(body), a.id, now(), 'pending', 0, now(), ''
FROM unnest(%b::bytea[], %s::bigint[]) AS e(body, account)
LEFT JOIN whatsapp_account a ON a.id = e.account  -- deleted a moment ago: its neighbours must not suffer
ON CONFLICT (sha256) DO NOTHING
"""
FIRST_EVENT = "UPDATE whatsapp_account SET first_event_at = now() WHERE id = ANY(%s) AND first_event_at IS NULL"


class Entry(NamedTuple):
    """One body that waits to be committed."""

    body: bytes
    account: int
    is_first: bool  # of its account, as far as we know
    came_at: float
    done: "asyncio.Future[bool]"


class Committer:
    """Writes what is handed to it, in batches, on connections of its own that survive a restart of Postgres."""

    def __init__(self, *, on_commit: Callable[[], None]) -> None:
        self._on_commit = on_commit
        self._waiting: deque[Entry] = deque()
        self._wake = asyncio.Event()
        self._writers = [asyncio.create_task(self._write_forever()) for _ in range(WRITERS)]

    async def commit(self, body: bytes, *, account: int, is_first: bool) -> bool:
        """True once it is in the database for good; False when that could not be had in time."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(Entry(body, account, is_first, time.monotonic(), done))
        self._wake.set()
        return await done

    async def close(self) -> None:
        """Finish what waits, within reason, and let go of the connections."""
        for _ in range(20):
            if not self._waiting:
                break
            await asyncio.sleep(0.1)
        for writer in self._writers:
            writer.cancel()
        await asyncio.gather(*self._writers, return_exceptions=True)

    async def _write_forever(self) -> None:
        connection: psycopg.AsyncConnection | None = None
        try:
            while True:
                await self._wake.wait()
                batch = self._next_batch()
                if not batch:
                    continue
                try:
                    async with asyncio.timeout(WRITING):
                        if connection is None or connection.closed:
                            connection = await _connect()
                        connection = await self._write(connection, batch)
                    self._answer(batch, is_safe=True)
                    self._on_commit()
                except Exception as error:
                    log.warning("%d webhooks not stored: %s", len(batch), type(error).__name__)
                    self._answer(batch, is_safe=False)
                    if connection is not None:
                        await connection.close()
                        connection = None
        finally:
            if connection is not None:
                await connection.close()

    def _next_batch(self) -> list[Entry]:
        batch: list[Entry] = []
        size, too_late = 0, time.monotonic() - IN_LINE
        while self._waiting and len(batch) < BATCH and (not batch or size + len(self._waiting[0].body) <= BYTES):
            entry = self._waiting.popleft()
            if entry.came_at < too_late:
                self._answer([entry], is_safe=False)
            elif not entry.done.done():  # else its sender has hung up
                batch.append(entry)
                size += len(entry.body)
        if not self._waiting:
            self._wake.clear()
        return batch

    async def _write(self, connection: psycopg.AsyncConnection, batch: list[Entry]) -> psycopg.AsyncConnection:
        """One statement, which with autocommit is one commit. Sent again once if Postgres was restarted meanwhile."""
        columns = [[entry.body for entry in batch], array(entry.account for entry in batch)]
        try:
            await connection.execute(INSERT, columns)
        except psycopg.OperationalError:
            if not connection.closed:
                raise
            connection = await _connect()
            await connection.execute(INSERT, columns)  # the same bytes are kept once, however often they are sent
        if first := {entry.account for entry in batch if entry.is_first}:
            await connection.execute(FIRST_EVENT, [sorted(first)])
        return connection

    @staticmethod
    def _answer(batch: list[Entry], *, is_safe: bool) -> None:
        for entry in batch:
            if not entry.done.done():
                entry.done.set_result(is_safe)


async def _connect() -> psycopg.AsyncConnection:
    """Without prepared statements or session state, so that PgBouncer may stand between."""
    given = connections["default"].get_connection_params()
    wanted = {key: given[key] for key in ("dbname", "user", "password", "host", "port", "sslmode") if given.get(key)}
    return await psycopg.AsyncConnection.connect(
        **wanted, autocommit=True, prepare_threshold=None, connect_timeout=4, application_name="nxtchat receiver"
    )
