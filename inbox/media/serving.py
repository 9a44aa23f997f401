"""Handing a file to a browser: whole or in part, in constant memory, and never as something that runs."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.http import content_disposition_header

from inbox.media.keys import KeyGone
from inbox.media.storing import open_file
from inbox.models import Media
from nxtchat.sealing import Damaged, Opened
from nxtchat.streaming import PieceByPiece

AT_ONCE = 256 * 1024
SHOWN = {
    *("image/jpeg", "image/png", "image/webp", "image/gif"),
    *("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav"),
    *("video/mp4", "video/3gpp", "video/webm", "video/ogg", "video/quicktime"),
}
COPIES = {"thumbnail": "image/webp", "playable": "audio/mp4"}  # what we make of files, and its type
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class NotHere(Exception):
    """The file, or the key to it, is gone."""


def serve(request: HttpRequest, media: Media, *, copy: str = "") -> HttpResponseBase:
    """`media` is one that the asker may see; `copy`: one of COPIES, instead of the file itself."""
    tag = f'"{media.public_id.hex}{copy}"'
    if _has_it(request, tag):
        return _headed(HttpResponseNotModified(), media, tag=tag, copy=copy)
    try:
        file = open_file(media, copy=copy)
    except (KeyGone, Damaged, OSError) as error:
        raise NotHere from error
    part = _part(request, size=file.size, tag=tag)
    if part is None or request.method == "HEAD":
        answer: HttpResponseBase = HttpResponse()
        file.close()
    else:
        answer = PieceByPiece(Part(file, *part))
    if part is None:
        answer.status_code, answer["Content-Range"] = 416, f"bytes */{file.size}"
    else:
        start, end = part
        answer["Content-Length"] = str(end - start)
        if end - start < file.size:
            answer.status_code, answer["Content-Range"] = 206, f"bytes {start}-{end - 1}/{file.size}"
    return _headed(answer, media, tag=tag, copy=copy)


class Part:
    """The bytes from `start` to `end`, a piece at a time. Django closes it, however the answer ends."""

    def __init__(self, file: Opened, start: int, end: int) -> None:
        file.seek(start)
        self.file, self.left = file, end - start

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self.file.read(min(AT_ONCE, self.left))
        if not piece:
            raise StopIteration
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


def _headed(answer: HttpResponseBase, media: Media, *, tag: str, copy: str) -> Any:
    mime = COPIES.get(copy, media.mime)
    is_shown = mime in SHOWN
    if answer.status_code in {200, 206}:
        answer["Content-Type"] = mime if is_shown or mime.startswith("application/") else "application/octet-stream"
    answer["Content-Disposition"] = (
        content_disposition_header(not is_shown, _name(media)) or "attachment"
    )  # whatever could run is saved, not shown
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"  # kept by the browser, but asked for again each time: may they still?
    return answer


def _name(media: Media) -> str:
    name = "".join(sign for sign in media.filename if sign.isprintable()).replace("/", "_").replace("\\", "_")
    return name or f"{media.kind or 'file'}-{media.public_id.hex[:8]}"


def _has_it(request: HttpRequest, tag: str) -> bool:
    known = request.headers.get("If-None-Match", "")
    return known.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in known.split(",")}


def _part(request: HttpRequest, *, size: int, tag: str) -> tuple[int, int] | None:
    """(from, to) of the bytes that are wanted; None: there are none such. Several ranges at once get the whole."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not asked or request.headers.get("If-Range", tag) != tag:
        return 0, size
    first, last = asked[1], asked[2]
    if not first and not last:
        return 0, size
    if not first:
        start, end = max(0, size - int(last)), size
        return None if not int(last) or not size else (start, end)
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < int(first):
        return 0, size
    return (start, end) if start < size else None
