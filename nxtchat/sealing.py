"""Closing files and opening them again, piece by piece, so that a large one needs no more memory than a small one.

A closed file is: 4 bytes of name, 1 of version, 16 random ones, then the pieces. From the contact's key and the random
bytes comes the key of this one file. Each piece is closed with AES-GCM under its position and whether it is the last,
so that nothing can be cut off, moved or swapped without being noticed.
"""

import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = b"NXTM\x01"
SALT = 16
HEAD = len(MARK) + SALT
PIECE = 64 * 1024
TAG = 16


class Damaged(Exception):
    """These are not the bytes that were closed, or this is not their key."""


class Sealer:
    """Write into it what is to be closed; `finish` closes the last piece."""

    def __init__(self, into: BinaryIO, *, key: bytes) -> None:
        self._head = MARK + os.urandom(SALT)
        self._box, self._into = _box(key, self._head), into
        self._open, self._index = bytearray(), 0
        into.write(self._head)

    def write(self, data: bytes) -> None:
        self._open += data
        while len(self._open) > PIECE:  # a full piece may be the last one, so it waits for a byte more
            self._close(bytes(self._open[:PIECE]), last=False)
            del self._open[:PIECE]

    def finish(self) -> None:
        self._close(bytes(self._open), last=True)

    def _close(self, piece: bytes, *, last: bool) -> None:
        self._into.write(self._box.encrypt(_nonce(self._index, last=last), piece, self._head))
        self._index += 1


class Opened(io.RawIOBase):
    """A closed file, read as if it were open. Holds one piece at a time."""

    def __init__(self, closed: BinaryIO, *, key: bytes, size: int) -> None:
        """`size`: of all that is closed, in bytes."""
        super().__init__()
        self._closed = closed
        self._head = _exactly(closed, HEAD)
        if not self._head.startswith(MARK):
            raise Damaged
        self._box = _box(key, self._head)
        self._last = max(0, -(-(size - HEAD) // (PIECE + TAG)) - 1)
        self.size = size - HEAD - TAG * (self._last + 1)
        if self.size < 0 or self.size <= self._last * PIECE > 0:  # something of the last piece is there
            raise Damaged
        self._at, self._index, self._piece = 0, -1, b""
        self._next = 0  # the piece at which the closed file stands

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer) -> int:
        """At most the rest of one piece, as a raw file may."""
        if self._at >= self.size and self.size:
            return 0
        index, offset = divmod(self._at, PIECE)
        if index != self._index:
            self._turn_to(index)
        data = self._piece[offset : offset + len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._closed.close()
        super().close()

    def _turn_to(self, index: int) -> None:
        if index != self._next:
            self._closed.seek(HEAD + index * (PIECE + TAG))
        last = index == self._last
        closed = _exactly(self._closed, TAG + (self.size - index * PIECE if last else PIECE))
        try:
            self._piece = self._box.decrypt(_nonce(index, last=last), closed, self._head)
        except InvalidTag as error:
            raise Damaged from error
        self._index, self._next = index, index + 1


def _box(key: bytes, head: bytes) -> AESGCM:
    own = HKDF(algorithm=SHA256(), length=32, salt=head[len(MARK) :], info=b"a file of NxtChat")
    return AESGCM(own.derive(key))


def _nonce(index: int, *, last: bool) -> bytes:
    """Never twice under one key, for each file has its own."""
    return index.to_bytes(11) + bytes([last])


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        more = file.read(size - len(data))
        if not more:
            raise Damaged
        data += more
    return bytes(data)
