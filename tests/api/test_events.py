"""Programs of admins look through what came in, and every look at a body is remembered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.models import Contact
from inbox.models import Message
from tests.webhooks.bodies import envelope, said
from webhooks.models import BodyReading, WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admins(program, ada):
    return program(ada)


@pytest.fixture
def ids(admins):
    """The ids of the events that the API lists: `ids(state="failed")`."""
    return lambda **asked: [event["id"] for event in admins.get("events/", asked).json()["results"]]


def test_events_are_listed_by_when_they_came(ids, arrives):
    old, new = arrives(envelope(said("old"))), arrives(envelope(said("new")))
    WebhookEvent.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=3))
    noon = (timezone.now() - timedelta(days=1)).isoformat()
    assert ids(since=noon) == [new.pk]
    assert ids(before=noon) == [old.pk]
    assert ids(since=noon, state="failed") == []
    assert ids() == [new.pk, old.pk]


def test_events_are_listed_by_message_and_by_contact(ids, arrives):
    ana = arrives(envelope(said("Hello", wamid="wamid.ANA")))
    marc = arrives(envelope(said("Bonjour", wa_id="33612345678", name="Marc Dubois")))
    message = Message.objects.get(wamid="wamid.ANA")
    assert ids(message="wamid.ANA") == ids(message=str(message.client_id)) == [ana.pk]
    assert ids(message="wamid.NOBODY") == []
    assert ids(contact=Contact.objects.get(profile_name="Marc Dubois").pk) == [marc.pk]
    assert ids(contact=999_999) == []


@pytest.mark.parametrize("asked", [{"since": "soon"}, {"before": "1"}, {"contact": "Ana"}, {"contact": "0"}])
def test_a_filter_that_means_nothing_is_refused(admins, is_problem, asked):
    is_problem(admins.get("events/", asked), 400, "invalid")


def test_the_body_is_given_as_it_came_and_reading_it_is_remembered(admins, ada, arrives):
    event = arrives(envelope(said("Olá")))
    admins.get("events/")
    assert not BodyReading.objects.exists()
    answer = admins.get(f"events/{event.pk}/body/")
    assert answer.content == bytes(event.body)
    assert answer["Cache-Control"] == "no-store"
    reading = BodyReading.objects.get()
    assert (reading.event, reading.agent) == (event, ada)


def test_who_may_not_read_events_gets_no_body(asks, program, ada, arrives, is_problem):
    event = arrives(envelope(said("Olá")))
    is_problem(asks.get(f"events/{event.pk}/body/"), 403, "permission_denied")
    is_problem(program(ada, "numbers.read").get(f"events/{event.pk}/body/"), 403, "permission_denied")
    assert not BodyReading.objects.exists()


def test_an_event_that_is_not_there_has_no_body(admins, is_problem):
    is_problem(admins.get("events/999/body/"), 404, "not_found")
    assert not BodyReading.objects.exists()
