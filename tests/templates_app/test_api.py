"""Programs see the templates, within their scopes."""

import pytest

from nxtchat.team.models import ApiToken
from nxtchat.team.roles import Role
from tests.small_graph import refuse
from tests.templates_app.test_templates import page, told


@pytest.fixture
def program(client, agent_of):
    """Ask as a program of a marketer: `program("get", "templates/", scopes=["all"])`."""
    mara = agent_of("Mara Díaz", Role.MARKETER)

    def ask(method: str, path: str, *, scopes: list[str], **more):
        token = ApiToken.issue(agent=mara, name="A program", scopes=scopes)
        headers = {"Authorization": f"Bearer {token}"}
        return getattr(client, method)(f"/api/v1/{path}", headers=headers, **more)

    return ask


def test_a_program_has_them_read_and_lists_them(program, graph, account):
    graph.answers = [page(told("order_ready"), told("sale", status="PAUSED"))]
    read = program("post", "templates/sync/", scopes=["templates.edit"])
    assert read.json() == {"there": 2, "gone": 0, "silent": 0}
    listed = program("get", "templates/", scopes=["templates.read"]).json()
    assert [(each["name"], each["status"]) for each in listed["results"]] == [
        ("sale", "PAUSED"),
        ("order_ready", "APPROVED"),
    ]
    assert listed["results"][0]["account"] == account.waba_id
    assert listed["results"][0]["components"] == [{"type": "BODY", "text": "Hello"}]


def test_only_the_asked_for_are_listed(program, graph, account):
    graph.answers = [page(told("order_ready"), told("sale", status="PAUSED"))]
    program("post", "templates/sync/", scopes=["all"])
    approved = program("get", "templates/?status=approved", scopes=["all"]).json()["results"]
    assert [each["name"] for each in approved] == ["order_ready"]
    named = program("get", "templates/?q=sal", scopes=["all"]).json()["results"]
    assert [each["name"] for each in named] == ["sale"]


def test_a_program_that_may_only_look_cannot_make_us_ask(program, graph, account):
    refused = program("post", "templates/sync/", scopes=["templates.read"])
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
    assert graph.heard == []


def test_a_program_without_the_scope_sees_nothing(program, account):
    assert program("get", "templates/", scopes=["contacts.read"]).status_code == 403


def test_without_a_token_there_is_nothing(client, db):
    assert client.get("/api/v1/templates/").status_code == 401


def test_an_account_that_does_not_answer_is_counted(program, graph, account):
    graph.answers = [refuse(190)]
    assert program("post", "templates/sync/", scopes=["all"]).json() == {"there": 0, "gone": 0, "silent": 1}
