"""An admin decides which teams see a number, and lets it send again."""

import pytest
from django.utils import timezone

from inbox import access
from inbox.models import NumberAccess
from nxtchat.live.stream import STREAM
from nxtchat.redis import client as redis
from nxtchat.team.models import Team
from nxtchat.whatsapp.models import Number


@pytest.fixture
def billing(chitra):
    return Team.objects.get(name="Billing")  # Chitra's


@pytest.fixture
def admin(client, ada):
    client.force_login(ada)
    return client


def test_a_number_is_given_to_another_team(admin, number, bruno, chitra, billing):
    assert number not in access.numbers(chitra)
    answer = admin.post(f"/inbox/numbers/{number.pk}/teams/", {"teams": [billing.pk]})
    assert answer["Location"] == f"/setup/numbers/{number.pk}/"
    assert number in access.numbers(chitra)
    assert number not in access.numbers(bruno)


def test_a_number_of_no_team_is_everybodys(admin, number, bruno, chitra):
    admin.post(f"/inbox/numbers/{number.pk}/teams/", {})
    assert number in access.numbers(chitra)
    assert number in access.numbers(bruno)


def test_the_page_shows_who_sees_it_now(admin, number, chitra):
    page = admin.get(f"/inbox/numbers/{number.pk}/teams/").text
    sales = Team.objects.get(name="Sales")
    assert f'value="{sales.pk}" id="id_teams_1" checked' in page
    assert page.count("checked") == 1


def test_a_team_that_does_not_exist_changes_nothing(admin, number, chitra):
    assert admin.post(f"/inbox/numbers/{number.pk}/teams/", {"teams": [9999]}).status_code == 422
    assert NumberAccess.objects.get().team.name == "Sales"


def test_an_agent_cannot_decide_it(client, bruno, number, billing):
    client.force_login(bruno)
    assert client.get(f"/inbox/numbers/{number.pk}/teams/").status_code == 404
    assert client.post(f"/inbox/numbers/{number.pk}/teams/", {"teams": [billing.pk]}).status_code == 404
    assert NumberAccess.objects.get().team.name == "Sales"


def test_open_pages_are_told_to_ask_again(admin, number, billing, django_capture_on_commit_callbacks):
    redis().delete(STREAM)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(f"/inbox/numbers/{number.pk}/teams/", {"teams": [billing.pk]})
    [(_id, event)] = redis().xrange(STREAM)
    assert (event["kind"], event["number"]) == ("number.changed", str(number.pk))


def test_a_stopped_number_sends_again_and_open_pages_are_told(admin, number, django_capture_on_commit_callbacks):
    Number.objects.update(stopped_code=131042, stopped_at=timezone.now())
    redis().delete(STREAM)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(f"/inbox/numbers/{number.pk}/sending/")
    assert Number.objects.get().stopped_at is None
    assert [event["kind"] for _id, event in redis().xrange(STREAM)] == ["number.changed"]


def test_an_agent_cannot_make_a_stopped_number_send(client, bruno, number):
    Number.objects.update(stopped_code=131042, stopped_at=timezone.now())
    client.force_login(bruno)
    assert client.post(f"/inbox/numbers/{number.pk}/sending/").status_code == 404
    assert Number.objects.get().stopped_at is not None
