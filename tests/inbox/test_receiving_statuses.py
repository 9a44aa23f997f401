"""Ticks: what WhatsApp reports about what we said, in whatever order it comes."""

from datetime import UTC, datetime
from itertools import permutations
from uuid import uuid4

import pytest

from inbox.models import Conversation, Message, StatusFact
from inbox.receiving import apply_waiting, settle_waiting
from tests.webhooks.bodies import NOON, envelope, reported, status

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = ("sent", "delivered", "read")


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.fixture
def reply(conversation):
    """Said by us, accepted by WhatsApp."""
    Conversation.objects.update(preview_direction="out", last_status="sent")
    return Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        wamid="wamid.REPLY",
        direction="out",
        text="Yes, it is",
        status="sent",
    )


@pytest.mark.parametrize("order", list(permutations(WORDS)))
def test_statuses_in_any_order_end_as_read_with_all_three_times(reply, arrives, order):
    for word in order:
        arrives(envelope(reported(status("wamid.REPLY", word, at=NOON + WORDS.index(word)))))
    reply.refresh_from_db()
    assert reply.status == "read"
    assert [reply.sent_at, reply.delivered_at, reply.read_at] == [at(NOON), at(NOON + 1), at(NOON + 2)]
    assert Conversation.objects.get().last_status == "read"


def test_all_in_one_body_end_the_same(reply, arrives):
    arrives(envelope(reported(*(status("wamid.REPLY", word) for word in reversed(WORDS)))))
    reply.refresh_from_db()
    assert reply.status == "read"
    assert StatusFact.objects.filter(message=reply).count() == 3


def test_a_failure_says_why(reply, arrives):
    problem = {"code": 131049, "title": "Not delivered", "error_data": {"details": "To keep people engaged"}}
    arrives(envelope(reported(status("wamid.REPLY", "failed", errors=[problem]))))
    reply.refresh_from_db()
    assert (reply.status, reply.error_code) == ("failed", 131049)
    assert reply.error == {"title": "Not delivered", "details": "To keep people engaged", "trace_id": ""}
    assert reply.failed_at == at(NOON)


def test_delivered_after_failed_is_delivered_and_not_the_other_way_round(reply, arrives):
    arrives(envelope(reported(status("wamid.REPLY", "failed", errors=[{"code": 131026}]))))
    arrives(envelope(reported(status("wamid.REPLY", "delivered"))))
    reply.refresh_from_db()
    assert reply.status == "delivered"
    arrives(envelope(reported(status("wamid.REPLY", "failed", errors=[{"code": 131026}]))) + b" ")
    reply.refresh_from_db()
    assert reply.status == "delivered"


def test_a_report_twice_is_one_fact(reply, arrives):
    for spaces in range(3):
        arrives(envelope(reported(status("wamid.REPLY", "delivered"))) + b" " * spaces)
    assert StatusFact.objects.count() == 1


def test_an_unheard_of_status_is_kept_and_moves_nothing(reply, arrives):
    assert arrives(envelope(reported(status("wamid.REPLY", "in_orbit")))).state == "handled"
    reply.refresh_from_db()
    assert reply.status == "sent"
    assert StatusFact.objects.get().message == reply


def test_pricing_is_kept_as_reported(reply, arrives):
    pricing = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"}
    arrives(envelope(reported(status("wamid.REPLY", "sent", pricing=pricing))))
    reply.refresh_from_db()
    assert reply.pricing == pricing


@pytest.mark.parametrize("key", ["recipient_participant_id", "participant_recipient_id"])
def test_in_a_group_each_participant_is_a_fact(reply, arrives, key):
    arrives(envelope(reported(*(status("wamid.REPLY", "delivered", **{key: who}) for who in ("1", "2")))))
    assert set(StatusFact.objects.values_list("participant", flat=True)) == {"1", "2"}


def test_a_status_before_its_message_waits_for_it(reply, arrives):
    Message.objects.update(wamid="", status="sending")
    arrives(envelope(reported(status("wamid.REPLY", "delivered"))))
    reply.refresh_from_db()
    assert reply.status == "sending"
    Message.objects.update(wamid="wamid.REPLY", status="sent")
    reply.refresh_from_db()
    apply_waiting([reply.pk])
    reply.refresh_from_db()
    assert (reply.status, reply.delivered_at) == ("delivered", at(NOON))


def test_a_status_that_crossed_with_its_message_is_found_by_the_sweep(reply, arrives):
    Message.objects.update(wamid="")
    arrives(envelope(reported(status("wamid.REPLY", "read"))))
    assert settle_waiting() == 0
    Message.objects.update(wamid="wamid.REPLY")
    assert settle_waiting() == 1
    reply.refresh_from_db()
    assert reply.status == "read"


@pytest.mark.parametrize("state", ["unknown", "sending"])
def test_an_echoed_status_settles_what_was_perhaps_sent(reply, arrives, state):
    Message.objects.update(wamid="", status=state)
    arrives(envelope(reported(status("wamid.NAMED", "read"))))  # waits, it names nobody we know
    echo = {"biz_opaque_callback_data": str(reply.client_id)}
    arrives(envelope(reported(status("wamid.NAMED", "delivered", **echo))))
    reply.refresh_from_db()
    assert (reply.wamid, reply.status) == ("wamid.NAMED", "read")
    assert reply.delivered_at and reply.read_at


def test_an_echo_of_somebody_elses_uuid_settles_nothing(reply, arrives):
    Message.objects.update(wamid="", status="unknown")
    arrives(envelope(reported(status("wamid.NAMED", "sent", biz_opaque_callback_data=str(uuid4())))))
    reply.refresh_from_db()
    assert reply.status == "unknown"


def test_a_late_report_about_an_earlier_try_leaves_the_new_try_alone(reply, arrives):
    echo = {"biz_opaque_callback_data": str(reply.client_id)}
    arrives(envelope(reported(status("wamid.REPLY", "failed", errors=[{"code": 131000}], **echo))))
    Message.objects.update(wamid="", status="queued")  # an agent asked for another try
    arrives(envelope(reported(status("wamid.REPLY", "sent", **echo))))
    reply.refresh_from_db()
    assert (reply.wamid, reply.status) == ("", "queued")


def test_the_first_reply_that_arrives_is_noted_at_the_number(reply, arrives):
    arrives(envelope(reported(status("wamid.REPLY", "sent"))))
    reply.number.refresh_from_db()
    assert reply.number.first_reply_delivered_at is None
    arrives(envelope(reported(status("wamid.REPLY", "delivered"))))
    reply.number.refresh_from_db()
    assert reply.number.first_reply_delivered_at == at(NOON)


def test_the_list_keeps_the_ticks_of_the_newest_message_only(reply, conversation, arrives):
    newer = Message.objects.create(
        conversation=conversation, number=reply.number, wamid="wamid.NEWER", direction="out", status="sent"
    )
    arrives(envelope(reported(status("wamid.REPLY", "read"))))
    assert Conversation.objects.get().last_status == "sent"
    arrives(envelope(reported(status(newer.wamid, "delivered"))))
    assert Conversation.objects.get().last_status == "delivered"
