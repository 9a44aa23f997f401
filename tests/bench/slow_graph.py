"""A Graph API that takes 100 to 300 ms for every message, and remembers when each came.

`python -m tests.bench.slow_graph` prints its port. `GET /` answers with the times, by text, and forgets them.
"""

import asyncio
import json
import random
import re
import time

import uvloop

FASTEST, SLOWEST = 0.1, 0.3
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
came: dict[str, float] = {}


class Connection(asyncio.Protocol):
    def connection_made(self, transport) -> None:
        self.transport, self.data = transport, b""

    def data_received(self, data: bytes) -> None:
        self.data += data
        head, gap, rest = self.data.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        size = int(length[1]) if length else 0
        if not gap or len(rest) < size:
            return
        self.data = rest[size:]
        if head.startswith(b"GET"):
            self._answer(json.dumps(came).encode())
            came.clear()
            return
        body = json.loads(rest[:size])
        text = body["text"]["body"] if "text" in body else body["biz_opaque_callback_data"]
        came[text] = time.time()
        answer = {"messages": [{"id": f"wamid.{body['biz_opaque_callback_data']}"}]}
        answer["contacts"] = [{"input": body["to"], "wa_id": body["to"].lstrip("+")}]
        delay = random.uniform(FASTEST, SLOWEST)
        asyncio.get_running_loop().call_later(delay, self._answer, json.dumps(answer).encode())

    def _answer(self, body: bytes) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.transport.write(head.encode() + body)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
