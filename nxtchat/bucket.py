"""A bucket of S3's kind whose files are read in parts: whoever wants a moment of a film does not wait for all of it."""

import io
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

FIRST, MOST = 128 * 1024, 2 * 1024 * 1024  # bytes asked for at once: more and more of a file that is read on


class Bucket(S3Storage):
    def _open(self, name: str, mode: str = "rb") -> Any:
        if mode != "rb":
            return super()._open(name, mode)
        there = InParts(self.bucket.Object(self._normalize_name(clean_name(name))))
        return File(io.BufferedReader(there, buffer_size=64 * 1024), name)


class InParts(io.RawIOBase):
    """An object of the bucket, read as a file; it holds one part at a time."""

    def __init__(self, there: Any) -> None:
        super().__init__()
        self._there = there
        try:
            self.size = there.content_length
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError("there is no such object") from error
            raise
        self._at, self._start, self._part, self._wanted = 0, 0, b"", FIRST

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

    def readinto(self, buffer: Any) -> int:
        if self._at >= self.size:
            return 0
        if not self._start <= self._at < self._start + len(self._part):
            self._fetch()
        offset = self._at - self._start
        data = self._part[offset : offset + len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _fetch(self) -> None:
        goes_on = bool(self._part) and self._at == self._start + len(self._part)
        self._wanted = min(2 * self._wanted, MOST) if goes_on else FIRST
        last = min(self._at + self._wanted, self.size) - 1
        try:
            self._part = self._there.get(Range=f"bytes={self._at}-{last}")["Body"].read()
        except (BotoCoreError, ClientError) as error:
            raise OSError("the storage does not answer") from error
        self._start = self._at
