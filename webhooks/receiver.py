"""Meta's POST: read the raw bytes, check who signed them, commit them, and only then say 200.

A small ASGI callable beside Django, because Django's request costs ten times what this does, and Meta sends up to
four webhooks for each message. The GET handshake is an ordinary view.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from nxtchat.whatsapp.events_reading import TooDeep, read_json
from webhooks.committer import Committer
from webhooks.keyring import Keyring, whose
from webhooks.nudging import Nudger
from webhooks.refusals import Refusals

log = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LARGEST = 4 * 1024 * 1024  # Meta stops at three
BUFFER = 128 * 1024 * 1024  # of bodies held at one moment, from all connections together
READING = 15.0  # seconds for a body to arrive
PATIENCE = 64 * 1024 * 1024  # bytes of a refused body that are heard out and dropped
LARGE = 256 * 1024  # from here on a body is looked at in a thread, so that others do not wait

OK, BAD, UNSIGNED, FORGED, SLOW, TOO_LARGE, COMPRESSED, LATER = 200, 400, 401, 403, 408, 413, 415, 503
REASONS = {
    BAD: "invalid",
    UNSIGNED: "unsigned",
    FORGED: "wrong_signature",
    SLOW: "slow",
    TOO_LARGE: "too_large",
    COMPRESSED: "compressed",
    LATER: "not_stored",
}


class Refused(Exception):
    """The request ends here, with this status; nothing is stored. `unread`: the sender is still talking."""

    def __init__(self, status: int, *, unread: bool = False, account: int = 0) -> None:
        super().__init__(status)
        self.status = status
        self.unread = unread
        self.account = account  # which it says it is of


class Gone(Exception):
    """The sender hung up before the end; there is nobody to answer."""


class Receiver:
    """Answers POST /webhooks/whatsapp/. Made once per process; opens its connections with the first request."""

    def __init__(self) -> None:
        self._keyring = Keyring()
        self._refusals = Refusals()
        self._nudger = Nudger()
        self._committer: Committer | None = None
        self._held = 0  # bytes of bodies in memory

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        held_before_us, account = _Held(self), 0
        try:
            status = await self._answer(dict(scope["headers"]), receive, held_before_us)
        except Refused as refused:
            status, account = refused.status, refused.account
            if refused.unread:
                await _hear_out(receive)
        except Gone:
            self._refusals.count("truncated")
            return
        except Exception as error:
            # Never a 500: whatever went wrong is ours, and Meta will come again.
            log.exception("webhook not stored: %s", type(error).__name__)
            status = LATER
        finally:
            held_before_us.release()
        if status != OK:
            self._refusals.count(REASONS[status], account=account)
        headers = [(b"content-length", b"0")]
        if status == LATER:
            headers.append((b"retry-after", b"5"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def close(self) -> None:
        """Commit what waits and let go of everything."""
        committer, self._committer = self._committer, None
        if committer:
            await committer.close()
        await self._nudger.close()
        await self._refusals.close()

    async def _answer(self, headers: dict[bytes, bytes], receive: Receive, held: "_Held") -> int:
        length = _length(headers)
        if length is not None and length > LARGEST:
            raise Refused(TOO_LARGE, unread=True)
        if headers.get(b"content-encoding", b"identity").strip().lower() != b"identity":
            raise Refused(COMPRESSED, unread=True)
        signature = headers.get(b"x-hub-signature-256", b"").decode("latin-1")
        if not signature:
            raise Refused(UNSIGNED, unread=True)
        body = await _read(receive, held)
        if length is not None and len(body) != length:
            raise Refused(BAD)
        signers = await self._keyring.signers(body, signature)
        if not signers:
            raise Refused(FORGED, account=self._keyring.named(body))
        try:
            envelope = await asyncio.to_thread(read_json, body) if len(body) > LARGE else read_json(body)
        except TooDeep:
            envelope = None  # signed, and JSON: kept, though nobody will understand it
        except ValueError as error:
            raise Refused(BAD) from error
        signer = whose(signers, envelope)
        if self._committer is None:
            self._committer = Committer(on_commit=self._nudger.nudge)
        is_safe = await self._committer.commit(body, account=signer.account, is_first=not signer.has_spoken)
        return OK if is_safe else LATER


class _Held:
    """The bytes that one request keeps in memory, counted against the limit for all."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver, self._size = receiver, 0

    def add(self, size: int) -> None:
        self._size += size
        self._receiver._held += size
        if self._receiver._held > BUFFER:
            raise Refused(LATER)

    def release(self) -> None:
        self._receiver._held -= self._size


async def _read(receive: Receive, held: _Held) -> bytes:
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(READING):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                chunk = message.get("body", b"")
                size += len(chunk)
                if size > LARGEST:
                    raise Refused(TOO_LARGE, unread=True)
                held.add(len(chunk))
                chunks.append(chunk)
                if not message.get("more_body"):
                    return chunks[0] if len(chunks) == 1 else b"".join(chunks)
    except TimeoutError as error:
        raise Refused(SLOW) from error


async def _hear_out(receive: Receive) -> None:
    """Answering while the sender still talks would reset the connection, and the answer would never be read."""
    heard = 0
    try:
        async with asyncio.timeout(READING):
            while heard < PATIENCE:
                message = await receive()
                heard += len(message.get("body", b""))
                if not message.get("more_body"):
                    return
    except TimeoutError:
        return


def _length(headers: dict[bytes, bytes]) -> int | None:
    try:
        return int(headers[b"content-length"])
    except (KeyError, ValueError):
        return None
