"""Fixtures of the pretend WhatsApp; tests/conftest.py hands them to every test."""

import pytest

from nxtchat import redis
from tests.pretend_whatsapp import KEY, QUICK, Loop, WhatsApp

ANA = "5511987654321"


@pytest.fixture(scope="session")
def pretend_loop():
    loop = Loop()
    yield loop
    loop.stop()


@pytest.fixture
def whatsapp(pretend_loop, tmp_path, settings):
    """Meta, as far as this test is concerned. It knows the `number` of the tests, and Ana wrote an hour ago.

    Nobody is told of anything until the test names a callback: `whatsapp.mailbox()` or `whatsapp.callback(…)`.
    """
    from tests.conftest import APP_SECRET

    pretend = WhatsApp(loop=pretend_loop, folder=tmp_path / "pretend")
    settings.GRAPH_URL = settings.PRETEND_URL = pretend.url
    settings.PRETEND_KEY = KEY
    pretend.rules(**QUICK)
    pretend.account(
        waba_id="102290129340398",
        app_id="670843887433847",
        app_secret=APP_SECRET,
        token="the-token-of-the-tests",
        phone_number_id="106540352242922",
        display_phone="+1 555-078-3881",
        name="Lucky Shrub",
        subscribed=True,
    )
    pretend.ask("POST", "people", phone=ANA, name="Ana Souza")
    pretend.has_spoken(ANA)
    for key in redis.client().scan_iter("pace:*"):
        redis.client().delete(key)
    yield pretend
    pretend.leave()
