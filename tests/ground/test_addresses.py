"""Whatever form the address of an installation has, it is let in under it."""

import pytest

from nxtchat import env


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://chat.example.org", "chat.example.org"),
        ("https://chat.example.org:8443/inbox", "chat.example.org"),
        ("http://127.0.0.1:8000", "127.0.0.1"),
        ("http://[2001:db8::7]:8000", "[2001:db8::7]"),
        ("https://[::1]", "[::1]"),
    ],
)
def test_the_host_of_an_address_is_the_one_that_browsers_send(url, host):
    assert env.host(url) == host


def test_an_address_that_is_none_is_refused_in_one_line():
    with pytest.raises(env.BadSetting, match="this is no address"):
        env.host("http://[2001:db8::7")
