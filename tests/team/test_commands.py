"""What an operator types."""

import io
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nxtchat.team.models import Agent, ApiToken
from nxtchat.team.roles import Role
from tests.conftest import PASSWORD


@pytest.fixture
def run(monkeypatch):
    def run(*args: str, typed: str = "") -> str:
        out = StringIO()
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        call_command(*args, stdout=out)
        return out.getvalue()

    return run


NEW = ["create_agent", "--email", "Dev@Example.org", "--name", "Dev Patel", "--role", "marketer", "--password-stdin"]


def test_create_agent_adds_a_person_who_can_sign_in(db, run, client):
    run(*NEW, typed=f"{PASSWORD}\n")
    assert Agent.objects.get().role == Role.MARKETER
    assert client.login(username="dev@example.org", password=PASSWORD)


def test_create_agent_reports_as_json(db, run):
    assert json.loads(run(*NEW, "--json", typed=PASSWORD)) == {
        "id": Agent.objects.get().pk,
        "email": "dev@example.org",
        "role": "marketer",
    }


def test_create_agent_refuses_a_second_person_with_the_e_mail(db, run):
    run(*NEW, typed=PASSWORD)
    with pytest.raises(CommandError, match="exists already"):
        run(*NEW, typed=PASSWORD)


@pytest.mark.parametrize("weak", ["", "short", "password1234"])
def test_create_agent_refuses_a_weak_password(db, run, weak):
    with pytest.raises(CommandError, match="password"):
        run(*NEW, typed=weak)
    assert not Agent.objects.exists()


def test_create_agent_refuses_an_unknown_role(db, run):
    with pytest.raises(CommandError, match="invalid choice"):
        run(*NEW[:6], "boss", "--password-stdin", typed=PASSWORD)


def test_create_agent_refuses_what_is_no_e_mail(db, run):
    with pytest.raises(CommandError, match="email"):
        run("create_agent", "--email", "dev", *NEW[3:], typed=PASSWORD)


def test_create_token_prints_the_token_as_the_last_word(run, bruno):
    printed = run("create_token", "--email", "bruno@example.org", "--name", "Shop", "--scope", "all")
    assert printed.split()[-1].startswith("nxt_")
    assert ApiToken.objects.get().scopes == ["all"]


def test_create_token_takes_several_scopes(run, bruno):
    run("create_token", "--email", bruno.email, "--name", "Shop", "--scope", "contacts.read", "--scope", "numbers.read")
    assert ApiToken.objects.get().scopes == ["contacts.read", "numbers.read"]


def test_create_token_refuses_strangers_and_invented_scopes(run, bruno):
    with pytest.raises(CommandError, match="Nobody active"):
        run("create_token", "--email", "eve@example.org", "--name", "Shop", "--scope", "all")
    with pytest.raises(CommandError, match="invalid choice"):
        run("create_token", "--email", bruno.email, "--name", "Shop", "--scope", "everything")
    assert not ApiToken.objects.exists()
