"""A real ASGI server on a thread, and a browser's side of an event stream that can be held in the hand."""

import asyncio
import json
import socket
import threading
import time
from contextlib import contextmanager

import uvicorn


@contextmanager
def served(app):
    """Serve the ASGI callable on a free port; yields `host:port`."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    )
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


class Stream:
    """Asks for `/live/` and reads what comes. `status` is the answer's; events are dicts with id, kind and data."""

    def __init__(self, where: str, *, session: str = "", after: str = "", last_event_id: str = "", method="GET"):
        host, port = where.split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=5)
        self.last_id = last_event_id or after
        lines = [f"{method} /live/{'?after=' + after if after else ''} HTTP/1.1", f"Host: {where}"]
        if session:
            lines.append(f"Cookie: other=1; sessionid={session}")
        if last_event_id:
            lines.append(f"Last-Event-ID: {last_event_id}")
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = {}
        while line := self.file.readline().strip():
            name, value = line.decode().split(": ", 1)
            self.headers[name.lower()] = value
        self.frames = self._frames()

    def _chunks(self):
        while size := int(self.file.readline() or b"0", 16):
            yield self.file.read(size)
            self.file.readline()

    def _frames(self):
        """Every frame with an event, beats included."""
        buffer = b""
        for chunk in self._chunks():
            buffer += chunk
            while b"\n\n" in buffer:
                text, buffer = buffer.split(b"\n\n", 1)
                fields = dict(line.split(": ", 1) for line in text.decode().split("\n"))  # ": beat" names nothing
                if "event" in fields:
                    self.last_id = fields["id"]
                    yield {"id": fields["id"], "kind": fields["event"], **json.loads(fields["data"])}

    def events(self, count: int) -> list[dict]:
        """The next `count` events that are not beats."""
        found, deadline = [], time.monotonic() + 10
        while len(found) < count:
            event = next(self.frames)
            if event["kind"] != "beat":
                found.append(event)
            assert time.monotonic() < deadline, f"no {count} events, but {found}"
        return found

    def until(self, kind: str) -> list[dict]:
        """All events up to the first of this kind, which is the last of them."""
        found, deadline = [], time.monotonic() + 10
        for event in self.frames:
            found.append(event)
            if event["kind"] == kind:
                return found
            assert time.monotonic() < deadline, f"no {kind} among {found}"
        raise AssertionError(f"the stream ended before {kind}")

    def has_ended(self) -> bool:
        """Read on; True when the server closed it."""
        deadline = time.monotonic() + 10
        return all(time.monotonic() < deadline for _ in self.frames)

    def close(self) -> None:
        self.file.close()
        self.socket.close()
