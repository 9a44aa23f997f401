"""A Graph API of a few lines over real HTTP, that answers what a test tells it to and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, Any] | None  # status and JSON (or raw bytes, or pieces of them); None: hang up


@dataclass
class Heard:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


def accept(heard: Heard) -> Answer:
    """As Meta does: an id, and the person's WhatsApp id."""
    body = heard.body
    wamid = f"wamid.{body.get('biz_opaque_callback_data', 'none').partition(':')[0]}"
    if "recipient" in body:
        person = {"input": body["recipient"], "user_id": body["recipient"]}
    else:
        person = {"input": body["to"], "wa_id": body["to"].lstrip("+")}
    return 200, {"messaging_product": "whatsapp", "contacts": [person], "messages": [{"id": wamid}]}


def refuse(code: int | str, *, status: int = 400, **more: Any) -> Callable[[Heard], Answer]:
    error = {"message": f"(#{code}) No", "type": "OAuthException", "code": code, "fbtrace_id": "Az8or2yhqkZfEZ"}
    error["error_data"] = {"messaging_product": "whatsapp", "details": "Because."}
    return lambda heard: (status, {"error": error | more})


def hang_up(heard: Heard) -> Answer:
    return None


def say_nothing(heard: Heard) -> Answer:
    """Takes the message and does not answer before a short-tempered client gave up."""
    time.sleep(0.6)
    return None


def trickle(heard: Heard) -> Answer:
    """A good answer, but a piece at a time, each soon after the one before."""

    answer = accept(heard)

    def pieces() -> Iterator[bytes]:
        for _ in range(60):
            yield b" "
            time.sleep(0.05)
        yield json.dumps(answer and answer[1]).encode()

    return 200, pieces()


def never_end(heard: Heard) -> Answer:
    """More than anybody asked for."""
    return 200, (b" " * 1024 * 1024 for _ in range(1000))


class Server(ThreadingHTTPServer):
    request_queue_size = 1024  # a batch connects all at once
    daemon_threads = True


@dataclass
class SmallGraph:
    answers: list[Callable[[Heard], Answer]] = field(default_factory=list)  # used up one by one, then `accept`
    heard: list[Heard] = field(default_factory=list)
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)  # of every answer

    def answer(self, heard: Heard) -> Answer:
        self.heard.append(heard)
        return (self.answers.pop(0) if self.answers else accept)(heard)

    @property
    def bodies(self) -> list[Any]:
        return [heard.body for heard in self.heard if heard.method == "POST"]

    def start(self) -> ThreadingHTTPServer:
        server = Server(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        return server


def _handler(graph: SmallGraph) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(size)
            url = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(url.query).items()}
            headers = dict(self.headers) | {"X-Peer-Port": str(self.client_address[1])}
            heard = Heard(self.command, url.path, query, headers, json.loads(raw) if raw else None)
            answer = graph.answer(heard)
            if answer is None:
                self.close_connection = True
                return
            status, body = answer
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            for name, value in graph.headers.items():
                self.send_header(name, value)
            if isinstance(body, Iterator):
                self._send_pieces(body)
                return
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET

        def _send_pieces(self, pieces: Iterator[bytes]) -> None:
            self.send_header("Connection", "close")
            self.end_headers()
            with suppress(OSError):  # the listener had enough
                for piece in pieces:
                    self.wfile.write(piece)

        def log_message(self, *_args: Any) -> None:
            pass

    return Handler
