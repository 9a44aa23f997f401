"""Redis goes away and comes back; many people listen at once; the server stops."""

import threading
import time
from urllib.parse import urlsplit

import pytest
from django.db import connection

from nxtchat import redis
from nxtchat.live import stream
from tests.live.server import Stream
from tests.proxy import Proxy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wire(settings):
    """Between us and Redis."""
    url = urlsplit(settings.REDIS_URL)
    with Proxy(f"{url.hostname}:{url.port or 6379}") as proxy:
        settings.REDIS_URL = url._replace(
            netloc=f"{url.netloc.rpartition('@')[0]}@{proxy.address}".lstrip("@")
        ).geturl()
        yield proxy


def test_when_redis_was_away_for_a_moment_everybody_looks_again(wire, listen, bruno, number, say):
    heard = listen(bruno)
    wire.cut()
    say(number, 1)  # Redis is there for who publishes: what happens meanwhile may or may not be heard
    wire.mend()
    heard.until("reset")
    say(number, 2)
    assert heard.events(1)[0]["m"] == 2


def test_who_was_away_while_redis_was_is_told_to_look_again_too(wire, live, listen, bruno, number, say):
    heard = listen(bruno)
    say(number, 1)
    heard.events(1)
    heard.close()
    wire.cut()
    time.sleep(0.1)
    wire.mend()
    listen(bruno).until("reset")  # the reader is back
    assert [e["kind"] for e in listen(bruno, last_event_id=heard.last_id).until("beat")] == ["reset", "beat"]


def test_while_redis_is_away_new_streams_are_refused_and_old_ones_end(wire, listen, bruno, monkeypatch):
    monkeypatch.setattr("nxtchat.live.hub.PATIENCE", 0.3)
    heard = listen(bruno)
    wire.cut()
    assert heard.has_ended()
    assert listen(bruno).status == 503
    wire.mend()
    deadline = time.monotonic() + 5
    while (again := listen(bruno)).status == 503 and time.monotonic() < deadline:
        pass
    assert again.status == 200


def test_a_publish_that_fails_breaks_nothing_and_is_followed_by_a_reset(wire, listen, bruno, number, say):
    heard = listen(bruno)
    say(number, 0)
    heard.events(1)
    redis.client.cache_clear()
    try:
        redis.client().ping()
        wire.cut()
        say(number, 1)
        assert stream.head() == stream.START
        wire.mend()
        say(number, 2)
        events = heard.until("message.added")
        assert "reset" in [event["kind"] for event in events]
        assert events[-1]["m"] == 2
    finally:
        redis.client.cache_clear()


def connections_in_use() -> int:
    """By this test itself, and by threads that tests before it left behind."""
    pool = connection.pool.get_stats()
    return pool["pool_size"] - pool["pool_available"]


def test_two_hundred_streams_hold_neither_threads_nor_database_connections(site, session_of, bruno, number, say):
    session = session_of(bruno)
    threads_before, connections_before = threading.active_count(), connections_in_use()
    open_streams = [Stream(site, session=session) for _ in range(200)]
    for heard in open_streams:
        heard.until("beat")
    assert threading.active_count() <= threads_before + 6
    assert connections_in_use() <= connections_before
    say(number, 1)
    assert all(heard.events(1)[0]["m"] == 1 for heard in open_streams)
    for heard in open_streams:
        heard.close()


def test_who_hangs_up_is_forgotten(live, listen, bruno):
    heard = listen(bruno)
    assert len(live.hub.listeners) == 1
    heard.close()
    deadline = time.monotonic() + 5
    while live.hub.listeners and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not live.hub.listeners


def test_one_reader_follows_redis_however_many_come_at_once(site, session_of, bruno):
    session, streams = session_of(bruno), []

    def come():
        streams.append(Stream(site, session=session))

    arrivals = [threading.Thread(target=come) for _ in range(20)]
    for arrival in arrivals:
        arrival.start()
    for arrival in arrivals:
        arrival.join()
    readers = [c for c in redis.client().client_list() if c["name"] == "nxtchat-live" and c["cmd"].startswith("xread")]
    ours = {c["db"] for c in readers}
    database = redis.client().connection_pool.connection_kwargs.get("db", 0)
    assert [c["db"] for c in readers].count(str(database)) == 1, ours
    for heard in streams:
        heard.close()
