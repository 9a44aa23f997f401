"""What happens is told after the commit, in order, once, and only to those whom it concerns."""

import pytest
from django.db import transaction

from inbox.models import NumberAccess
from nxtchat.live import stream
from nxtchat.redis import client as redis_client
from nxtchat.team import services
from nxtchat.team.roles import Role
from nxtchat.whatsapp.models import Number

pytestmark = pytest.mark.django_db(transaction=True)


def messages(events):
    return [event["m"] for event in events]


@pytest.fixture
def other_number(account):
    return Number.objects.create(account=account, phone_number_id="2", display_phone="+1 555 0002")


def test_an_event_carries_ids_and_nothing_else(listen, bruno, number, say):
    heard = listen(bruno)
    say(number, 41)
    [event] = heard.events(1)
    assert event == {"id": stream.head(), "kind": "message.added", "c": 7, "m": 41, "n": number.pk}


def test_nothing_is_told_before_the_commit_or_after_a_rollback(listen, bruno, number, say):
    heard = listen(bruno)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        say(number, 1)
        raise ZeroDivisionError
    with transaction.atomic():
        say(number, 2)
        assert stream.head() == stream.START
    assert messages(heard.events(1)) == [2]


def test_events_arrive_in_the_order_they_happened(listen, bruno, number, say):
    heard = listen(bruno)
    for start in range(0, 1000, 100):
        say(number, *range(start, start + 100))
    assert messages(heard.events(1000)) == list(range(1000))


def test_bruno_hears_what_he_did_himself_like_everybody_else(listen, bruno, ada, number, say):
    both = [listen(bruno), listen(ada)]
    say(number, 1)
    assert [messages(heard.events(1)) for heard in both] == [[1], [1]]


def test_chitra_is_told_nothing_about_a_number_of_another_team(listen, chitra, bruno, number, other_number, say):
    chitras, brunos = listen(chitra), listen(bruno)
    say(number, 1)
    say(other_number, 2)
    assert messages(chitras.events(1)) == [2]
    assert messages(brunos.events(2)) == [1, 2]


def test_chitra_replays_nothing_about_a_number_of_another_team(listen, chitra, number, other_number, say):
    say(other_number, 1)
    after = stream.head()
    say(number, 2)
    say(other_number, 3)
    assert messages(listen(chitra, after=after).events(1)) == [3]


def test_what_is_about_no_number_is_told_to_everyone(listen, chitra, bruno, say):
    both = [listen(chitra), listen(bruno)]
    say(0, 1, kind="team.changed")
    assert [heard.events(1)[0]["kind"] for heard in both] == ["team.changed", "team.changed"]


def test_a_stranger_gets_401_and_no_stream(listen):
    assert listen().status == 401
    assert listen(session="made-up").status == 401


def test_a_colleague_who_may_not_read_conversations_gets_403(listen, agent_of):
    assert listen(agent_of("Petra Novak", Role.PRIVACY)).status == 403


def test_a_colleague_who_left_gets_401(listen, bruno, session_of):
    session = session_of(bruno)
    bruno.is_active = False
    bruno.save()
    assert listen(session=session).status == 401


def test_only_get_is_answered(listen, bruno):
    refused = listen(bruno, method="POST")
    assert (refused.status, refused.headers["allow"]) == (405, "GET")


def test_proxies_are_told_neither_to_keep_nor_to_hold_back(listen, bruno):
    headers = listen(bruno).headers
    assert headers["content-type"].startswith("text/event-stream")
    assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")


def test_a_quiet_stream_beats_and_the_beat_carries_the_position(listen, chitra, number, say):
    heard = listen(chitra)
    say(number, 1)
    assert any(beat["id"] == stream.head() for beat, _ in zip(heard.frames, range(6), strict=False))


def test_when_a_number_is_given_to_another_team_bruno_hears_no_more_of_it(listen, bruno, chitra, number, say):
    heard = listen(bruno)
    say(number, 1)
    assert messages(heard.events(1)) == [1]
    NumberAccess.objects.filter(number=number).update(team=chitra.teams.get())
    say(number, 0, kind="number.changed")
    say(number, 2)
    told = heard.until("reset")
    say(0, 3, kind="team.changed")
    told += heard.until("team.changed")
    assert [event["kind"] for event in told if event["kind"] != "beat"] == ["reset", "team.changed"]


def test_when_a_number_is_given_to_chitra_she_is_told_to_look_again(listen, bruno, chitra, number, say):
    heard = listen(chitra)
    NumberAccess.objects.create(number=number, team=chitra.teams.get())
    say(number, 0, kind="number.changed")
    heard.until("reset")
    say(number, 1)
    assert messages(heard.events(1)) == [1]


def test_when_bruno_is_let_go_his_stream_ends(listen, bruno, ada):
    heard = listen(bruno)
    services.deactivate(agent=bruno, by=ada)
    assert heard.has_ended()
    assert redis_client().xlen(stream.STREAM) == 1


def test_when_bruno_may_no_longer_read_conversations_his_stream_ends(listen, bruno, ada):
    heard = listen(bruno)
    services.change_role(agent=bruno, role=Role.PRIVACY, by=ada)
    assert heard.has_ended()


def test_when_chitra_leaves_her_team_she_hears_no_more_of_its_number(listen, chitra, ada, other_number, say):
    NumberAccess.objects.create(number=other_number, team=chitra.teams.get())
    heard = listen(chitra)
    say(other_number, 1)
    assert messages(heard.events(1)) == [1]
    services.set_members(team=chitra.teams.get(), members=[], by=ada)
    say(other_number, 2)
    say(0, 3, kind="event.changed")
    told = heard.until("event.changed")
    assert not [event for event in told if event["kind"] == "message.added"]
