"""Everybody looks after their own account, and only theirs."""

import pytest
from django.test import Client

from nxtchat.team.models import ApiToken
from nxtchat.team.roles import Role
from tests.conftest import PASSWORD

ABOUT = {"name": "Bruno L.", "language": "pt-br", "theme": "dark"}
NEW = "another good phrase"


@pytest.fixture
def phone(client, bruno):
    """Bruno's browser."""
    client.force_login(bruno)
    return client


@pytest.mark.parametrize("role", Role)
def test_everybody_has_an_account_page(client, agent_of, role):
    client.force_login(agent_of("Somebody", role))
    assert client.get("/account/").status_code == 200


def test_bruno_says_how_he_wants_it(phone, bruno):
    assert phone.post("/account/", ABOUT).status_code == 302
    bruno.refresh_from_db()
    assert (bruno.name, bruno.language, bruno.theme) == ("Bruno L.", "pt-br", "dark")
    page = phone.get("/account/")
    assert page.headers["Content-Language"] == "pt-br"
    assert 'data-theme="dark"' in page.content.decode()


@pytest.mark.parametrize("wrong", [{"language": "tlh"}, {"theme": "pink"}, {"name": ""}])
def test_what_we_do_not_speak_is_refused(phone, bruno, wrong):
    assert phone.post("/account/", ABOUT | wrong).status_code == 422
    bruno.refresh_from_db()
    assert bruno.name == "Bruno Lima"


def test_nobody_makes_themselves_an_admin(phone, bruno):
    phone.post("/account/", {**ABOUT, "role": "admin", "is_active": "", "email": "x@example.org"})
    bruno.refresh_from_db()
    assert (bruno.role, bruno.is_active, bruno.email) == (Role.AGENT, True, "bruno@example.org")


def change(browser, old=PASSWORD, new=NEW, again=NEW):
    return browser.post("/account/password/", {"old_password": old, "new_password1": new, "new_password2": again})


def test_a_new_password_keeps_this_browser_and_ends_the_others(phone, bruno):
    other = Client()
    other.force_login(bruno)
    assert change(phone).status_code == 302
    bruno.refresh_from_db()
    assert bruno.check_password(NEW)
    assert phone.get("/account/").status_code == 200
    assert other.get("/account/").url.startswith("/sign-in/")


@pytest.mark.parametrize(
    ("old", "new", "again"), [("wrong", NEW, NEW), (PASSWORD, "short", "short"), (PASSWORD, NEW, "x")]
)
def test_a_password_is_not_changed_by_accident(phone, bruno, old, new, again):
    assert change(phone, old, new, again).status_code == 422
    bruno.refresh_from_db()
    assert bruno.check_password(PASSWORD)


def test_a_token_is_shown_once(phone, bruno):
    answer = phone.post("/account/tokens/", {"name": "Shop", "scopes": ["conversations.read"]})
    token = answer.context["new_token"]
    assert answer.status_code == 201 and token in answer.content.decode()
    assert token not in phone.get("/account/").content.decode()
    assert ApiToken.objects.get().scopes == ["conversations.read"]


@pytest.mark.parametrize("scopes", [[], ["team.manage"], ["everything"]])
def test_a_token_needs_scopes_that_its_agent_has(phone, scopes):
    assert phone.post("/account/tokens/", {"name": "Shop", "scopes": scopes}).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_by_its_agent_only(phone, bruno, ada):
    ApiToken.issue(agent=bruno, name="Shop", scopes=["all"])
    ApiToken.issue(agent=ada, name="Hers", scopes=["all"])
    his, hers = ApiToken.objects.get(agent=bruno), ApiToken.objects.get(agent=ada)
    assert phone.post(f"/account/tokens/{hers.pk}/revocation/").status_code == 404
    assert phone.post(f"/account/tokens/{his.pk}/revocation/").status_code == 302
    assert list(ApiToken.objects.all()) == [hers]
