"""The whole of NxtChat inside the test process: the web server, a worker and a timetable, each on a thread."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from celery.contrib.testing.worker import start_worker
from celery.worker import state

from nxtchat import redis
from nxtchat.celery import QUEUES, TIMETABLE, app


@contextmanager
def web() -> Iterator[str]:
    """Serve the real application on a free port; yields its address."""
    from nxtchat.asgi import application

    config = uvicorn.Config(application, port=0, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="web", daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the web server did not start"
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


class Workshop:
    """A worker and its timetable, at work only while a test runs."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.closing = threading.Event()

    @contextmanager
    def staffed(self) -> Iterator["Workshop"]:
        timetable = threading.Thread(target=self._keep_time, name="timetable", daemon=True)
        with start_worker(
            app, pool="threads", concurrency=4, queues=QUEUES, perform_ping_check=False, shutdown_timeout=10
        ):
            timetable.start()
            yield self
            self.closing.set()
            self.open.set()
            timetable.join(5)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Afterwards nobody touches the database, so that it can be emptied for the next test."""
        self.open.set()
        yield
        self.open.clear()
        redis.client().flushdb()
        deadline = time.monotonic() + 20
        while state.reserved_requests:
            assert time.monotonic() < deadline, f"still busy: {[each.name for each in state.reserved_requests]}"
            time.sleep(0.01)
        redis.client().flushdb()

    def _keep_time(self) -> None:
        # What comes by the hour must not come into whichever test is the first.
        last = {name: 0.0 if seconds < 300 else time.monotonic() for name, (_, seconds, _) in TIMETABLE.items()}
        while self.open.wait() and not self.closing.is_set():
            for name, (task, seconds, queue) in TIMETABLE.items():
                if time.monotonic() - last[name] >= seconds:
                    last[name] = time.monotonic()
                    app.send_task(task, queue=queue)
            time.sleep(0.05)
