from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from contacts.models import Identity
from inbox import delivery, services, sweeping
from inbox.models import Attempt, Conversation, Message, Status
from nxtchat import redis
from nxtchat.whatsapp import circuit
from tests.small_graph import hang_up, refuse


@pytest.fixture
def say(bruno, conversation):
    """Bruno answers Ana: `say("Olá")`."""
    return lambda text="Olá": services.reply(conversation=conversation, text=text, client_id=uuid4(), by=bruno)


def deliver(message):
    delivery.deliver(message.pk)
    message.refresh_from_db()
    return message


def make_due(*, pace: bool = True):
    """As if the wait were over."""
    Message.objects.filter(status=Status.QUEUED).update(next_attempt_at=None)
    for key in redis.client().scan_iter("pace:*") if pace else ():
        redis.client().delete(key)


def outcomes(message):
    return list(message.attempts.order_by("count").values_list("outcome", flat=True))


def test_an_answer_reaches_whatsapp_under_our_id(say, graph):
    message = deliver(say("Olá, Ana!"))
    assert graph.bodies[0]["to"] == "+5511987654321"
    assert graph.bodies[0]["text"]["body"] == "Olá, Ana!"
    assert graph.bodies[0]["biz_opaque_callback_data"] == f"{message.client_id}:1"
    assert message.status == message.conversation.last_status == Status.SENT
    assert message.wamid == f"wamid.{message.client_id}"
    assert message.sent_at is None  # only WhatsApp itself says when
    assert message.lease_until is None and outcomes(message) == ["accepted"]


def test_a_person_who_hides_their_phone_is_answered(say, graph, conversation, account):
    hidden = Identity.objects.create(
        contact=conversation.contact, kind=Identity.Kind.BSUID, value="US.1349", scope=account.waba_id
    )
    Conversation.objects.update(peer=hidden)
    deliver(say())
    assert graph.bodies[0]["recipient"] == "US.1349" and "to" not in graph.bodies[0]


def test_an_id_that_whatsapp_replaced_is_not_written_to(say, graph, conversation):
    old = conversation.peer
    new = Identity.objects.create(contact=old.contact, kind=Identity.Kind.WA_ID, value="5511900000009")
    Identity.objects.filter(pk=old.pk).update(replaced_by=new)
    deliver(say())
    assert graph.bodies[0]["to"] == "+5511900000009"


def test_another_spelling_of_the_phone_is_kept_as_theirs(say, graph, contact):
    person = {"input": "+5511987654321", "wa_id": "551187654321"}
    graph.answers = [lambda heard: (200, {"contacts": [person], "messages": [{"id": "wamid.1"}]})]
    deliver(say())
    assert set(contact.identities.values_list("value", flat=True)) == {"5511987654321", "551187654321"}


def test_a_task_that_runs_twice_sends_once(say, graph):
    message = deliver(say())
    assert deliver(message).attempt == 1
    assert len(graph.bodies) == 1


def test_the_window_closes_between_the_click_and_the_sending(say, graph):
    message = say()
    Conversation.objects.update(window_closes_at=timezone.now())
    deliver(message)
    assert (message.status, message.error_code) == (Status.FAILED, 131047)
    assert message.failed_at and not graph.heard
    assert message.conversation.last_status == Status.FAILED


def test_a_window_that_closes_in_the_queue_rewrites_no_earlier_try(say, graph):
    graph.answers = [refuse(131056)]
    message = deliver(say())
    make_due()
    Conversation.objects.update(window_closes_at=timezone.now())
    assert (deliver(message).status, message.error_code) == (Status.FAILED, 131047)
    assert list(message.attempts.values_list("outcome", "error_code")) == [("put_off", 131056)]


def test_a_message_that_was_cancelled_is_not_sent(say, graph, bruno):
    message = say()
    services.cancel(message=message, by=bruno)
    assert deliver(message).status == Status.CANCELLED
    assert not graph.heard


def test_an_answer_that_never_comes_leaves_it_open_and_is_not_asked_twice(say, graph):
    graph.answers = [hang_up]
    message = deliver(say())
    assert message.status == message.conversation.last_status == Status.UNKNOWN
    assert outcomes(message) == ["unknown"]
    deliver(message)
    assert sweeping.overdue() == [] and sweeping.take_back() == 0
    assert len(graph.bodies) == 1


def test_what_is_unknown_holds_up_nobody(say, graph):
    graph.answers = [hang_up]
    first, second = say("1"), say("2")
    assert delivery.deliver(first.pk) == second.pk
    assert deliver(second).status == Status.SENT


def test_without_a_connection_it_is_sent_later_and_once(say, graph, settings):
    up, settings.GRAPH_URL = settings.GRAPH_URL, "http://127.0.0.1:9"
    message = deliver(say())
    assert message.status == Status.QUEUED and message.next_attempt_at > timezone.now()
    assert outcomes(message) == ["not_begun"]
    settings.GRAPH_URL = up
    deliver(message)
    assert not graph.heard  # not before its time
    make_due()
    assert deliver(message).status == Status.SENT
    assert len(graph.bodies) == 1 and outcomes(message) == ["not_begun", "accepted"]


@pytest.mark.parametrize(("code", "waits"), [(131056, [1, 4, 16, 64, 256]), (80007, [60, 120, 240])])
def test_too_fast_is_tried_again_after_longer_and_longer_waits(code, waits, say, graph):
    message = say()
    for wait in waits:
        graph.answers = [refuse(code)]
        make_due()
        before = timezone.now()
        deliver(message)
        assert (message.status, message.error_code) == (Status.QUEUED, code)
        waited = timedelta(seconds=wait)
        assert before + waited <= message.next_attempt_at <= timezone.now() + waited
    make_due()
    assert deliver(message).status == Status.SENT
    assert message.error_code is None


def test_patience_ends_and_a_person_can_start_it_anew(say, graph, bruno):
    graph.answers = [refuse(131056)] * 7
    message = say()
    for _ in range(6):
        make_due()
        deliver(message)
    assert (message.status, message.error_code) == (Status.FAILED, 131056)
    services.retry(message=message, by=bruno)
    assert deliver(message).status == Status.QUEUED  # the seventh refusal is the first of a new series


def test_too_fast_for_the_number_holds_back_everybody(say, graph, number):
    graph.answers = [refuse(80007)]
    message = deliver(say())
    make_due(pace=False)
    deliver(message)
    assert len(graph.bodies) == 1 and message.status == Status.QUEUED
    assert message.next_attempt_at > timezone.now() + timedelta(seconds=50)


def test_a_refusal_for_good_is_kept_with_metas_words(say, graph):
    graph.answers = [refuse(131026)]
    message = deliver(say())
    assert (message.status, message.error_code) == (Status.FAILED, 131026)
    assert message.error == {"title": "(#131026) No", "details": "Because.", "trace_id": "Az8or2yhqkZfEZ"}
    assert message.failed_at and outcomes(message) == ["refused"]
    assert Attempt.objects.get().trace_id == "Az8or2yhqkZfEZ"


def test_an_expired_token_stops_the_number_and_the_messages_wait(say, graph, number):
    graph.answers = [refuse(190, status=401)]
    first, second = say("1"), say("2")
    deliver(first)
    number.refresh_from_db()
    assert (number.stopped_code, first.status) == (190, Status.QUEUED)
    deliver(first)
    deliver(second)
    Message.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    assert len(graph.bodies) == 1 and sweeping.overdue() == []
    circuit.resume(number)
    assert sweeping.overdue() == [first.pk]  # the second waits for the first
    assert deliver(first).status == deliver(second).status == Status.SENT
    assert [body["text"]["body"] for body in graph.bodies] == ["1", "1", "2"]


def test_a_failure_of_the_whole_account_stops_all_its_numbers(number, account):
    other = type(number).objects.create(account=account, phone_number_id="2", display_phone="+1 555-000-0002")
    assert circuit.stop(number, code=131042) == [number.pk, other.pk]
    assert circuit.resume(other) == [number.pk, other.pk]
    assert circuit.stop(number, code=131037) == [number.pk]
    assert circuit.resume(other) == []


def test_answers_keep_their_order_within_a_conversation(say, graph):
    first, second, third = say("1"), say("2"), say("3")
    assert deliver(third).status == deliver(second).status == Status.QUEUED
    assert delivery.deliver(first.pk) == second.pk
    assert delivery.deliver(second.pk) == third.pk
    assert delivery.deliver(third.pk) is None
    assert [body["text"]["body"] for body in graph.bodies] == ["1", "2", "3"]


def test_without_redis_it_is_sent_unpaced(say, graph, settings, request):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    redis.client.cache_clear()
    request.addfinalizer(redis.client.cache_clear)
    assert deliver(say()).status == Status.SENT


def test_an_id_that_whatsapp_gives_twice_loses_nothing(say, graph):
    same = {"contacts": [], "messages": [{"id": "wamid.same"}]}
    graph.answers = [lambda heard: (200, same)] * 2
    first, second = deliver(say("1")), deliver(say("2"))
    assert (first.status, second.status) == (Status.SENT, Status.SENT)
    assert (first.wamid, second.wamid) == ("wamid.same", "")
