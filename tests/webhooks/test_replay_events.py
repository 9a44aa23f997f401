"""`manage.py replay_events`: events are handled once more, and the command says how it went."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from nxtchat.whatsapp.models import Number
from tests.webhooks.bodies import envelope, said
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

BAD = "9" * 300  # cannot be applied


def replay(**options) -> dict[str, int]:
    out = StringIO()
    call_command("replay_events", json=True, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.fixture
def one_of_each(number, arrives):
    """A handled event, a failed one, and one of a number that was connected later."""
    handled = arrives(envelope(said("Hello")))
    failed = arrives(envelope(said("bad", wa_id=BAD)))
    unrouted = arrives(envelope(said("Later", phone_number_id="55501")))
    Number.objects.create(account=number.account, phone_number_id="55501", display_phone="+1 555 01")
    return handled, failed, unrouted


def test_what_was_not_understood_is_replayed_and_the_rest_left_alone(one_of_each):
    _handled, failed, unrouted = one_of_each
    assert replay(unrouted=True) == {"replayed": 1, "pending": 0, "handled": 1, "failed": 0, "unrouted": 0}
    unrouted.refresh_from_db()
    failed.refresh_from_db()
    assert (unrouted.state, failed.attempts) == ("handled", 1)


def test_what_fails_again_ends_with_an_error_after_saying_how_it_went(one_of_each):
    out = StringIO()
    with pytest.raises(CommandError, match="failed again"):
        call_command("replay_events", failed=True, json=True, stdout=out)
    assert json.loads(out.getvalue()) == {"replayed": 1, "pending": 0, "handled": 0, "failed": 1, "unrouted": 0}


def test_without_an_option_both_are_replayed(one_of_each):
    with pytest.raises(CommandError, match="failed again"):
        replay()
    handled, failed, unrouted = (WebhookEvent.objects.get(pk=event.pk) for event in one_of_each)
    assert (handled.attempts, failed.attempts, unrouted.attempts) == (1, 2, 2)


def test_since_a_moment_everything_is_replayed(number, arrives):
    old, new = arrives(envelope(said("old"))), arrives(envelope(said("new")))
    WebhookEvent.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=3))
    since = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert replay(since=since)["replayed"] == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.attempts, new.attempts) == (1, 2)
    assert replay(since="2020-01-01") == {"replayed": 2, "pending": 0, "handled": 2, "failed": 0, "unrouted": 0}


def test_one_is_replayed_whatever_its_state(one_of_each):
    handled = one_of_each[0]
    assert replay(id=handled.pk)["handled"] == 1
    handled.refresh_from_db()
    assert handled.attempts == 2


def test_people_are_told_in_words(one_of_each):
    out = StringIO()
    call_command("replay_events", unrouted=True, stdout=out)
    assert "Replayed: 1." in out.getvalue()
    assert "Handled: 1" in out.getvalue()


@pytest.mark.parametrize("given", [{"since": "soon"}, {"since": "2026-13-01"}, {"id": 999_999}])
def test_it_says_what_it_cannot_find(db, given):
    with pytest.raises(CommandError):
        call_command("replay_events", **given)
