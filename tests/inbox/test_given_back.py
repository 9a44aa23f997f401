"""Whoever leaves, or may not answer somewhere any more, leaves no conversation behind that nobody sees."""

import json

import pytest

from inbox import services
from inbox.models import Conversation, Turn
from inbox.services.numbers import give_number
from nxtchat import redis
from nxtchat.live import stream
from nxtchat.team import services as team
from nxtchat.team.models import Team
from nxtchat.team.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brunos(conversation, bruno):
    services.assign(conversation=conversation, to=bruno, by=bruno)
    return conversation


def assignee(conversation):
    return Conversation.objects.get(pk=conversation.pk).assignee


LOSSES = {
    "leaves": lambda bruno, ada, _number: team.deactivate(agent=bruno, by=ada),
    "may only look": lambda bruno, ada, _number: team.change_role(agent=bruno, role=Role.VIEWER, by=ada),
    "leaves the team": lambda _bruno, ada, _number: team.set_members(
        team=Team.objects.get(name="Sales"), members=[], by=ada
    ),
    "the number goes to others": lambda _bruno, ada, number: give_number(
        number=number, teams=Team.objects.filter(name="Billing"), by=ada
    ),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_what_was_theirs_is_nobodys_and_open_pages_are_told(loss, brunos, bruno, ada, chitra, number):
    before = stream.head()
    LOSSES[loss](bruno, ada, number)
    assert assignee(brunos) is None
    turn = Turn.objects.latest("pk")
    assert (turn.kind, turn.conversation_id, turn.to) == (Turn.Kind.UNASSIGNED, brunos.pk, None)
    told = [event for _id, event in redis.client().xrange(stream.STREAM, min=f"({before}")]
    [changed] = [json.loads(event["data"]) for event in told if event["kind"] == "conversation.changed"]
    assert changed == {"c": brunos.pk, "n": number.pk}


def test_who_still_answers_keeps_what_is_theirs(brunos, bruno, ada, chitra, number):
    team.deactivate(agent=chitra, by=ada)
    team.change_role(agent=bruno, role=Role.ADMIN, by=ada)
    team.set_members(team=Team.objects.get(name="Sales"), members=[], by=ada)  # admins see every number
    give_number(number=number, teams=Team.objects.all(), by=ada)
    assert assignee(brunos) == bruno
    assert Turn.objects.count() == 1


def test_what_stays_everybodys_stays_assigned(brunos, bruno, ada, number):
    give_number(number=number, teams=[], by=ada)
    assert assignee(brunos) == bruno
