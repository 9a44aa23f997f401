"""The desk of events: an admin finds what a message or a person brought, and every look at a raw body is remembered."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.consent import marks
from contacts.models import Contact
from inbox.models import Conversation, Message
from tests.webhooks.bodies import envelope, reported, said, status, value
from webhooks import readings
from webhooks.models import BodyReading, WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS = "/webhooks/events/"


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def found(as_ada):
    """The ids of the events that the page shows for these filters."""
    return lambda **asked: [event.pk for event in as_ada.get(EVENTS, asked).context["page"].events]


@pytest.fixture
def two_people(number, arrives):
    """Ana wrote and then Marc: the events of both."""
    ana = arrives(envelope(said("Hello", wamid="wamid.ANA/1=")))
    marc = arrives(envelope(said("Bonjour", wa_id="33612345678", name="Marc Dubois", wamid="wamid.MARC")))
    return ana.pk, marc.pk


def test_an_event_is_found_by_its_number(found, two_people):
    ana, _marc = two_people
    assert found(q=str(ana)) == [ana]


def test_the_event_of_a_message_is_found_by_whatsapps_id_and_by_ours(found, two_people):
    ana, _marc = two_people
    ours = Message.objects.get(wamid="wamid.ANA/1=")
    assert found(q="wamid.ANA/1=") == [ana] == found(q=str(ours.client_id)) == found(q=f" {ours.client_id} ")
    assert found(q="wamid.NOBODY") == []


def test_reports_about_a_message_are_found_with_it(found, arrives, conversation, number, bruno):
    mine = Message.objects.create(
        conversation=conversation, number=number, direction="out", status="sent", wamid="wamid.MINE", author=bruno
    )
    delivered = arrives(envelope(reported(status("wamid.MINE", "delivered"))))
    read = arrives(envelope(reported(status("wamid.MINE", "read"))))
    early = arrives(envelope(reported(status("wamid.NOT-YET-KNOWN", "read"))))
    assert found(q="wamid.MINE") == found(q=str(mine.client_id)) == [read.pk, delivered.pk]
    assert found(q="wamid.NOT-YET-KNOWN") == [early.pk]


@pytest.mark.parametrize("q", ["Ana Souza", "ana s", "+55 11 98765-4321", "5511987654321", "551187654321"])
def test_a_persons_events_are_found_by_name_or_number(found, two_people, q):
    ana, _marc = two_people
    assert found(q=q) == [ana]
    marks.put(contact=Contact.objects.get(profile_name="Ana Souza"), kind="restricted", reason="as asked", by=None)
    assert found(q=q) == []


def test_what_could_not_be_applied_is_found_in_the_bodies(found, number, arrives):
    lost = arrives(envelope(said("Hello", wa_id="4915112345678", wamid="wamid.AB/C", phone_number_id="55501")))
    arrives(envelope(said("Somebody else", phone_number_id="55501")))
    assert found(q="wamid.AB/C") == found(q="+49 151 12345678") == [lost.pk]
    WebhookEvent.objects.filter(pk=lost.pk).update(body=bytes(lost.body).replace(b"AB/C", b"AB\\/C"))
    assert found(q="wamid.AB/C") == [lost.pk]


def test_a_search_keeps_to_the_state_that_is_looked_at(found, number, arrives):
    handled = arrives(envelope(said("Hello")))
    unrouted = arrives(envelope(said("To another number of yours", phone_number_id="55501")))
    assert found(q="5511987654321") == [unrouted.pk, handled.pk]
    assert found(q="5511987654321", state="unrouted") == [unrouted.pk]


@pytest.mark.parametrize("q", ["9" * 40, "\0", "%", "'", "wamid.", "-1", "²"])
def test_a_strange_search_finds_nothing(found, two_people, q):
    assert found(q=q) == []


@pytest.fixture
def aged(number):
    """Events that came two weeks, three days, two hours and a minute ago."""
    ages = [timedelta(weeks=2), timedelta(days=3), timedelta(hours=2), timedelta(minutes=1)]
    for serial, age in enumerate(ages):
        WebhookEvent.objects.create(
            body=b"{}", sha256=bytes([serial]) * 32, state="unrouted", received_at=timezone.now() - age
        )
    return list(WebhookEvent.objects.order_by("pk").values_list("pk", flat=True))


def test_events_are_shown_by_age(found, aged):
    weeks, days, hours, minute = aged
    assert found(age="hour") == [minute]
    assert found(age="day", state="unrouted") == [minute, hours]
    assert found(age="week") == [minute, hours, days]
    assert found(age="older") == [weeks]
    assert found(age="x") == found() == aged[::-1]
    assert found(age="older", state="handled") == []


def test_each_state_says_how_many_there_are_and_nobody_counts_far(as_ada, aged):
    many = [WebhookEvent(body=b"{}", sha256=serial.to_bytes(32), state="failed") for serial in range(1, 251)]
    WebhookEvent.objects.bulk_create(many)
    states = as_ada.get(EVENTS).context["states"]
    assert {value: str(count) for value, _label, count in states} == {
        "pending": "0",
        "handled": "0",
        "failed": "200+",
        "unrouted": "4",
    }
    states = as_ada.get(EVENTS, {"age": "day"}).context["states"]
    assert next(str(count) for value, _label, count in states if value == "unrouted") == "2"


def test_the_page_says_for_how_long_the_oldest_has_waited(as_ada, arrives):
    arrives(envelope(said("Hello")), handle=False)
    WebhookEvent.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=25))
    assert "has waited for 25" in as_ada.get(EVENTS).content.decode()


def test_the_page_of_an_event_leads_to_the_messages_it_brought(as_ada, number, arrives):
    event = arrives(envelope(said("Hello"), said("bad", wa_id="9" * 300)))
    page = as_ada.get(f"{EVENTS}{event.pk}/").content.decode()
    conversation, hello = Conversation.objects.get(), Message.objects.get()
    assert f"/inbox/c/{conversation.pk}/#message-{hello.client_id}" in page
    assert "A message (text)" in page
    assert "Ana Souza" in page
    assert "Could not be applied: DataError" in page


def test_what_was_told_before_leads_to_the_event_that_told_it(as_ada, arrives):
    first = arrives(envelope(said("Hello", wamid="wamid.ONCE", at=1_763_640_000)))
    again = arrives(envelope(said("Hello", wamid="wamid.ONCE", at=1_763_640_000), value()))
    assert f'<a href="{EVENTS}{first.pk}/">event {first.pk}</a>' in as_ada.get(f"{EVENTS}{again.pk}/").content.decode()


def test_what_is_not_in_the_inbox_says_so(as_ada, number, arrives):
    lost = arrives(envelope(said("Hello", phone_number_id="55501")))
    assert "It is not in the inbox." in as_ada.get(f"{EVENTS}{lost.pk}/").content.decode()
    kept = arrives(envelope(said("Hello")))
    assert "It is not in the inbox." not in as_ada.get(f"{EVENTS}{kept.pk}/").content.decode()


def test_the_body_is_shown_to_who_asks_for_it_and_that_is_remembered(as_ada, ada, arrives):
    event = arrives(envelope({"note": "<script>alert(1)</script>"}, field="flows"))
    page = as_ada.get(f"{EVENTS}{event.pk}/").content.decode()
    assert "alert(1)" not in page
    as_ada.get(EVENTS)
    assert not BodyReading.objects.exists()
    shown = as_ada.post(f"{EVENTS}{event.pk}/readings/")
    assert "&lt;script&gt;alert(1)" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    reading = BodyReading.objects.get()
    assert (reading.event, reading.agent) == (event, ada)
    for listed in (f"{EVENTS}{event.pk}/", f"{EVENTS}readings/"):
        assert "Ada Okafor" in as_ada.get(listed).content.decode()


def test_who_may_not_see_events_reads_no_body(client, bruno, arrives):
    event = arrives(envelope(said("Hello")))
    client.force_login(bruno)
    assert client.post(f"{EVENTS}{event.pk}/readings/").status_code == 404
    assert client.get(f"{EVENTS}readings/").status_code == 404
    assert not BodyReading.objects.exists()


def test_from_a_message_its_part_of_the_body_comes_first(as_ada, arrives):
    event = arrives(envelope(said("One"), said("Two", wamid="wamid.TWO")))
    two = Message.objects.get(wamid="wamid.TWO")
    page = as_ada.get(f"{EVENTS}{event.pk}/", {"message": two.client_id})
    assert page.content.decode().count('aria-current="true"') == 1
    assert f'name="message" value="{two.client_id}"' in page.content.decode()
    piece = as_ada.post(f"{EVENTS}{event.pk}/readings/", {"message": two.client_id}).context["piece"]
    assert "Two" in piece and "One" not in piece
    assert as_ada.post(f"{EVENTS}{event.pk}/readings/", {"message": "x"}).context["piece"] == ""


def test_a_reading_outlives_its_event_but_not_for_ever(as_ada, ada, arrives):
    event = arrives(envelope(said("Hello")))
    as_ada.post(reverse("webhooks:reading", args=[event.pk]))
    event.delete()
    assert BodyReading.objects.count() == 1
    assert as_ada.get(f"{EVENTS}readings/").status_code == 200
    readings.forget()
    assert BodyReading.objects.count() == 1
    BodyReading.objects.update(at=timezone.now() - timedelta(days=31))
    readings.forget()
    assert not BodyReading.objects.exists()


def test_people_with_the_same_name_are_all_found(found, arrives):
    first = arrives(envelope(said("Hello")))
    other = arrives(envelope(said("Hello", wa_id="4915112345678", name="Ana Lima")))
    assert Contact.objects.count() == 2
    assert found(q="Ana") == [other.pk, first.pk]
