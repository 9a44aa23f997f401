from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from inbox import services
from inbox.models import Conversation, Message, Note, ReadMark, Status, Turn


@pytest.fixture
def message(bruno, conversation):
    return services.reply(conversation=conversation, text="Olá", client_id=uuid4(), by=bruno)


def become(message, status, **facts):
    Message.objects.filter(pk=message.pk).update(status=status, **facts)
    message.refresh_from_db()


def test_what_waits_can_be_taken_back_once(bruno, conversation, message):
    services.cancel(message=message, by=bruno)
    message.refresh_from_db()
    conversation.refresh_from_db()
    assert message.status == conversation.last_status == Status.CANCELLED
    with pytest.raises(services.NotPossible):
        services.cancel(message=message, by=bruno)


@pytest.mark.parametrize("status", [Status.SENDING, Status.SENT, Status.UNKNOWN, Status.READ])
def test_what_left_cannot_be_taken_back(status, bruno, message):
    become(message, status)
    with pytest.raises(services.NotPossible):
        services.cancel(message=message, by=bruno)


def test_a_failure_that_can_pass_is_tried_again(bruno, message):
    become(message, Status.FAILED, error_code=131047, failed_at=timezone.now(), wamid="wamid.old", attempt=1)
    assert services.may_retry(message)
    services.retry(message=message, by=bruno)
    message.refresh_from_db()
    assert (message.status, message.error_code, message.failed_at, message.wamid) == (Status.QUEUED, None, None, "")


@pytest.mark.parametrize("facts", [{"status": Status.FAILED, "error_code": 131026}, {"status": Status.DELIVERED}])
def test_what_cannot_pass_is_not_tried_again(facts, bruno, message):
    become(message, **facts)
    assert not services.may_retry(message)
    with pytest.raises(services.NotPossible):
        services.retry(message=message, by=bruno)


def test_trying_again_asks_the_gate_too(bruno, message):
    become(message, Status.FAILED, error_code=131047)
    Conversation.objects.update(window_closes_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(services.WindowClosed):
        services.retry(message=message, by=bruno)
    message.refresh_from_db()
    assert message.status == Status.FAILED


@pytest.mark.parametrize(("sent", "becomes"), [(True, Status.SENT), (False, Status.QUEUED)])
def test_a_person_settles_what_perhaps_was_sent(sent, becomes, bruno, message):
    become(message, Status.UNKNOWN, attempt=1)
    services.settle_unknown(message=message, sent=sent, by=bruno)
    message.refresh_from_db()
    assert message.status == becomes
    with pytest.raises(services.NotPossible):
        services.settle_unknown(message=message, sent=sent, by=bruno)


def test_an_echo_that_came_first_wins_over_the_persons_guess(bruno, message):
    become(message, Status.UNKNOWN, attempt=1)
    Message.objects.filter(pk=message.pk).update(status=Status.DELIVERED)  # `message` was read before that
    with pytest.raises(services.NotPossible):
        services.settle_unknown(message=message, sent=False, by=bruno)


def test_a_conversation_goes_to_a_colleague_and_back_to_nobody(ada, bruno, conversation):
    services.assign(conversation=conversation, to=bruno, by=ada)
    services.assign(conversation=conversation, to=bruno, by=ada)
    services.assign(conversation=conversation, to=None, by=ada)
    assert list(Turn.objects.order_by("pk").values_list("kind", "to")) == [("assigned", bruno.pk), ("unassigned", None)]


def test_nobody_is_given_what_they_may_not_read(ada, chitra, conversation):
    with pytest.raises(services.MayNotRead):
        services.assign(conversation=conversation, to=chitra, by=ada)
    conversation.refresh_from_db()
    assert conversation.assignee is None and not Turn.objects.exists()


def test_a_conversation_is_resolved_and_opened_again(bruno, conversation):
    services.resolve(conversation=conversation, by=bruno)
    services.resolve(conversation=conversation, by=bruno)
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.RESOLVED
    services.reopen(conversation=conversation, by=bruno)
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.OPEN
    assert list(Turn.objects.order_by("pk").values_list("kind", flat=True)) == ["resolved", "reopened"]


def test_a_note_is_kept_once(ada, bruno, conversation):
    once = uuid4()
    first = services.add_note(conversation=conversation, text="Call back ", client_id=once, by=bruno)
    assert first == services.add_note(conversation=conversation, text="Call back", client_id=once, by=bruno)
    assert first.text == "Call back" and Note.objects.count() == 1
    with pytest.raises(services.ClientIdTaken):
        services.add_note(conversation=conversation, text="Mine", client_id=once, by=ada)
    with pytest.raises(services.EmptyText):
        services.add_note(conversation=conversation, text=" ", client_id=uuid4(), by=bruno)


def test_reading_only_goes_forward(bruno, conversation):
    conversation.inbound_count = 5
    services.mark_read(conversation=conversation, by=bruno)
    conversation.inbound_count = 3  # an older page, in a slow tab
    services.mark_read(conversation=conversation, by=bruno)
    assert ReadMark.objects.get().seen_count == 5
