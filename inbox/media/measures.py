"""How long a sound or film plays, as far as its file says so in one place."""

import struct

from nxtchat.sealing import Opened

TAIL = 70_000  # a page of Ogg has at most 65,307 bytes
MOST_BOXES = 1000


def seconds(file: Opened, *, mime: str) -> float | None:
    try:
        if mime == "audio/ogg":
            return _ogg(file)
        if mime in {"audio/mp4", "video/mp4", "video/3gpp", "video/quicktime"}:
            return _boxes(file, 0, file.size)
    except (struct.error, ZeroDivisionError):
        return None
    return None


def _ogg(file: Opened) -> float | None:
    """The position on the last page; opus always counts 48,000 a second."""
    head = _at(file, 0, 128)
    if b"OpusHead" not in head:
        return None
    skipped = struct.unpack_from("<H", head, head.index(b"OpusHead") + 10)[0]
    tail = _at(file, max(0, file.size - TAIL), TAIL)
    place = tail.rfind(b"OggS")
    position = struct.unpack_from("<q", tail, place + 6)[0] if place >= 0 else -1
    return round((position - skipped) / 48_000, 2) if position > skipped else None


def _boxes(file: Opened, start: int, end: int) -> float | None:
    """Walks the boxes of an MP4 to moov/mvhd."""
    for _box in range(MOST_BOXES):
        if start + 8 > end:
            return None
        size, kind = struct.unpack(">I4s", _at(file, start, 8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", _at(file, start + 8, 8))[0], 16
        size = size or end - start
        if kind == b"moov":
            return _boxes(file, start + head, min(end, start + size))
        if kind == b"mvhd":
            told = _at(file, start + head, 32)
            scale, length = struct.unpack_from(">IQ", told, 20) if told[0] == 1 else struct.unpack_from(">II", told, 12)
            return round(length / scale, 2) if length else None
        if size < head:
            return None
        start += size
    return None


def _at(file: Opened, start: int, count: int) -> bytes:
    file.seek(start)
    data = b""
    while len(data) < count and (more := file.read(count - len(data))):
        data += more
    return data
