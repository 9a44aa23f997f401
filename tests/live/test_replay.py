"""A connection that was cut comes back and has missed nothing, or is told to look at everything again."""

import threading
import time

import pytest
from django.db import connections

from inbox import access
from nxtchat.live import stream
from nxtchat.live.endpoint import LiveStream
from nxtchat.redis import client as redis_client
from tests.live.server import Stream, served

pytestmark = pytest.mark.django_db(transaction=True)


def messages(events):
    return [event["m"] for event in events]


def test_a_page_is_told_what_happened_since_it_was_made(listen, bruno, number, say):
    say(number, 1)
    after = stream.head()
    say(number, 2, 3)
    heard = listen(bruno, after=after)
    say(number, 4)
    assert messages(heard.events(3)) == [2, 3, 4]


def test_a_page_made_before_anything_happened_is_told_everything(listen, bruno, number, say):
    after = stream.head()
    assert after == stream.START
    say(number, 1, 2)
    assert messages(listen(bruno, after=after).events(2)) == [1, 2]


def test_after_a_cut_everything_missed_arrives_in_order_and_once(listen, bruno, number, say):
    heard = listen(bruno)
    say(number, 1, 2)
    assert messages(heard.events(2)) == [1, 2]
    heard.close()
    say(number, *range(3, 63))
    back = listen(bruno, last_event_id=heard.last_id)
    say(number, 63)
    assert messages(back.events(61)) == list(range(3, 64))


def test_what_the_browser_remembers_counts_more_than_what_the_page_said(listen, bruno, number, say):
    say(number, 1)
    page = stream.head()
    say(number, 2)
    seen = stream.head()
    say(number, 3)
    assert messages(listen(bruno, after=page, last_event_id=seen).events(1)) == [3]


def test_coming_back_while_a_lot_happens_loses_and_repeats_nothing(listen, bruno, number, say):
    def work():
        for start in range(0, 3000, 10):
            say(number, *range(start, start + 10))
        connections.close_all()

    after = stream.head()
    busy = threading.Thread(target=work)
    busy.start()
    seen = []
    while len(seen) < 3000:
        heard = listen(bruno, after=after)
        seen += messages(heard.events(min(170, 3000 - len(seen))))
        after = heard.last_id
        heard.close()
    busy.join()
    assert seen == list(range(3000))


def test_a_page_older_than_the_stream_is_told_to_look_again(listen, bruno, number, say):
    say(number, 1)
    after = stream.head()
    say(number, 2, 3)
    redis_client().xtrim(stream.STREAM, maxlen=1, approximate=False)
    heard = listen(bruno, after=after)
    assert [event["kind"] for event in heard.until("beat")] == ["reset", "beat"]
    say(number, 4)
    assert messages(heard.events(1)) == [4]


def test_a_page_made_before_anything_happened_is_told_to_look_again_once_the_stream_was_trimmed(listen, bruno, say):
    say(0, 1, 2)
    redis_client().xtrim(stream.STREAM, maxlen=1, approximate=False)
    assert listen(bruno, after=stream.START).until("beat")[0]["kind"] == "reset"


def test_a_page_from_before_redis_was_emptied_is_told_to_look_again(listen, bruno, number, say):
    say(number, 1)
    after = stream.head()
    redis_client().delete(stream.STREAM)
    assert listen(bruno, after=after).until("beat")[0]["kind"] == "reset"
    say(number, 2)
    assert listen(bruno, after=after).until("beat")[0]["kind"] == "reset"


def test_a_page_made_after_redis_was_emptied_need_not_look_again(listen, bruno, number, say):
    say(number, 1)
    listen(bruno).close()
    redis_client().delete(stream.STREAM)
    heard = listen(bruno, after=stream.head())
    assert [event["kind"] for event in heard.until("beat")] == ["beat"]
    assert heard.last_id == stream.START
    say(number, 2)
    assert messages(heard.events(1)) == [2]
    assert messages(listen(bruno, after=stream.START).events(1)) == [2]


@pytest.mark.parametrize("position", ["9999999999999-0", "nonsense", "1-2-3", "-", "\u0661-1", "1" * 400 + "-0"])
def test_a_position_nobody_gave_out_is_answered_with_a_reset(listen, bruno, number, say, position):
    say(number, 1)
    heard = listen(bruno, last_event_id=position.encode().decode("latin-1"))
    assert heard.until("beat")[0]["kind"] == "reset"
    assert heard.last_id == stream.head()


def test_a_reader_that_lagged_behind_the_trimming_says_so(live, listen, bruno, number, say):
    heard = listen(bruno)
    say(number, 1)
    heard.events(1)
    with redis_client().pipeline(transaction=True) as pipe:  # all at once: the reader sees only what is left
        for m in range(2000):
            pipe.xadd(stream.STREAM, {"kind": "message.added", "number": number.pk, "data": f'{{"m":{m}}}'}, maxlen=500)
        pipe.xtrim(stream.STREAM, maxlen=500, approximate=False)
        pipe.execute()
    assert messages(heard.until("reset")[:-1][-1:]) == [1999]


def test_two_servers_tell_the_same(bruno, number, say, session_of):
    session, apps = session_of(bruno), [LiveStream(audience=access.live_audience) for _ in range(2)]
    with served(apps[0]) as one, served(apps[1]) as two:
        first = Stream(one, session=session)
        first.until("beat")
        say(number, 1, 2)
        assert messages(first.events(2)) == [1, 2]
        first.close()
        say(number, 3)
        assert messages(Stream(two, session=session, last_event_id=first.last_id).events(1)) == [3]


def test_a_client_that_does_not_read_is_dropped_and_the_others_are_not(live, listen, bruno, number, say):
    asleep, awake = listen(bruno), listen(bruno)
    pad = "x" * 20_000
    for n in range(1500):
        stream.publish_on_commit("message.added", number=number.pk, m=n, pad=pad)
        if n % 100 == 0:
            awake.events(1 if n == 0 else 100)
    awake.events(99)
    deadline = time.monotonic() + 5
    while len(live.hub.listeners) > 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(live.hub.listeners) == 1
    say(number, 1)
    assert messages(awake.events(1)) == [1]
    assert asleep.has_ended()
