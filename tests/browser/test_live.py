"""Tabs, cuts and long absences: the page is told everything, in order, once."""

import pytest

from nxtchat.live import stream
from nxtchat.redis import client as redis_client
from tests.proxy import Proxy

RECORD = """
  window.told = []; window.states = []; window.resets = 0; window.signedOut = false; window.sources = 0;
  document.addEventListener("live", ({detail}) => window.told.push(...detail.events.map((event) => event.m)));
  document.addEventListener("live-reset", () => window.resets++);
  document.addEventListener("live-state", ({detail}) => window.states.push(detail.online));
  document.addEventListener("live-signed-out", () => window.signedOut = true);
  window.EventSource = class extends EventSource { constructor(...args) { super(...args); window.sources++; } };
"""


@pytest.fixture
def wire(site, tolerate):
    """Between the browser and the site."""
    with Proxy(site.removeprefix("http://")) as proxy:
        tolerate(proxy.address)
        tolerate("net::ERR")
        yield proxy


@pytest.fixture
def open_inbox(wire, number):
    """`open_inbox(page)`: at the far end of the wire, and connected."""

    def go(page, *, connected=True):
        page.add_init_script(RECORD)
        page.goto(f"http://{wire.address}/inbox/")
        if connected:
            until(page, "window.states.at(-1) === true")
        return page

    return go


@pytest.fixture
def happen(number):
    """`happen(1, 2)`: messages 1 and 2 are added."""

    def publish(*messages: int) -> None:
        stream.publish_many_on_commit(("message.added", number.pk, {"c": 0, "m": m}) for m in messages)

    return publish


def until(page, expression: str) -> None:
    """The page's policy forbids Playwright's own way of waiting, which is eval."""
    for _ in range(400):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never {expression}: {page.evaluate('[told, states, resets, sources]')}")


def told(page, *, count: int) -> list[int]:
    until(page, f"window.told.length >= {count}")
    return page.evaluate("window.told")


def test_the_page_is_told_what_happens(open_inbox, signed_in, bruno, happen):
    page = open_inbox(signed_in(bruno))
    happen(1, 2, 3)
    assert told(page, count=3) == [1, 2, 3]


def test_two_tabs_share_one_stream_and_are_told_the_same(open_inbox, signed_in, bruno, happen):
    first = open_inbox(signed_in(bruno))
    happen(1)
    assert told(first, count=1) == [1]
    second = open_inbox(first.context.new_page())
    happen(2, 3)
    assert (told(first, count=3), told(second, count=2)) == ([1, 2, 3], [2, 3])
    assert [page.evaluate("window.sources") for page in (first, second)] == [1, 0]


def test_when_the_leading_tab_is_closed_the_other_goes_on_where_it_was(open_inbox, signed_in, bruno, happen):
    first = open_inbox(signed_in(bruno))
    second = open_inbox(first.context.new_page())
    happen(1)
    assert told(second, count=1) == [1]
    first.close()
    happen(*range(2, 12))
    assert told(second, count=11) == list(range(1, 12))
    assert second.evaluate("window.sources") == 1


def test_a_tab_opened_while_much_happens_misses_nothing(open_inbox, signed_in, bruno, happen):
    first = open_inbox(signed_in(bruno))
    happen(1)
    second = first.context.new_page()
    second.route("**/live-stream.*js", lambda route: (happen(2, 3), first.wait_for_timeout(400), route.continue_()))
    open_inbox(second)
    happen(4)
    assert told(second, count=3) == [2, 3, 4]
    assert told(first, count=4) == [1, 2, 3, 4]


def test_connection_cut_while_sixty_messages_arrive(open_inbox, signed_in, bruno, happen, wire):
    page = open_inbox(signed_in(bruno))
    happen(1)
    told(page, count=1)
    wire.cut()
    for m in range(2, 62):
        happen(m)
    until(page, "window.states.at(-1) === false")  # says so after five seconds
    wire.mend()
    until(page, "window.states.at(-1) === true")
    happen(62)
    assert told(page, count=62) == list(range(1, 63))
    assert page.evaluate("window.resets") == 0


def test_a_dead_wire_is_noticed_though_nothing_breaks(open_inbox, signed_in, bruno, happen, wire):
    page = signed_in(bruno)
    page.clock.install()
    open_inbox(page)
    wire.hold()
    happen(1)
    page.clock.run_for(46_000)
    until(page, "window.states.at(-1) === false")
    wire.mend()
    page.clock.run_for(1000)
    assert told(page, count=1) == [1]


def test_a_page_older_than_the_stream_looks_at_everything_again(open_inbox, signed_in, bruno, happen, wire):
    page = open_inbox(signed_in(bruno))
    happen(1)
    told(page, count=1)
    wire.cut()
    happen(*range(2, 50))
    redis_client().xtrim(stream.STREAM, maxlen=1, approximate=False)
    wire.mend()
    until(page, "window.resets === 1")
    happen(50)
    assert told(page, count=2) == [1, 50]


def test_whoever_is_signed_out_elsewhere_is_told_so(open_inbox, signed_in, bruno, happen, wire, tolerate):
    tolerate("401")
    page = open_inbox(signed_in(bruno))
    page.context.clear_cookies()
    wire.cut()
    wire.mend()
    until(page, "window.signedOut")


def test_a_page_that_was_hidden_for_long_looks_at_everything_again(open_inbox, signed_in, bruno):
    page = signed_in(bruno)
    page.clock.install()
    open_inbox(page)
    hide = "(hidden) => {{ Object.defineProperty(document, 'hidden', {{value: {0}, configurable: true}}); {1} }}"
    fire = "document.dispatchEvent(new Event('visibilitychange'))"
    for seconds, resets in ((59, 0), (61, 1)):
        page.evaluate(hide.format("true", fire))
        page.clock.run_for(seconds * 1000)
        page.evaluate(hide.format("false", fire))
        assert page.evaluate("window.resets") == resets
