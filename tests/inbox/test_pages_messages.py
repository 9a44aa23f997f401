"""Every message shown as what it is, and what went wrong with it in plain words."""

import pytest
from django.urls import reverse

from inbox.models import Message, Status
from tests.inbox.desk import address, ana_says, at_desk, failed

__all__ = ["ana_says", "at_desk"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "payload", "seen"),
    [
        ("image", {"image": {"id": "1"}}, "Photo"),
        ("audio", {"audio": {"id": "1", "voice": True}}, "Voice message"),
        ("document", {"document": {"filename": "offer.pdf"}}, "offer.pdf"),
        ("location", {"location": {"latitude": -23.5, "longitude": -46.6}}, "-23.5, -46.6"),
        ("contacts", {"contacts": [{"name": {"formatted_name": "Davi"}}]}, "Davi"),
        (
            "order",
            {"order": {"product_items": [{"quantity": 2, "product_retailer_id": "lamp"}]}},
            "2 \N{MULTIPLICATION SIGN} lamp",
        ),
        ("unsupported", {"unsupported": {"type": "poll"}}, "cannot show (poll)"),
        ("a_kind_of_tomorrow", None, "cannot show (a_kind_of_tomorrow)"),
        ("image", {"image": "not what it should be"}, "Photo"),
        ("contacts", {"contacts": [7, {"name": None, "phones": "x"}]}, "Contact card"),
    ],
)
def test_every_kind_of_message_is_shown_as_what_it_is(at_desk, bruno, conversation, ana_says, kind, payload, seen):
    ana_says("", kind=kind, payload=payload)
    assert seen in at_desk(bruno).get(address(conversation)).text


def test_what_customers_write_is_shown_and_never_run(at_desk, bruno, conversation, ana_says):
    ana_says("<script>alert(1)</script> see https://example.org/?a=1&b=2")
    page = at_desk(bruno).get(address(conversation)).text
    assert "<script>alert" not in page
    assert 'href="https://example.org/?a=1&amp;b=2"' in page


@pytest.mark.parametrize(
    ("code", "words", "retry_helps"),
    [(131026, "Not deliverable", False), (131000, "WhatsApp has a problem", True), (987654, "In Meta", True)],
)
def test_a_failure_says_what_happened_and_offers_only_what_helps(
    at_desk, bruno, conversation, code, words, retry_helps
):
    failed(conversation, bruno, code)
    page = at_desk(bruno).get(address(conversation)).text
    assert words in page
    assert "A1b2" in page
    assert ("Try again" in page) is retry_helps


def test_a_message_that_was_perhaps_sent_waits_for_a_person(at_desk, bruno, conversation):
    message = failed(conversation, bruno, None)
    Message.objects.filter(pk=message.pk).update(status=Status.UNKNOWN)
    browser = at_desk(bruno)
    assert "Perhaps this was sent." in browser.get(address(conversation)).text
    browser.post(reverse("inbox:settlement", args=[message.pk]), {"sent": "yes"})
    message.refresh_from_db()
    assert message.status == Status.SENT


def test_what_can_help_is_done_and_what_cannot_is_refused(at_desk, bruno, conversation):
    browser = at_desk(bruno)
    hopeful, hopeless = failed(conversation, bruno, 131000), failed(conversation, bruno, 131026)
    asked = {"headers": {"HX-Request": "true"}}
    answer = browser.post(reverse("inbox:retry", args=[hopeful.pk]), **asked)
    assert answer.status_code == 200
    assert f'id="message-{hopeful.client_id}"' in answer.text
    assert 'data-status="queued"' in answer.text
    answer = browser.post(reverse("inbox:retry", args=[hopeless.pk]), **asked)
    assert answer.status_code == 409
    assert "has moved on" in answer.text


def test_what_waits_for_another_try_can_be_taken_back(at_desk, bruno, conversation):
    message = failed(conversation, bruno, 131056)
    Message.objects.filter(pk=message.pk).update(status=Status.QUEUED)
    browser = at_desk(bruno)
    assert "Do not send" in browser.get(address(conversation)).text
    browser.post(reverse("inbox:cancellation", args=[message.pk]))
    assert "Not sent: taken back." in browser.get(address(conversation)).text
    message.refresh_from_db()
    assert message.status == Status.CANCELLED
