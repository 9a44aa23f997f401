"""One question over HTTP to the Graph API, and which of the outcomes its answer is."""

import json
import logging
import os
import time
from functools import cache
from threading import Lock
from typing import Any

import httpx

from nxtchat.whatsapp.errors import Action, explain
from nxtchat.whatsapp.outcomes import GraphRefused, GraphUnavailable, GraphUnknown

# httpx logs whole addresses, and ours carry a proof of the app secret.
logging.getLogger("httpx").setLevel(logging.WARNING)

# A sum below the 25 s that a stopping worker is given, so that it can finish what it began.
CONNECT, WRITE, READ = 4.0, 5.0, 15.0
WHOLE = 20.0  # READ is the wait for each piece; an answer that trickles in must end too, for no worker stops a thread
LARGEST = 8 * 1024 * 1024  # bytes of an answer
NOTHING_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    httpx.InvalidURL,
)
KEEP_OPEN = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=20)
Transport = httpx.BaseTransport  # for those who may not know httpx
_lock = Lock()


@cache
def _shared(_process: int) -> httpx.Client:
    # A proxy of the operator's is for the way to Meta, not to the pretend WhatsApp on this machine.
    return httpx.Client(limits=KEEP_OPEN, mounts={"all://127.0.0.1": None, "all://localhost": None})


def connections(transport: httpx.BaseTransport | None) -> httpx.Client:
    """This process's open connections; a transport that was handed in gets its own."""
    if transport:
        return httpx.Client(transport=transport)
    with _lock:
        return _shared(os.getpid())  # a forked worker must not speak through its parent's sockets


def ask(
    client: httpx.Client,
    method: str,
    url: str,
    *,
    token: str,
    timeout: float | None = None,
    headers: dict[str, str] | None = None,
    **request: Any,
) -> dict[str, Any]:
    """The JSON of a good answer; everything else raises one of the outcomes."""
    limits = httpx.Timeout(timeout or READ, connect=min(timeout or CONNECT, CONNECT), write=WRITE, pool=CONNECT)
    end = time.monotonic() + (timeout or WHOLE)
    try:
        with client.stream(method, url, headers=bearer(token) | (headers or {}), timeout=limits, **request) as answer:
            body = _whole(answer, end=end)
    except NOTHING_LEFT as error:
        raise GraphUnavailable(title=type(error).__name__) from error
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise GraphUnknown(title=type(error).__name__) from error
    return understood(body, status=answer.status_code)


def bearer(token: str) -> dict[str, str]:
    if not token.isascii():
        raise GraphRefused(code=190, title="no token has such characters")
    return {"Authorization": f"Bearer {token.strip()}"}


def understood(body: bytes, *, status: int) -> dict[str, Any]:
    """What a whole answer says, if it says yes."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or "error" in found or not 200 <= status < 300 or _of_one(found):
        raise _outcome(found, status)
    return found


def _whole(answer: httpx.Response, *, end: float) -> bytes:
    """The body, if it comes in time and is of a size that Meta would send."""
    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > LARGEST:
            raise GraphUnknown(title="an answer without end", http_status=answer.status_code)
        if time.monotonic() > end:
            raise GraphUnknown(title="an answer that trickles", http_status=answer.status_code)
    return bytes(body)


def _outcome(found: Any, status: int) -> GraphRefused | GraphUnknown:
    """Meta's codes decide; the HTTP status is only asked where there is no code that we know."""
    error = (_of_one(found) or found.get("error")) if isinstance(found, dict) else None
    error = error if isinstance(error, dict) else {}
    data = error.get("error_data")
    data = data if isinstance(data, dict) else {"details": data}
    message = text(error.get("message"))
    code = _number(error.get("code"))
    problem = explain(code, http_status=status, is_transient=error.get("is_transient") is True)
    kind = GraphUnknown if problem.action == Action.UNSURE else GraphRefused
    return kind(
        code=code,
        title=text(error.get("error_user_title")) or message,
        details=text(data.get("details")) or text(error.get("error_user_msg")) or message,
        trace_id=text(error.get("fbtrace_id"))[:60],
        http_status=status,
    )


def _of_one(found: dict[str, Any]) -> Any:
    """Why the one person we named was not blocked: it stands beside an error that only counts."""
    try:
        return found["block_users"]["failed_users"][0]["errors"][0]
    except (KeyError, IndexError, TypeError):
        return None


def text(value: Any) -> str:
    """Meta's text as Postgres can keep it; anything else is no text."""
    return value.replace("\0", "") if isinstance(value, str) else ""


def _number(value: Any) -> int | None:
    """A code, which Meta has been seen to write as text too."""
    digits = str(value)
    return int(digits) if digits.isdecimal() and len(digits) < 10 else None
