"""Files for the tests: made here, small, and of the kind that their names say."""

import io
import random
import struct
import zlib

from PIL import Image

from inbox.media import keys, storing
from inbox.models import Media

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TURNED = 0x0112  # EXIF: how the camera was held


def picture(size=(640, 360), *, form="JPEG", turn=1, colour="#1a7f5a") -> bytes:
    image, into = Image.new("RGB", size, colour), io.BytesIO()
    image.paste("#f4d35e", (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[TURNED] = turn
    image.save(into, form, exif=exif)
    return into.getvalue()


def moving(form="WEBP") -> bytes:
    frames = [Image.new("RGB", (200, 100), colour) for colour in ("red", "blue", "green")]
    into = io.BytesIO()
    frames[0].save(into, form, save_all=True, append_images=frames[1:], duration=100)
    return into.getvalue()


def bomb() -> bytes:
    """A small PNG that claims to be 30,000 by 30,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 90_001)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


def stored(conversation, content, *, mime="application/octet-stream", thumbnail=b"", **facts) -> Media:
    """A file that was fetched already."""
    key = keys.of_contact(conversation.contact_id)
    secret = keys.open_key(key)
    with storing.drafted([content], key=secret, at_most=len(content)) as draft:
        path, size, digest = storing.put(draft), draft.size, draft.sha256
    small = ""
    if thumbnail:
        with storing.drafted([thumbnail], key=secret, at_most=len(thumbnail)) as draft:
            small = storing.put(draft)
    told = {"kind": "document", "state": Media.State.STORED} | facts
    return Media.objects.create(
        conversation=conversation, key=key, mime=mime, path=path, thumbnail_path=small, size=size, sha256=digest, **told
    )
