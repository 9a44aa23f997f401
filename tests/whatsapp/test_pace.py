import time

import pytest

from nxtchat import redis
from nxtchat.whatsapp import pace, patience
from nxtchat.whatsapp.models import Number


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


def test_bulk_takes_what_replies_leave_and_all_pairs_are_asked_at_once():
    slots = pace.reserve(number=1, pairs=list(range(20)))
    assert slots.waits == [0] * pace.bulk_burst(80) + [None] * (20 - pace.bulk_burst(80))
    assert 0 < slots.next_in <= 1 / 80
    assert pace.wait(number=1, pair=100) == 0  # there is room ahead for a reply


def test_bulk_stands_still_while_a_reply_waits_for_its_slot():
    while not pace.wait(number=1, pair=1000):
        pass  # somebody writes a great many replies
    time.sleep(0.1)
    assert pace.reserve(number=1, pairs=[1, 2]).waits == [None, None]


def test_several_messages_to_one_person_in_one_batch_count_each(settings):
    for other in range(pace.PAIR_BURST - 1):
        pace.wait(number=100 + other, pair=7)
    first, second, third = pace.reserve(number=1, pairs=[7, 7, 8]).waits
    assert first == 0 and third == 0
    assert 5 < second <= 6


def test_what_comes_in_leaves_less_for_what_goes_out():
    pace.heard(number=1, count=40)
    assert 0.2 < pace.wait(number=1, pair=1) <= 0.5
    pace.heard(number=1, count=10_000)  # a great outage was caught up with
    assert pace.wait(number=1, pair=1) <= 1.1


def test_a_number_that_is_on_a_phone_too_sends_twenty_a_second():
    assert pace.rate(Number(throughput=1000)) == 1000
    assert pace.rate(Number()) == 80
    assert pace.rate(Number(throughput=1000, is_on_phone=True)) == 20
    sent = 0
    while not pace.wait(number=1, pair=sent, rate=20):
        sent += 1
    assert sent <= 6
    assert 0.02 < pace.wait(number=1, pair=sent, rate=20) <= 0.05


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
