"""Answers that are sent while they are made."""

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse


class PieceByPiece(StreamingHttpResponse):
    """Under ASGI Django would read a plain iterator to its end before it sends."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = iter(self.streaming_content)  # type: ignore[arg-type]
        step = sync_to_async(lambda: next(pieces, b""), thread_sensitive=False)
        while piece := await step():
            yield piece
