"""A wire that can be cut: a TCP proxy that stands between two real programs."""

import asyncio
import contextlib
import threading


class Proxy:
    """Forwards to `target` from `host:port`. Use as a context manager; the verbs may be called from any thread.

    cut: every connection breaks and new ones are refused. hold: nothing passes, nothing breaks, as when a cable is
    pulled. mend: all is well again (what was held passes; what was cut has to be opened anew).
    """

    def __init__(self, target: str) -> None:
        self.target_host, target_port = target.rsplit(":", 1)
        self.target_port = int(target_port)
        self.accepted = 0  # connections since the beginning
        self.open = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        self._run(self._start(0))
        return self

    def __exit__(self, *exc) -> None:
        self._run(self._cut(for_good=True))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def cut(self) -> None:
        self._run(self._cut())

    def hold(self) -> None:
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def mend(self) -> None:
        self._run(self._start(self.port))

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def _run(self, work) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(5)

    async def _start(self, port: int) -> None:
        if port and self._server.is_serving():
            self._flowing.set()
            return
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _cut(self, *, for_good: bool = False) -> None:
        self._server.close()
        if for_good:
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
        for writer in list(self._writers):
            writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self.open += 1
        self._writers.add(writer)
        other = None
        try:
            other_reader, other = await asyncio.open_connection(self.target_host, self.target_port)
            self._writers.add(other)
            tasks = [asyncio.create_task(self._pass(*ends)) for ends in ((reader, other), (other_reader, writer))]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
        except OSError:
            pass
        finally:
            self.open -= 1
            for end in filter(None, (writer, other)):
                self._writers.discard(end)
                end.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await self._flowing.wait()
                writer.write(data)
                await writer.drain()
