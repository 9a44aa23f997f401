"""Files at WhatsApp: where they may be fetched from, how, and what it takes from us."""

import time
from base64 import b64decode
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import httpx

from nxtchat.whatsapp.outcomes import GraphRefused, GraphUnavailable, GraphUnknown

MB = 1024 * 1024
LARGEST = 100 * MB  # WhatsApp lets nobody send more
# Where Meta keeps media. It documents no list; these are the hosts of its own addresses that have been seen in answers.
HOSTS = ("lookaside.fbsbx.com", ".fbcdn.net", ".fbsbx.com", ".whatsapp.net")
CONNECT, READ = 4.0, 15.0
WHOLE = 600.0  # seconds for one file; slower is as good as not at all
PIECE = 64 * 1024
AT_LEAST = 200 * 1024  # bytes a second that we expect to get rid of


class AddressGone(GraphRefused):
    """The address of the file lived its five minutes, or never was; a new one may help."""


class StrangeAddress(GraphRefused):
    """Our token may not go there, so nothing was asked, or nothing further."""


@dataclass(frozen=True)
class MediaFound:
    """Where a file can be fetched for five minutes, and what it should be."""

    url: str
    mime: str = ""
    sha256: str = ""  # in hex, however Meta wrote it
    size: int | None = None

    @classmethod
    def read(cls, data: dict[str, Any]) -> "MediaFound":
        size = str(data.get("file_size", ""))
        return cls(
            url=str(data["url"]),
            mime=str(data.get("mime_type") or ""),
            sha256=digest(data.get("sha256")),
            size=int(size) if size.isascii() and size.isdecimal() else None,
        )


def digest(said: Any) -> str:
    """A SHA-256 in hex: webhooks write it in base64, the look-up in hex. Anything else is none."""
    if not isinstance(said, str):
        return ""
    for read in (bytes.fromhex, b64decode):
        try:
            found = read(said)
        except ValueError:
            continue
        if len(found) == 32:
            return found.hex()
    return ""


def is_metas(url: str, *, home: str) -> bool:
    """Is this an address of Meta's, to which our token may go? `home`: the Graph API's, which has it anyway.

    Names only, and over TLS: so nobody makes us ask machines of our own network.
    """
    try:
        there, ours = httpx.URL(url), httpx.URL(home)
    except (httpx.InvalidURL, TypeError):
        return False
    if there.userinfo:
        return False
    if (there.scheme, there.host, there.port) == (ours.scheme, ours.host, ours.port):
        return True
    known = any(there.host == host.lstrip(".") or there.host.endswith(host) for host in HOSTS if host.startswith("."))
    return there.scheme == "https" and there.port is None and (known or there.host in HOSTS)


def download(client: httpx.Client, url: str, *, token: str, home: str) -> Generator[bytes]:
    """The bytes, as they come. Nothing is asked of a strange host, and nobody sends us and our token elsewhere."""
    if not is_metas(url, home=home):
        raise StrangeAddress(title="an address that is not Meta's")
    headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {token.strip()}"} if token else {})
    limits = httpx.Timeout(READ, connect=CONNECT, pool=CONNECT)
    end = time.monotonic() + WHOLE
    try:
        with client.stream("GET", url, headers=headers, timeout=limits, follow_redirects=False) as answer:
            _check(answer)
            for piece in answer.iter_bytes(PIECE):
                yield piece
                if time.monotonic() > end:
                    raise GraphUnavailable(title="an answer that trickles")
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
        raise GraphUnavailable(title=type(error).__name__) from error


def _check(answer: httpx.Response) -> None:
    status = answer.status_code
    if status in {401, 403, 404, 410}:
        raise AddressGone(http_status=status, title="the address of a file is gone")
    if answer.is_redirect:
        raise StrangeAddress(http_status=status, title="sent elsewhere")
    if status != 200:
        raise GraphUnknown(http_status=status, title="no file")


def patience(size: int) -> float:
    """Seconds that handing over so many bytes may take."""
    return READ + size / AT_LEAST
