"""A bucket of S3's kind in a few lines, over real HTTP: it keeps what it is given, in memory."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class SmallBucket:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.is_down = False
        self.told = 0  # bytes of what was asked for
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _handler(bucket: SmallBucket) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            if self.headers.get("Expect"):
                self.send_response_only(100)
                self.end_headers()
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not bucket.is_down:
                bucket.kept[self.path.partition("?")[0]] = body
            self._answer(503 if bucket.is_down else 200)

        def do_GET(self) -> None:
            found = bucket.kept.get(self.path.partition("?")[0])
            if bucket.is_down or found is None:
                return self._answer(503 if bucket.is_down else 404)
            asked = self.headers.get("Range", "")
            start, _, end = asked.removeprefix("bytes=").partition("-")
            part = found[int(start or 0) : int(end) + 1 if end else None] if asked else found
            told = {"Content-Range": f"bytes {start}-{end or len(found) - 1}/{len(found)}"} if asked else {}
            return self._answer(206 if asked else 200, part, **told)

        do_HEAD = do_GET

        def do_DELETE(self) -> None:
            bucket.kept.pop(self.path.partition("?")[0], None)
            self._answer(204)

        def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", '"x"')
            self.send_header("Last-Modified", "Wed, 21 Oct 2026 07:28:00 GMT")
            self.end_headers()
            if self.command != "HEAD":
                bucket.told += len(body)
                self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    return Handler
