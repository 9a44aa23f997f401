"""A live stream on a real server, and people who listen to it."""

from contextlib import closing

import pytest
from django.test import Client

from inbox import access
from nxtchat.live import stream
from nxtchat.live.endpoint import LiveStream
from nxtchat.redis import client as redis_client
from tests.live.server import Stream, served


@pytest.fixture(autouse=True)
def fresh_stream(transactional_db):
    redis_client().delete(stream.STREAM)


@pytest.fixture
def live():
    return LiveStream(audience=access.live_audience, heartbeat=0.3)


@pytest.fixture
def site(live):
    with served(live) as where:
        yield where


@pytest.fixture
def session_of():
    """Sign somebody in; returns their session key."""

    def sign_in(agent) -> str:
        browser = Client()
        browser.force_login(agent)
        return browser.session.session_key

    return sign_in


@pytest.fixture
def listen(site, session_of):
    """Open a stream: `listen(bruno)`; it stands at its position when this returns."""
    opened = []

    def start(agent=None, *, session="", settled=True, **options) -> Stream:
        heard = Stream(site, session=session or (session_of(agent) if agent else ""), **options)
        opened.append(closing(heard))
        if settled and heard.status == 200 and not (heard.last_id):
            heard.until("beat")
        return heard

    yield start
    for heard in opened:
        heard.__exit__(None, None, None)


@pytest.fixture
def say():
    """Something happens: `say(number, 1, 2, 3)` adds messages 1, 2 and 3 to conversation 7."""

    def publish(number, *messages: int, kind: str = "message.added") -> None:
        for message in messages:
            stream.publish_on_commit(kind, number=getattr(number, "pk", number), c=7, m=message)

    return publish
