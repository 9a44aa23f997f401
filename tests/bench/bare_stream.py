"""The least that telling many browsers takes: hold their connections, and write one ready frame to each.

Whoever sends another line is the one to whom something happens; the line says when.
"""

import asyncio

import uvloop

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
EVENT = b'id: 1-1\nevent: message.added\ndata: {"t":%s,"c":1,"m":1,"n":1}\n\n'


class Connection(asyncio.Protocol):
    everybody: set[asyncio.Transport] = set()

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        if self.transport in self.everybody:
            event = EVENT % data.strip()
            chunk = b"%x\r\n%s\r\n" % (len(event), event)
            for transport in self.everybody:
                transport.write(chunk)
        else:
            self.transport.write(ANSWER)
            self.everybody.add(self.transport)

    def connection_lost(self, error):
        self.everybody.discard(self.transport)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
