"""What a file is. Its content decides; names and declared types only choose among what the content allows."""

import re
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

import puremagic

HEAD = 8192  # bytes that we look at
UNKNOWN = "application/octet-stream"
OFFICE = "application/vnd.openxmlformats-officedocument."
_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"{\\rtf", "application/rtf"),
)
_BRANDS = ((b"3g", "video/3gpp"), (b"M4A", "audio/mp4"), (b"M4B", "audio/mp4"), (b"qt  ", "video/quicktime"))
_PHOTOS = (b"heic", b"heix", b"mif1", b"avif", b"msf1")
_OFFICE = {
    "word/": OFFICE + "wordprocessingml.document",
    "xl/": OFFICE + "spreadsheetml.sheet",
    "ppt/": OFFICE + "presentationml.presentation",
}
_OLD_OFFICE = {"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint"}
_ACTIVE = re.compile(rb"<(!doctype html|html|head|body|script|iframe|svg|\?xml|!--|meta|a |p>|div|img|style)", re.I)


def mime_of(file: BinaryIO, *, filename: str = "") -> str:
    """The type that the content proves."""
    file.seek(0)
    head = b""
    while len(head) < HEAD and (more := file.read(HEAD - len(head))):
        head += more
    return _binary(head, file, filename) or _text(head) or _guess(head)


def _binary(head: bytes, file: BinaryIO, filename: str) -> str:
    for start, mime in _STARTS:
        if head.startswith(start):
            return mime
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _boxes(head)
    if head[:4] == b"OggS":
        return "video/ogg" if b"\x80theora" in head else "audio/ogg"
    if head[:4] == b"PK\x03\x04":
        return _packed(file)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _OLD_OFFICE.get(filename.rpartition(".")[2].lower(), "application/x-ole-storage")
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:  # a frame of MPEG sound; layer 0 is AAC
        return "audio/aac" if head[1] & 0x06 == 0 else "audio/mpeg"
    return ""


def _boxes(head: bytes) -> str:
    brand = head[8:12]
    if brand in _PHOTOS:
        return "image/avif" if brand == b"avif" else "image/heic"
    for start, mime in _BRANDS:
        if brand.startswith(start):
            return mime
    has_sound_only = b"soun" in head and b"vide" not in head
    return "audio/mp4" if has_sound_only else "video/mp4"


def _packed(file: BinaryIO) -> str:
    try:
        with ZipFile(file) as archive:
            names = archive.namelist()[:2000]
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return "application/zip"
    if "[Content_Types].xml" in names:
        for folder, mime in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return mime
    return "application/zip"


def _text(head: bytes) -> str:
    """Plain text, unless a browser would see something to run in it."""
    if b"\0" in head:
        return ""
    try:
        head[:-4].decode() if len(head) == HEAD else head.decode()
    except UnicodeDecodeError as error:
        if len(head) != HEAD or error.start < HEAD - 8:
            return ""
    if found := _ACTIVE.search(head):
        if b"<svg" in head.lower():
            return "image/svg+xml"
        return "application/xml" if found[1] == b"?xml" else "text/html"
    return "text/plain"


def _guess(head: bytes) -> str:
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    # What we know, we have recognised above; the rest must not be taken for something to show.
    return found if found.startswith("application/") and "script" not in found else UNKNOWN
