import time

import pytest

from nxtchat import redis
from nxtchat.whatsapp import pace, patience


@pytest.fixture(autouse=True)
def nothing_was_sent_yet():
    for key in redis.client().scan_iter("pace:*"):
        redis.client().delete(key)


def test_one_person_is_sent_a_burst_and_then_one_message_in_six_seconds():
    for message in range(pace.PAIR_BURST):
        assert pace.wait(number=message, pair=1) == 0  # of many numbers, so that only the pair counts
    assert 5 < pace.wait(number=99, pair=1) <= 6
    assert pace.wait(number=99, pair=2) == 0


def test_a_number_sends_eighty_messages_a_second():
    sent, began = 0, time.monotonic()
    while not (wait := pace.wait(number=1, pair=sent)) and sent < 2000:
        sent += 1
    passed = time.monotonic() - began  # however slow this machine is, what was let through fits the time
    assert pace.NUMBER_BURST <= sent <= pace.NUMBER_BURST + 80 * passed + 1
    assert 0 < wait <= 1 / 80
    assert pace.wait(number=2, pair=sent) == 0


def test_waiting_costs_nothing():
    pace.hold(number=1, seconds=2)
    for _ in range(3):
        assert 1.5 < pace.wait(number=1, pair=1) <= 2
    assert pace.wait(number=2, pair=1) == 0


def test_a_shorter_hold_does_not_end_a_longer_one():
    pace.hold(number=1, seconds=60)
    pace.hold(number=1, seconds=1)
    assert pace.wait(number=1, pair=1) > 50


def test_the_clocks_leave_redis_when_they_no_longer_matter():
    pace.wait(number=1, pair=1)
    ttl = redis.client().pttl("pace:pair:1")
    assert 5000 < ttl <= 6000


def test_without_redis_nobody_waits_and_it_is_said(settings, request, caplog):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    redis.client.cache_clear()
    request.addfinalizer(redis.client.cache_clear)
    assert pace.wait(number=1, pair=1) == 0
    assert "without pace" in caplog.text


def test_waits_grow_and_end():
    assert [patience.after_refusal(131056, tries=n) for n in range(1, 8)] == [1, 4, 16, 64, 256, None, None]
    assert patience.after_refusal(None, tries=1) == 2
    assert patience.without_connection(tries=500) == 60
