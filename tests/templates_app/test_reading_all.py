"""Reading 6,000 templates page by page: an interruption costs nothing, and what changed at Meta shows here."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nxtchat.whatsapp.client import GraphError
from nxtchat.whatsapp.pretend.server.things import Template as AtMeta
from templates_app import queries, syncing
from templates_app.models import Event, Look, Template

MANY = 6_000
BODY = [{"type": "BODY", "text": "Your order is ready."}]


def at_meta(whatsapp, account, count: int, *, status: str = "APPROVED") -> dict[str, AtMeta]:
    made = {
        str(place): AtMeta(str(place), account.waba_id, f"order_{place:05}", "en", "UTILITY", BODY, status=status)
        for place in range(1, count + 1)
    }
    whatsapp.server.world.templates |= made
    return made


@pytest.fixture
def cut_in_the_middle(whatsapp):
    """Of all pages from now on, one that comes later does not come."""

    def cut(*, after: int) -> None:
        asked = whatsapp.server.reviewing.listed

        def listed(waba, request, body):
            nonlocal after
            after -= 1
            if after < 0:
                whatsapp.server.mischief.switch({"reset_after": {"on": "message_templates", "times": 1}})
                after = 10_000
            return asked(waba, request, body)

        whatsapp.server.graph.calls[next(key for key in whatsapp.server.graph.calls if key[1:] == LISTING)] = listed

    return cut


LISTING = ("GET", "message_templates")


def test_an_interruption_loses_none_and_doubles_none(whatsapp, account, number, cut_in_the_middle):
    at_meta(whatsapp, account, MANY)
    cut_in_the_middle(after=30)
    with pytest.raises(GraphError):
        syncing.sync(account)
    assert Template.objects.count() == 3_000  # what came is kept
    before = len(whatsapp.log)
    syncing.sync(account)
    assert queries.approved().count() == len(set(Template.objects.values_list("meta_id", flat=True))) == MANY
    assert len(whatsapp.log) - before == 30  # and not asked for again
    assert not Look.objects.exists()


def test_what_is_gone_or_renamed_at_meta_shows_here(whatsapp, account, number):
    made = at_meta(whatsapp, account, 250)
    syncing.sync(account)
    del whatsapp.server.world.templates["7"]
    made["8"].name = "order_renamed"
    found = syncing.sync(account)
    assert (found.there, found.gone) == (249, 2)
    names = set(queries.templates().values_list("name", flat=True))
    assert "order_renamed" in names
    assert not {"order_00007", "order_00008"} & names


def test_what_came_before_the_interruption_is_not_taken_for_gone(whatsapp, account, number, cut_in_the_middle):
    at_meta(whatsapp, account, 250)
    syncing.sync(account)
    cut_in_the_middle(after=1)
    with pytest.raises(GraphError):
        syncing.sync(account)
    assert queries.approved().count() == 250
    assert syncing.sync(account).gone == 0


def test_an_old_interruption_is_not_gone_on_with(whatsapp, account, number, cut_in_the_middle):
    at_meta(whatsapp, account, 250)
    cut_in_the_middle(after=1)
    with pytest.raises(GraphError):
        syncing.sync(account)
    Look.objects.update(began_at=timezone.now() - timedelta(hours=2))
    assert syncing.sync(account).there == 250


def test_a_worker_that_died_without_a_word_is_gone_on_from(whatsapp, account, number, cut_in_the_middle):
    at_meta(whatsapp, account, 250)
    cut_in_the_middle(after=1)
    with pytest.raises(GraphError):
        syncing.sync(account)
    Look.objects.update(is_running=True)
    assert syncing.sync(account).there == 250  # it may be alive: a reading of one's own does no harm
    cut_in_the_middle(after=1)
    with pytest.raises(GraphError):
        syncing.sync(account)
    Look.objects.update(is_running=True, touched_at=timezone.now() - timedelta(minutes=5))
    assert syncing.sync(account).there == 150


def test_a_cursor_that_meta_has_forgotten_begins_anew(whatsapp, account, number, cut_in_the_middle):
    at_meta(whatsapp, account, 250)
    cut_in_the_middle(after=1)
    with pytest.raises(GraphError):
        syncing.sync(account)
    whatsapp.misbehave(error={"code": 100, "on": "message_templates", "times": 1})
    assert syncing.sync(account).there == 250


def test_the_timeline_tells_what_a_reading_found(whatsapp, account, number):
    made = at_meta(whatsapp, account, 1)
    syncing.sync(account)
    assert not Event.objects.exists()
    made["1"].status, made["1"].rejected_reason = "REJECTED", "INVALID_FORMAT"
    made["1"].quality, made["1"].correct_category = "RED", "MARKETING"
    syncing.sync(account)
    syncing.sync(account)
    told = [(event.what, event.before, event.word) for event in Event.objects.order_by("what")]
    assert told == [("announced", "", "MARKETING"), ("quality", "UNKNOWN", "RED"), ("status", "APPROVED", "REJECTED")]
    assert Event.objects.get(what="status").reason_in_words.startswith("Something is written")
