"""The file itself: it lies closed in the storage, under a random name, until nobody can want it any more."""

import contextlib
import os
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, cast
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from contacts.models import Import
from nxtchat.sealing import Opened, Sealer

LARGEST = 50 * 1024 * 1024


class TooLarge(Exception):
    """More bytes than we take."""


def storage() -> Storage:
    return storages["imports"]


def keep(pieces: Iterable[bytes]) -> dict[str, str | int]:
    """Close the pieces as they come and lay them in the storage; no open byte touches the disk."""
    key, size, name = os.urandom(32), 0, uuid4().hex
    spool = Path(settings.MEDIA_SPOOL)
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=spool) as closed:
        sealer = Sealer(cast(BinaryIO, closed), key=key)
        for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                raise TooLarge
            sealer.write(piece)
        sealer.finish()
        closed.seek(0)
        path = storage().save(name, File(closed, name))
    return {"path": path, "key": b64encode(key).decode(), "size": size}


def opened(kept: Import) -> Opened:
    """OSError or Damaged: it is gone, or cannot be had now."""
    closed = storage().open(kept.path)
    return Opened(cast(BinaryIO, closed), key=b64decode(kept.key), size=closed.size)


def remove(path: str) -> None:
    if path:
        with contextlib.suppress(OSError):
            storage().delete(path)
