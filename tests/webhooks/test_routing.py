"""Waiting events are worked through: each update once, and a bad one stops nobody."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from inbox.models import Conversation, Message
from nxtchat.whatsapp import pace
from nxtchat.whatsapp.models import Account
from tests.webhooks.bodies import NOON, envelope, message, person, reported, said, status, value
from webhooks import services
from webhooks.handling import handle_waiting
from webhooks.models import ParkedUpdate, WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

TOO_LONG = "9" * 300  # no id of Meta's, and more than fits: what cannot be applied


def test_a_bad_update_is_parked_and_its_neighbours_go_through(number, arrives):
    messages = [message(f"word {serial}", wa_id=f"551198765{serial:04}") for serial in range(20)]
    messages[7]["from"] = TOO_LONG
    event = arrives(envelope(value(messages=messages), reported(status("wamid.X", "read"))))
    assert event.state == "failed"
    assert Message.objects.count() == 19
    parked = ParkedUpdate.objects.get()
    assert (parked.event, parked.position, parked.field) == (event, 7, "messages")
    assert TOO_LONG not in parked.error + event.error
    assert "DataError" in event.error


def test_events_beside_a_bad_one_are_handled(number, arrives):
    good = [arrives(envelope(said(f"word {serial}")), handle=False) for serial in range(3)]
    bad = arrives(envelope(said("bad", wa_id=TOO_LONG)), handle=False)
    handle_waiting()
    assert set(WebhookEvent.objects.filter(pk__in=[one.pk for one in good]).values_list("state", flat=True)) == {
        "handled"
    }
    bad.refresh_from_db()
    assert bad.state == "failed"
    assert bad.next_attempt_at > timezone.now()


def test_a_failed_event_is_tried_again_when_its_time_has_come(number, arrives):
    event = arrives(envelope(said("bad", wa_id=TOO_LONG), said("good")))
    WebhookEvent.objects.update(next_attempt_at=timezone.now())
    with connection.cursor() as cursor:  # as if a mistake of ours had been mended
        cursor.execute("ALTER TABLE contacts_identity ALTER value TYPE varchar(400)")
        try:
            handle_waiting()
            event.refresh_from_db()
            state, parked, messages = event.state, ParkedUpdate.objects.count(), Message.objects.count()
        finally:
            cursor.execute("TRUNCATE contacts_identity CASCADE")
            cursor.execute("ALTER TABLE contacts_identity ALTER value TYPE varchar(200)")
    assert (state, parked, messages, event.attempts, event.error) == ("handled", 0, 2, 2, "")


def test_an_event_replayed_for_months_is_handled_still_and_holds_up_nobody(number, arrives):
    event = arrives(envelope(said("bad", wa_id=TOO_LONG)))
    WebhookEvent.objects.filter(pk=event.pk).update(attempts=90)
    services.replay(WebhookEvent.objects.filter(pk=event.pk))
    other = arrives(envelope(said("good")))
    event.refresh_from_db()
    assert (event.state, event.attempts, other.state) == ("failed", 91, "handled")


def test_before_its_time_a_failed_event_rests(number, arrives):
    event = arrives(envelope(said("bad", wa_id=TOO_LONG)))
    handle_waiting()
    event.refresh_from_db()
    assert event.attempts == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"[]", "empty"),
        (b"{}", "empty"),
        (b"[" * 5000 + b"]" * 5000, "empty"),
        (envelope({"surprise": 1}, field="something_new"), "field:something_new"),
        (envelope(value()), "field:messages"),
        (envelope(said(phone_number_id="1")), "number_not_connected"),
        (envelope(value(messages=[message()])), "no_sender"),
        (envelope(value(user_actions=[{"action_type": "something_new"}])), "field:user_actions"),
        (envelope(reported({"status": "read"})), "no_message_id"),
    ],
)
def test_what_is_not_understood_is_kept_and_says_why(number, arrives, body, reason):
    event = arrives(body)
    assert (event.state, event.error) == ("unrouted", reason)
    assert bytes(event.body) == body


@pytest.mark.parametrize("action", ["marketing_messages_link_click", "landing_page_view"])
def test_a_click_that_names_nobody_is_understood_and_nothing_comes_of_it(number, arrives, action):
    clicked = {"action_type": action, "timestamp": str(NOON), "marketing_messages_link_click_data": {"click_id": "1"}}
    assert arrives(envelope(value(user_actions=[clicked]))).state == "handled"
    assert not Message.objects.exists()


def test_one_accounts_secret_does_not_speak_for_another_apps_number(number, arrives):
    other = Account.objects.create(waba_id="2", app_id="2", app_secret="x", token="x", verify_token="x")
    event = arrives(envelope(said("I am not from here")), handle=False)
    WebhookEvent.objects.update(account=other)
    handle_waiting()
    event.refresh_from_db()
    assert (event.state, event.error) == ("unrouted", "foreign_app")
    assert not Message.objects.exists()


def test_what_arrives_while_a_sweep_finds_nothing_is_found_by_that_sweep(number, arrives):
    others: list[int] = []

    def nudged() -> None:
        try:
            arrives(envelope(said("just now")), handle=False)
            others.append(handle_waiting())
        finally:
            connections.close_all()

    def meanwhile(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if "octet_length" in sql and not others:  # the sweep has looked, and still has the turn
            with ThreadPoolExecutor() as pool:
                pool.submit(nudged).result()
        return answer

    with connection.execute_wrapper(meanwhile):
        assert handle_waiting() == 1
    assert others == [0]
    assert Message.objects.get().text == "just now"


def test_two_workers_at_once_double_nothing_and_keep_the_order(number, arrives):
    people = [f"551198765{serial:04}" for serial in range(10)]
    for minute in range(60):
        wa_id = people[minute % 10]
        arrives(envelope(said(f"{minute}", wa_id=wa_id, at=NOON)), handle=False)

    def work(_worker: int) -> int:
        try:
            return handle_waiting()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 60
    assert Message.objects.count() == 60
    assert set(Conversation.objects.values_list("inbound_count", flat=True)) == {6}
    for conversation in Conversation.objects.all():
        texts = [int(text) for text in conversation.messages.order_by("pk").values_list("text", flat=True)]
        assert texts == sorted(texts)


def test_a_thousand_updates_in_one_body(number, arrives):
    wa_ids = [f"5511{serial:09}" for serial in range(1200)]
    event = arrives(
        envelope(value(contacts=[person(wa_id=one) for one in wa_ids], messages=[message(wa_id=one) for one in wa_ids]))
    )
    assert event.state == "handled"
    assert Message.objects.count() == Conversation.objects.count() == 1200


def test_what_customers_say_counts_for_the_pace_of_the_number(arrives, number):
    arrives(envelope(*(said(f"{n}", wa_id="5511987654321", at=NOON + n) for n in range(40))))
    assert 0 < pace.wait(number=number.pk, pair=1) <= 0.5
