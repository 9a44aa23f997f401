"""Ticks: what WhatsApp reports about our answers, before, while and after it answers us."""

import json
from uuid import uuid4

import pytest
from django.db import connection

from inbox import delivery, services
from inbox.models import Message, Status, StatusFact
from tests.small_graph import accept, hang_up


@pytest.fixture
def message(bruno, conversation):
    return services.reply(conversation=conversation, text="Olá", client_id=uuid4(), by=bruno)


@pytest.fixture
def reports(arrives, number, account):
    """WhatsApp reports on a message: `reports(message, "sent", "delivered")`, each a second after the last."""
    clock = iter(range(1_750_030_073, 2_000_000_000))

    def report(message: Message, *statuses: str) -> None:
        for status in statuses:
            told = {
                "id": f"wamid.{message.client_id}",
                "status": status,
                "timestamp": str(next(clock)),
                "recipient_id": "5511987654321",
                "biz_opaque_callback_data": str(message.client_id),
            }
            value = {
                "messaging_product": "whatsapp",
                "metadata": {"display_phone_number": "15550783881", "phone_number_id": number.phone_number_id},
                "statuses": [told],
            }
            entry = {"id": account.waba_id, "changes": [{"value": value, "field": "messages"}]}
            arrives(json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode())
        message.refresh_from_db()

    return report


def deliver(message):
    delivery.deliver(message.pk)
    message.refresh_from_db()
    return message


def test_read_sent_delivered_in_that_order_end_as_read_with_all_three_times(message, graph, reports):
    deliver(message)
    reports(message, "read", "sent", "delivered")
    assert message.status == Status.READ
    assert message.read_at < message.sent_at < message.delivered_at  # each at the time that WhatsApp gave it
    message.conversation.refresh_from_db()
    assert message.conversation.last_status == Status.READ


def test_an_echo_settles_what_was_unknown(message, graph, reports):
    graph.answers = [hang_up]
    assert deliver(message).status == Status.UNKNOWN
    reports(message, "sent", "delivered")
    assert message.status == Status.DELIVERED
    assert message.wamid == f"wamid.{message.client_id}"
    assert len(graph.bodies) == 1


@pytest.mark.django_db(transaction=True)
def test_a_report_that_overtakes_the_answer_is_not_undone_by_it(message, graph, reports):
    def delivered_at_once(heard):
        reports(message, "delivered")
        connection.close()  # of the server's thread
        return accept(heard)

    graph.answers = [delivered_at_once]
    deliver(message)
    assert message.status == Status.DELIVERED
    assert message.wamid == f"wamid.{message.client_id}"
    assert message.attempts.get().outcome == "accepted"


def test_a_report_without_our_id_waits_until_the_answer_names_the_message(message, graph):
    wamid = f"wamid.{message.client_id}"
    StatusFact.objects.create(number=message.number, wamid=wamid, status="delivered", at=message.created_at)
    assert deliver(message).status == Status.DELIVERED
    assert message.delivered_at == message.created_at


def test_a_failure_reported_later_can_be_tried_again(message, graph, reports, bruno):
    deliver(message)
    reports(message, "failed")
    assert message.status == Status.FAILED
    services.retry(message=message, by=bruno)
    graph.answers = [lambda heard: (200, {"messages": [{"id": "wamid.second"}]})]
    deliver(message)
    assert (message.status, message.wamid) == (Status.SENT, "wamid.second")
    assert len(graph.bodies) == 2


def test_a_reaction_leaves_the_ticks_of_the_last_answer_in_the_list(message, graph, reports, bruno):
    deliver(message)
    reports(message, "delivered")
    graph.answers = [lambda heard: (200, {"messages": [{"id": "wamid.thumb"}]})]
    thumb = deliver(services.react(message=message, emoji="👍", client_id=uuid4(), by=bruno))
    conversation = message.conversation
    for told, status in ((thumb, "sent"), (message, "read")):
        reports(told, status)
        conversation.refresh_from_db()
        assert conversation.last_status == message.status
    assert conversation.last_status == Status.READ
