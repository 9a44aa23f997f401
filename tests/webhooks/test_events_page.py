"""Every event can be looked at, and tried again, by those who run the installation."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from inbox.models import Message
from nxtchat.whatsapp.models import Number
from tests.webhooks.bodies import envelope, said, value
from webhooks import glance, queries
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

UNKNOWN = envelope({"event": "FLOW_STATUS_CHANGE"}, field="flows")


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def test_an_admin_sees_what_came_and_what_became_of_it(as_ada, arrives):
    handled, unrouted = arrives(envelope(said("Hello"))), arrives(UNKNOWN)
    page = as_ada.get("/webhooks/events/").content.decode()
    assert f"/webhooks/events/{handled.pk}/" in page
    assert f"/webhooks/events/{unrouted.pk}/" in page
    only = as_ada.get("/webhooks/events/", {"state": "unrouted"}).content.decode()
    assert f"/webhooks/events/{handled.pk}/" not in only
    assert f"/webhooks/events/{unrouted.pk}/" in only


def test_agents_and_strangers_see_nothing_of_it(client, bruno, arrives):
    event = arrives(UNKNOWN)
    paths = ["/webhooks/events/", f"/webhooks/events/{event.pk}/"]
    assert [client.get(path).status_code for path in paths] == [302, 302]
    client.force_login(bruno)
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert client.post(f"/webhooks/events/{event.pk}/replays/").status_code == 404


def test_pages_of_events_lead_to_older_ones(as_ada, number):
    for serial in range(51):
        WebhookEvent.objects.create(body=b"{}", sha256=serial.to_bytes(32, "big"))
    newest, oldest = WebhookEvent.objects.first(), WebhookEvent.objects.last()
    answer = as_ada.get("/webhooks/events/")
    assert f"/{newest.pk}/" in answer.content.decode()
    assert f"/{oldest.pk}/" not in answer.content.decode()
    older = as_ada.get("/webhooks/events/", {"before": answer.context["page"].before}).content.decode()
    assert f"/{oldest.pk}/" in older
    assert as_ada.get("/webhooks/events/", {"before": "x"}).status_code == 200


def test_an_event_of_a_number_connected_later_is_replayed_into_the_inbox(as_ada, number, arrives):
    event = arrives(envelope(said("Is anybody there?", phone_number_id="55501")))
    assert (event.state, event.error) == ("unrouted", "number_not_connected")
    Number.objects.create(account=number.account, phone_number_id="55501", display_phone="+1 555 01")
    answer = as_ada.post(f"/webhooks/events/{event.pk}/replays/")
    assert answer.status_code == 302
    event.refresh_from_db()
    assert event.state == "pending"
    call_command("replay_events", id=event.pk, stdout=StringIO())
    event.refresh_from_db()
    assert event.state == "handled"


def test_problems_of_the_account_are_kept_and_seen(as_ada, arrives):
    event = arrives(envelope(value(errors=[{"code": 130429, "title": "Rate limit hit"}])))
    assert event.state == "unrouted"
    assert "130429" in as_ada.get(f"/webhooks/events/{event.pk}/").content.decode()


def test_one_press_replays_all_that_failed_and_nothing_else(as_ada, number, django_assert_max_num_queries):
    failed = [
        WebhookEvent.objects.create(
            sha256=bytes([n]) * 32, body=b"{}", account=number.account, state="failed", attempts=10
        )
        for n in range(3)
    ]
    other = WebhookEvent.objects.create(sha256=b"o" * 32, body=b"{}", account=number.account, state="unrouted")
    with django_assert_max_num_queries(12):
        as_ada.post(reverse("webhooks:replay_all"), {"state": "failed"})
    assert WebhookEvent.objects.filter(pk__in=[event.pk for event in failed], state="pending").count() == 3
    other.refresh_from_db()
    assert other.state == "unrouted"


def test_after_an_upgrade_all_that_was_not_understood_is_replayed_and_nothing_else(as_ada, number):
    unrouted = WebhookEvent.objects.create(sha256=b"u" * 32, body=b"{}", state="unrouted")
    failed = WebhookEvent.objects.create(sha256=b"f" * 32, body=b"{}", state="failed")
    page = as_ada.get("/webhooks/events/", {"state": "unrouted"}).content.decode()
    assert "Yes, replay 1 event" in page
    as_ada.post(reverse("webhooks:replay_all"), {"state": "unrouted"})
    unrouted.refresh_from_db()
    failed.refresh_from_db()
    assert (unrouted.state, failed.state) == ("pending", "failed")


@pytest.mark.parametrize("state", ["handled", "pending", "", "x"])
def test_nobody_replays_all_that_went_well(as_ada, arrives, state):
    event = arrives(envelope(said("Hello")))
    assert as_ada.post(reverse("webhooks:replay_all"), {"state": state}).status_code == 404
    event.refresh_from_db()
    assert event.state == "handled"


def test_the_list_says_what_each_event_is_about_and_leads_there(as_ada, arrives, number):
    arrives(envelope(said("Hello", wamid="wamid.ONE"), said("Again", wamid="wamid.TWO")))
    arrives(UNKNOWN)
    large = envelope(said("x" * 70_000))
    arrives(large)
    page = as_ada.get("/webhooks/events/").text
    message = Message.objects.get(wamid="wamid.ONE")
    assert "A message (text)" in page and "and 1 more" in page and str(number) in page
    assert f"/inbox/c/{message.conversation_id}/#message-{message.client_id}" in page and "Ana Souza" in page
    assert "News about “flows”" in page and "Very many at once" in page
    assert "Hello" not in page  # what was said is another click, and remembered


def test_whoever_may_not_see_a_conversation_is_not_led_there(arrives, chitra):
    arrives(envelope(said("Hello")))
    page = queries.page(queries.events(), below=None).events
    glance.add(page, agent=chitra)
    assert page[0].glance.what == "A message (text)" and page[0].glance.message is None
