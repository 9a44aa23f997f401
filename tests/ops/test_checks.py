"""Wrong settings are found before the first request."""

import pytest
from cryptography.fernet import Fernet

from nxtchat.checks import settings_are_usable

GOOD = {
    "NXTCHAT_KEYS": [Fernet.generate_key().decode()],
    "NXTCHAT_PEPPER": "p" * 43,
    "METRICS_TOKEN": "",
    "PUBLIC_URL": "https://chat.example.org",
    "GRAPH_URL": "https://graph.facebook.com",
    "GRAPH_VERSION": "v24.0",
    "DEBUG": False,
}
BAD = [
    ("NXTCHAT_KEYS", [], "nxtchat.E001"),
    ("NXTCHAT_KEYS", ["not a key"], "nxtchat.E002"),
    ("NXTCHAT_PEPPER", "", "nxtchat.E003"),
    ("NXTCHAT_PEPPER", "salt", "nxtchat.E003"),
    ("METRICS_TOKEN", "secret", "nxtchat.W001"),
    ("PUBLIC_URL", "chat.example.org", "nxtchat.E004"),
    ("PUBLIC_URL", "http://chat.example.org", "nxtchat.W002"),
    ("GRAPH_VERSION", "24", "nxtchat.E005"),
    ("GRAPH_URL", "graph.facebook.com", "nxtchat.E006"),
    ("GRAPH_URL", "http://graph.example.org", "nxtchat.W003"),
]


@pytest.fixture
def found(settings):
    for name, value in GOOD.items():
        setattr(settings, name, value)

    def found(**changed):
        for name, value in changed.items():
            setattr(settings, name, value)
        return [message.id for message in settings_are_usable()]

    return found


def test_good_settings_are_good(found):
    assert found() == []
    assert found(PUBLIC_URL="http://127.0.0.1:8000", GRAPH_URL="http://127.0.0.1:9000") == []
    assert found(PUBLIC_URL="http://chat.example.org", DEBUG=True) == []


@pytest.mark.parametrize(("name", "value", "expected"), BAD)
def test_a_bad_setting_is_named_with_its_fix(found, name, value, expected):
    assert found(**{name: value}) == [expected]
    assert all(message.hint for message in settings_are_usable())


def test_a_key_is_never_shown(found):
    found(NXTCHAT_KEYS=["my-secret-key"])
    assert "my-secret-key" not in repr(settings_are_usable())
