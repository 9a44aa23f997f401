"""Where our token goes when a file is fetched, and where it does not."""

import pytest
from django.utils import timezone

from inbox.models import Media
from nxtchat.whatsapp.media import is_metas
from tests.inbox.fetching import arrived, fetched, found
from tests.inbox.files import picture

__all__ = ["arrived"]


def test_an_address_that_died_is_asked_for_anew(arrived, graph):
    graph.answers = [found(graph)[0], lambda heard: (404, {}), *found(graph, picture())]
    assert fetched(arrived()).state == Media.State.STORED
    assert [heard.path.rpartition("/")[2] for heard in graph.heard] == ["1", "file", "1", "file"]


def test_an_address_that_stays_dead_is_tried_later(arrived, graph):
    graph.answers = [*[found(graph)[0], lambda heard: (404, {})] * 2]
    media = fetched(arrived())
    assert (media.state, media.reason) == ("waiting", "refused")
    assert media.next_attempt_at > timezone.now()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nobody_sends_us_and_our_token_elsewhere(arrived, graph, status):
    graph.headers = {"Location": f"{graph.url}/elsewhere"}
    graph.answers = [found(graph)[0], lambda heard: (status, b"")]
    media = fetched(arrived())
    assert (media.state, media.reason) == ("waiting", "strange_address")
    assert len(graph.heard) == 2


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/file",
        "http://lookaside.fbsbx.com/file",
        "https://lookaside.fbsbx.com.evil.example/",
        "https://lookaside.fbsbx.com@evil.example/",
        "https://evil.example\\@lookaside.fbsbx.com/",
        "https://lookaside.fbsbx.com:8443/",
        "https://evilfbcdn.net/",
        "file:///etc/passwd",
        "//evil.example",
        "",
    ],
)
def test_a_strange_host_is_not_even_asked(arrived, graph, url):
    assert not is_metas(url, home=graph.url)
    graph.answers = [lambda heard: (200, {"url": url})]
    media = fetched(arrived())
    assert (media.state, media.reason) == ("waiting", "strange_address")
    assert len(graph.heard) == 1


@pytest.mark.parametrize("url", ["https://lookaside.fbsbx.com/a?b=1", "https://scontent.xx.fbcdn.net/", "{home}/file"])
def test_the_hosts_that_are_metas(url):
    home = "http://127.0.0.1:8010"
    assert is_metas(url.format(home=home), home=home)
    assert not is_metas("http://127.0.0.1:8011/file", home=home)
