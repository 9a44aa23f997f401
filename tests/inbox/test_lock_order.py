"""One batch brings a word and a report of a conversation, while somebody else moves a message of it."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from inbox import endings, receiving, services, settling, sweeping
from inbox.models import Conversation, Message, StatusFact
from nxtchat.whatsapp.client import GraphRefused, GraphUnavailable, GraphUnknown, Sent
from nxtchat.whatsapp.events import parse
from tests.inbox.crowd import owe
from tests.webhooks.bodies import NOON, envelope, reported, said, status

pytestmark = pytest.mark.django_db(transaction=True)

REFUSAL = GraphRefused(code=131026, title="", details="", trace_id="", http_status=400)
WAMID = "wamid.REPLY"


DEEDS = {
    "accepted": ("sending", lambda message, _by: settling.settle(message, Sent(WAMID, "", ""))),
    "refused": ("sending", lambda message, _by: settling.settle(message, REFUSAL)),
    "not begun": ("sending", lambda message, _by: settling.settle(message, GraphUnavailable())),
    "unknown": ("sending", lambda message, _by: settling.settle(message, GraphUnknown())),
    "closed": ("queued", lambda message, _by: settling.end(message, endings.UNSAYABLE)),
    "taken back": ("sending", lambda _message, _by: sweeping.take_back()),
    "cancelled": ("queued", lambda message, by: services.cancel(message=message, by=by)),
    "tried again": ("failed", lambda message, by: services.retry(message=message, by=by)),
    "arrived": ("unknown", lambda message, by: services.settle_unknown(message=message, sent=True, by=by)),
    "sent again": ("unknown", lambda message, by: services.settle_unknown(message=message, sent=False, by=by)),
    "reported": ("sent", lambda message, _by: receiving.apply_waiting([message.pk])),
}


@pytest.fixture
def a_message(conversation, bruno):
    """Ours, the newest of the conversation."""

    def make(state: str) -> Message:
        at = timezone.now()
        message = Message.objects.create(
            conversation=conversation,
            number=conversation.number,
            wamid="" if state in ("sending", "queued") else WAMID,
            direction="out",
            text="Yes",
            author=bruno,
            status=state,
            error_code=131000 if state == "failed" else None,
            attempt=1,
            lease_until=at - timedelta(seconds=1) if state == "sending" else None,
            created_at=at,
        )
        Conversation.objects.update(preview_direction="out", last_status=state, last_message_at=at)
        if state == "sent":
            StatusFact.objects.create(number=conversation.number, wamid=WAMID, status="sent", at=at)
        return message

    return make


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype <> 'advisory'")
        return cursor.fetchone()[0] > 0


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_waits_for_somebody_who_waits_for_them(deed, a_message, number, bruno):
    state, do = DEEDS[deed]
    message, holds_the_conversation = a_message(state), Event()

    def batch() -> None:
        line = receiving.lines([number.phone_number_id])[number.phone_number_id]
        now = int(datetime.now(UTC).timestamp()) + 1
        [word] = parse(envelope(said("Still there?", at=now)), received_at=timezone.now())
        about = status(WAMID, "delivered", at=NOON, biz_opaque_callback_data=str(message.client_id))
        [one] = parse(envelope(reported(about)), received_at=timezone.now())
        with transaction.atomic():
            receiving.receive([receiving.Heard(line, word)])
            holds_the_conversation.set()
            until = time.monotonic() + 10
            while not somebody_waits() and time.monotonic() < until:
                time.sleep(0.01)
            receiving.report([receiving.Told(line, one)])

    def decision() -> None:
        assert holds_the_conversation.wait(10)
        with transaction.atomic():
            do(Message.objects.get(pk=message.pk), bruno)

    def run(what) -> BaseException | None:
        try:
            what()
        except (services.NotPossible, services.CannotSend):  # it was delivered meanwhile
            return None
        except Exception as error:
            return error
        finally:
            holds_the_conversation.set()
            connection.close()
        return None

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, (batch, decision))) == [None, None]
    message.refresh_from_db()
    assert message.status == "delivered"
    assert Conversation.objects.get().inbound_count == 1


def test_a_batch_of_results_and_a_batch_of_news_that_meet_the_other_way_round(number, graph):
    """The news locks the second conversation and then the first; the results would lock the first, then the second."""
    messages = owe(number, 2)
    first, second = (message.conversation for message in messages)
    Message.objects.update(status="sending", attempt=1, post_began_at=timezone.now())
    messages = list(Message.objects.order_by("pk"))
    holds_the_second, results_are_in = Event(), Event()

    def news() -> None:
        with transaction.atomic():
            Conversation.objects.select_for_update().get(pk=second.pk)
            holds_the_second.set()
            assert results_are_in.wait(10)
            Conversation.objects.select_for_update().get(pk=first.pk)
        connection.close()

    def results() -> list[Message]:
        assert holds_the_second.wait(10)
        ended = settling.endings_of((each, Sent(f"wamid.{each.pk}")) for each in messages)
        left = settling.record(ended, only_free=True)
        results_are_in.set()
        connection.close()
        return left

    with ThreadPoolExecutor(2) as pool:
        told, left = pool.submit(news), pool.submit(results).result()
        told.result()
    assert [each.message for each in left] == messages[1:]
    assert list(Message.objects.order_by("pk").values_list("status", flat=True)) == ["sent", "sending"]
    assert settling.record(left, only_free=True) == []
    assert list(Message.objects.order_by("pk").values_list("status", flat=True)) == ["sent", "sent"]


def test_reports_that_crossed_leave_out_what_a_batch_of_news_holds(number, bruno):
    messages = owe(number, 2)
    for message in messages:
        Message.objects.filter(pk=message.pk).update(status="sent", wamid=f"wamid.{message.pk}")
        StatusFact.objects.create(number=number, wamid=f"wamid.{message.pk}", status="delivered", at=timezone.now())
    held, is_settled = Event(), Event()

    def news() -> None:
        with transaction.atomic():
            Conversation.objects.select_for_update().get(pk=messages[0].conversation_id)
            held.set()
            assert is_settled.wait(10)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(news)
        assert held.wait(10)
        assert receiving.settle_waiting() == 1
        is_settled.set()
        told.result()
    assert receiving.settle_waiting() == 1
    assert set(Message.objects.values_list("status", flat=True)) == {"delivered"}


def test_conversations_are_given_back_when_no_batch_of_news_is_under_way(number, bruno, conversation):
    Conversation.objects.update(assignee=bruno)
    type(bruno).objects.update(is_active=False)
    has_turn, is_over = Event(), []

    def news() -> None:
        with transaction.atomic():
            assert receiving.take_turn()
            has_turn.set()
            until = time.monotonic() + 10
            while not somebody_waits_for_the_turn() and time.monotonic() < until:
                time.sleep(0.01)
            is_over.append(not Conversation.objects.filter(assignee=None).exists())
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(news)
        assert has_turn.wait(10)
        services.give_back()
        told.result()
    assert is_over == [True]
    assert Conversation.objects.get().assignee is None


def somebody_waits_for_the_turn() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'")
        return cursor.fetchone()[0] > 0
