"""A hand that posts webhooks as fast as it is answered, or at a steady pace, over a few open connections."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from nxtchat.whatsapp.signature import sign

CONNECTIONS = 64


@contextmanager
def served(app: str, *, environment: dict[str, str]) -> Iterator[int]:
    """An ASGI app in a process of its own, as `make run` serves ours."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "warning", "--no-access-log"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(15)


def requests(bodies: list[bytes], *, secret: str) -> list[bytes]:
    """Signed beforehand, so that the hand has nothing to do but post."""
    return [
        b"POST /webhooks/whatsapp/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + f"Content-Length: {len(body)}\r\nX-Hub-Signature-256: {sign(secret, body)}\r\n\r\n".encode()
        + body
        for body in bodies
    ]


def flood(port: int, wanted: list[bytes]) -> float:
    """Answers a second, when each connection posts the next as soon as the last is acknowledged."""
    return len(wanted) / asyncio.run(_post_all(port, wanted, pause=0.0))[0]


def steady(port: int, wanted: list[bytes], *, rate: float) -> list[float]:
    """How long each answer took, in milliseconds, at so many a second; sorted."""
    return asyncio.run(_post_all(port, wanted, pause=1 / rate))[1]


async def _post_all(port: int, wanted: list[bytes], *, pause: float) -> tuple[float, list[float]]:
    waiting, taken = iter(enumerate(wanted)), []
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CONNECTIONS)]
    began = time.perf_counter()

    async def post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for place, request in waiting:
            due = began + place * pause if pause else time.perf_counter()
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode(errors="replace"))
            taken.append((time.perf_counter() - due) * 1000)  # from when it was due: waiting in line counts
        writer.close()

    await asyncio.gather(*(post(*line) for line in lines))
    return time.perf_counter() - began, sorted(taken)
