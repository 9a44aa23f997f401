"""The least that acknowledging takes: check one signature, commit in groups, say 200. No care for anything else."""

import asyncio
import hashlib
import hmac
import os

import psycopg

SECRET = os.environ.get("BARE_SECRET", "").encode()
BATCH = 200


class Bare:
    def __init__(self) -> None:
        self.queue: asyncio.Queue | None = None

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http":
            return
        if self.queue is None:
            self.queue = asyncio.Queue()
            self.writers = [asyncio.create_task(self.write()) for _ in range(2)]
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        given = dict(scope["headers"]).get(b"x-hub-signature-256", b"")
        wanted = b"sha256=" + hmac.digest(SECRET, body, hashlib.sha256).hex().encode()
        status = 403
        if hmac.compare_digest(given, wanted):
            done = asyncio.get_running_loop().create_future()
            self.queue.put_nowait((body, done))
            await done
            status = 200
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async def write(self) -> None:
        connection = await psycopg.AsyncConnection.connect(os.environ["DATABASE_URL"], autocommit=True)
        while True:
            items = [await self.queue.get()]
            while not self.queue.empty() and len(items) < BATCH:
                items.append(self.queue.get_nowait())
            await connection.execute(
                "INSERT INTO bare_raw_event (body, state) SELECT unnest(%b::bytea[]), 0", [[body for body, _ in items]]
            )
            for _body, done in items:
                done.set_result(True)


application = Bare()
