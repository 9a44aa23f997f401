"""Putting closed files into the storage, and opening what lies there. Names are random and tell nothing."""

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from inbox.media.keys import Key, open_key
from inbox.models import HeaderFile, Media
from nxtchat.sealing import Damaged, Opened, Sealer


class NoRoom(Exception):
    """The disk is full, or the storage does not answer: later may help."""


class TooLarge(Exception):
    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


@dataclass
class Draft:
    """A file that was closed and is whole, but lies in no storage yet."""

    file: Path
    size: int  # of the open bytes
    sha256: str
    key: bytes

    def opened(self) -> Opened:
        return Opened(self.file.open("rb"), key=self.key, size=self.file.stat().st_size)


def media_storage() -> Storage:
    return storages["media"]


@contextmanager
def drafted(pieces: Iterable[bytes], *, key: bytes, at_most: int) -> Iterator[Draft]:
    """Close the pieces as they come. Whatever happens, nothing is left behind, and no open byte touches the disk."""
    spool = Path(settings.MEDIA_SPOOL)
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=spool)
    file = Path(name)
    try:
        digest, size = sha256(), 0
        try:
            with os.fdopen(handle, "wb") as closed:
                sealer = Sealer(closed, key=key)
                for piece in pieces:
                    size += len(piece)
                    if size > at_most:
                        raise TooLarge(at_most)
                    digest.update(piece)
                    sealer.write(piece)
                sealer.finish()
                closed.flush()
                os.fsync(closed.fileno())
        except OSError as error:
            raise NoRoom from error
        yield Draft(file, size, digest.hexdigest(), key)
    finally:
        file.unlink(missing_ok=True)


class _Movable(File):
    """Lets a storage on the same disk take the file as it is, instead of copying it."""

    def temporary_file_path(self) -> str:
        return self.name or ""


def put(draft: Draft) -> str:
    """Lay it in the storage. Returns its name there; a half-written file is taken away again."""
    name = uuid4().hex
    path = f"{name[:2]}/{name}"
    try:
        with draft.file.open("rb") as closed:
            return media_storage().save(path, _Movable(closed, str(draft.file)))
    except Exception as error:  # each storage has its own
        remove([path])
        raise NoRoom from error


def open_file(media: Media | HeaderFile, *, copy: str = "") -> Opened:
    """The file as it came, or its `thumbnail` or `playable` copy.

    KeyGone, Damaged, FileNotFoundError: it is lost; any other OSError: not to be had now.
    """
    key = open_key(_key_of(media))
    try:
        closed = media_storage().open(getattr(media, f"{copy}_path") if copy else media.path)
        return Opened(cast(BinaryIO, closed), key=key, size=closed.size)
    except (OSError, Damaged):
        raise
    except Exception as error:  # each storage has its own
        raise OSError("the storage does not answer") from error


def _key_of(media: Media | HeaderFile) -> Key | None:
    if isinstance(media, HeaderFile):
        return media
    return media.header if media.header_id else media.key


def remove(paths: Iterable[str]) -> None:
    """What cannot be removed now is found by the sweep of what nobody knows."""
    for path in paths:
        if path:
            with contextlib.suppress(Exception):
                media_storage().delete(path)
