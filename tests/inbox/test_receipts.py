"""Blue ticks, and that somebody is typing: seen on the pretend phone, and only where the number allows it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from inbox import reading, services, tasks
from inbox.models import Conversation, Direction, Message, Origin, Status
from nxtchat import redis
from nxtchat.team.roles import Role
from nxtchat.whatsapp.client import GraphUnknown
from nxtchat.whatsapp.models import Number

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nudged(monkeypatch):
    """The nudges that were published, instead of a worker: [(task, conversation)]."""
    found = []
    for name in ("tell_read", "show_typing"):
        task = getattr(tasks, name)
        monkeypatch.setattr(task, "apply_async", lambda ids, name=name, **_how: found.append((name, *ids)))
    return found


@pytest.fixture
def asks(conversation, whatsapp):
    """Ana says something, on both sides."""

    def ask(text="Anybody there?", **facts):
        message = Message.objects.create(
            conversation=conversation,
            number=conversation.number,
            direction=Direction.IN,
            status=Status.RECEIVED,
            text=text,
            wamid=whatsapp.say(text, silently=True),
            **facts,
        )
        Conversation.objects.update(inbound_count=conversation.messages.filter(direction="in").count())
        conversation.refresh_from_db()
        return message

    return ask


def reads(conversation, receipts):
    Number.objects.update(receipts=receipts)
    conversation.number.refresh_from_db()


def told(whatsapp):
    """What was said about reading, in Meta's words."""
    bodies = [entry["body"] for entry in whatsapp.log if entry["path"].endswith("/messages")]
    return [body for body in bodies if isinstance(body, dict) and body.get("status") == "read"]


def ticks(whatsapp):
    return [bubble["status"] for bubble in whatsapp.chat()["messages"] if bubble["mine"]]


def test_opening_marks_the_newest_and_with_it_all_before(bruno, conversation, asks, whatsapp, nudged):
    asks("One"), (newest := asks("Two"))
    services.mark_read(conversation=conversation, by=bruno)
    assert nudged == [("tell_read", conversation.pk)]
    reading.tell(conversation.pk)
    assert told(whatsapp) == [{"messaging_product": "whatsapp", "status": "read", "message_id": newest.wamid}]
    assert set(ticks(whatsapp)) == {"read"}


def test_what_has_its_ticks_is_not_marked_again(bruno, ada, conversation, asks, whatsapp, nudged):
    asks()
    services.mark_read(conversation=conversation, by=bruno)
    reading.tell(conversation.pk)
    conversation.refresh_from_db()
    services.mark_read(conversation=conversation, by=ada)
    reading.tell(conversation.pk)  # a nudge that comes twice
    assert len(nudged) == len(told(whatsapp)) == 1
    asks("And now?")
    services.mark_read(conversation=conversation, by=ada)
    assert len(nudged) == 2


def test_a_number_that_never_shows_ticks_shows_none(bruno, conversation, asks, whatsapp, nudged):
    reads(conversation, "never")
    asks()
    services.mark_read(conversation=conversation, by=bruno)
    services.reply(conversation=conversation, text="Yes", client_id=uuid4(), by=bruno)
    services.typing(conversation)
    reading.tell(conversation.pk, is_typing=True)  # a nudge from before the number was changed
    assert not nudged and not told(whatsapp)


def test_a_number_may_show_ticks_when_we_answer_and_not_before(bruno, conversation, asks, whatsapp, nudged):
    reads(conversation, "answered")
    asks()
    services.mark_read(conversation=conversation, by=bruno)
    services.typing(conversation)
    assert not nudged
    services.reply(conversation=conversation, text="Yes", client_id=uuid4(), by=bruno)
    assert nudged == [("tell_read", conversation.pk)]
    reading.tell(conversation.pk)
    conversation.refresh_from_db()
    services.typing(conversation)  # nothing new is given away by it
    assert nudged[1:] == [("show_typing", conversation.pk)]


def test_who_only_looks_on_leaves_no_ticks(agent_of, conversation, asks, nudged):
    asks()
    services.mark_read(conversation=conversation, by=agent_of("Vera", Role.VIEWER))
    assert not nudged


def test_what_another_app_answers_is_not_ours_to_mark(bruno, conversation, asks, nudged):
    asks()
    conversation.held_by = "ai_agent"
    services.mark_read(conversation=conversation, by=bruno)
    assert not nudged


@pytest.mark.parametrize(
    "facts", [{"created_at": timezone.now() - timedelta(days=31)}, {"origin": Origin.HISTORY}, {"wamid": ""}]
)
def test_what_whatsapp_would_not_find_is_not_marked(conversation, asks, whatsapp, facts):
    asks()
    Message.objects.update(**facts)
    reading.tell(conversation.pk)
    assert not told(whatsapp)


def test_a_silent_whatsapp_is_asked_again_and_a_no_is_taken(conversation, asks, whatsapp):
    asks()
    whatsapp.misbehave(fail_after=1)
    with pytest.raises(GraphUnknown):
        reading.tell(conversation.pk)
    conversation.refresh_from_db()
    assert conversation.receipted_count == 0
    Message.objects.update(wamid="wamid.unknown-there")
    reading.tell(conversation.pk)
    conversation.refresh_from_db()
    assert conversation.receipted_count == 1


def test_typing_is_shown_and_told_once_in_twenty_seconds(conversation, asks, whatsapp, nudged):
    asks()
    for _key_press in range(3):
        services.typing(conversation)
    assert nudged == [("show_typing", conversation.pk)]
    reading.tell(conversation.pk, is_typing=True)
    assert whatsapp.chat()["typing"] is True
    assert told(whatsapp)[-1]["typing_indicator"] == {"type": "text"}


def test_nobody_seems_to_type_where_they_may_not_answer(conversation, asks, nudged):
    asks()
    conversation.window_closes_at = timezone.now()
    services.typing(conversation)
    assert not nudged


def test_typing_is_no_trouble_while_redis_is_away(conversation, asks, settings, request):
    asks()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis.client.cache_clear()
    request.addfinalizer(redis.client.cache_clear)
    services.typing(conversation)
