"""What became of our messages, folded behind their tick; and for admins the event that brought a message."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inbox.models import Status, StatusFact
from tests.inbox.desk import address, ana_says, at_desk, shown, we_say, words

__all__ = ["ana_says", "at_desk", "we_say"]
pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def looks(at_desk, bruno, conversation):
    return lambda message: words(shown(at_desk(bruno).get(address(conversation)).text, message))


def test_each_step_is_told_with_its_time(looks, we_say, bruno):
    steps = {
        name: NOW + timedelta(minutes=n) for n, name in enumerate(("sent_at", "delivered_at", "read_at", "played_at"))
    }
    seen = looks(we_say("Hello", by=bruno, status=Status.PLAYED, **steps))
    assert seen.index("Sent") < seen.index("Delivered") < seen.index("Read") < seen.index("Played")


def test_a_failure_that_was_delivered_after_all_shows_both(looks, we_say, bruno):
    message = we_say("Hello", by=bruno, status=Status.DELIVERED, failed_at=NOW, delivered_at=NOW, error_code=131026)
    assert "Reported as not sent" in looks(message) and "Delivered" in looks(message)
    assert "Not deliverable" not in looks(message)


@pytest.mark.parametrize(
    ("pricing", "seen"),
    [
        ({"type": "regular", "category": "utility", "billable": True}, "Charged: utility"),
        ({"type": "free_customer_service", "category": "service"}, "Free: an answer within 24 hours"),
        ({"type": "free_entry_point"}, "Free: they came from an advertisement"),
        ({"billable": False}, "Not charged"),
        ({"billable": True, "category": "marketing"}, "Charged: marketing"),
        ({"type": "by_the_moon", "category": "lunar"}, "by_the_moon lunar"),
        (["odd"], None),
        (None, None),
    ],
)
def test_the_price_is_said_as_whatsapp_reported_it(looks, we_say, bruno, pricing, seen):
    told = looks(we_say("Hello", by=bruno, sent_at=NOW, pricing=pricing))
    assert (f"Price {seen}" in told) if seen else ("Price" not in told)


def test_in_a_group_everybodys_phone_reports(looks, we_say, bruno, conversation):
    message = we_say("Hello all", by=bruno, sent_at=NOW)
    for who, status in (("5511911111111", "delivered"), ("5511922222222", "read"), ("", "sent")):
        facts = {"number": conversation.number, "wamid": "w", "status": status, "participant": who, "at": NOW}
        StatusFact.objects.create(message=message, **facts)
    seen = looks(message)
    assert "5511911111111 Delivered" in seen and "5511922222222 Read" in seen


def test_admins_come_from_a_message_to_the_event_that_brought_it(at_desk, bruno, ada, conversation, ana_says, we_say):
    messages = [
        ana_says("Hello", event_id=41),
        we_say("From the phone", origin="phone", event_id=42),
        ana_says("", kind="system", payload={"system": {"type": "customer_identity_changed"}}, event_id=43),
    ]
    plain = ana_says("Older")
    page = at_desk(ada).get(address(conversation)).text
    for message in messages:
        assert reverse("webhooks:event", args=[message.event_id]) in shown(page, message)
    assert "View raw" not in shown(page, plain)
    assert "View raw" not in at_desk(bruno).get(address(conversation)).text
