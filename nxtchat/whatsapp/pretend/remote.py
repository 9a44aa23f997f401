"""The handles of the pretend WhatsApp, moved from here."""

import os
from functools import cache
from typing import Any

import httpx
from django.conf import settings

from nxtchat.whatsapp.pretend.server.app import KEY_HEADER

TIMEOUT = httpx.Timeout(8, connect=1)


class Unreachable(Exception):
    """It does not run, or not yet."""


class Refused(Exception):
    """It runs, and says no; the text says why."""


def is_up() -> bool:
    try:
        return bool(ask("GET", "").get("pretend"))
    except (Unreachable, Refused):
        return False


def ask(method: str, path: str, **body: Any) -> dict[str, Any]:
    """One handle moved; what it says."""
    if not settings.PRETEND_URL:
        raise Unreachable
    more: dict[str, Any] = {"params": body} if method == "GET" else {"json": body}
    url = f"{settings.PRETEND_URL}/pretend/{path}"
    try:
        answer = _connections(os.getpid()).request(method, url, headers={KEY_HEADER: _key()}, **more)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Unreachable from error
    if not answer.is_success:
        said = told.get("detail") or (told.get("error") or {}).get("message")
        raise Refused(str(said or answer.status_code))
    return told


@cache
def _connections(_process: int) -> httpx.Client:
    """Kept open, for phones ask every second; a forked process must not speak through its parent's sockets."""
    return httpx.Client(timeout=TIMEOUT, trust_env=False)


def _key() -> str:
    if settings.PRETEND_KEY:
        return settings.PRETEND_KEY
    try:
        return (settings.DATA / "pretend" / "key").read_text().strip()
    except OSError as error:
        raise Unreachable from error
