"""An admin decides who comes in and what they may do."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from nxtchat.team import tasks
from nxtchat.team.models import Agent, ApiToken, SetUpLink, Team
from nxtchat.team.roles import Role
from tests.conftest import PASSWORD

ESI = {"name": "Esi Mensah", "password": PASSWORD}


@pytest.fixture
def office(client, ada):
    """Ada's browser."""
    client.force_login(ada)
    return client


def invited(office, email="esi@example.org", role="agent") -> str:
    answer = office.post("/team/invitations/", {"email": email, "role": role})
    assert answer.status_code == 201
    return "/welcome/" + answer.context["link"].split("/welcome/")[1]


def test_the_page_lists_people_and_teams(office, chitra):
    page = office.get("/team/").content.decode()
    for shown in ("Ada Okafor", "Bruno Lima", "Chitra Rao", "Sales", "Billing"):
        assert shown in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_the_page_is_not_there_for_others(client, agent_of, role):
    client.force_login(agent_of("Other", role))
    assert client.get("/team/").status_code == 404


def test_an_invited_person_comes_in_with_the_role(office):
    link = invited(office, role="marketer")
    newcomer = Client()
    assert b"esi@example.org" in newcomer.get(link).content
    assert newcomer.post(link, ESI).status_code == 302
    esi = Agent.objects.get(email="esi@example.org")
    assert esi.role == Role.MARKETER
    assert newcomer.get("/account/").status_code == 200


def test_an_invited_person_cannot_choose_another_e_mail(office, bruno):
    Client().post(invited(office), {**ESI, "email": bruno.email})
    assert Agent.objects.filter(email="esi@example.org").exists()
    assert Agent.objects.get(pk=bruno.pk).check_password(PASSWORD)


def test_the_link_is_shown_once(office):
    link = invited(office)
    assert link not in office.get("/team/").content.decode()
    assert "esi@example.org" in office.get("/team/").content.decode()


def test_a_second_invitation_closes_the_first(office):
    first, second = invited(office), invited(office)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


def test_an_invitation_can_be_withdrawn(office):
    link = invited(office)
    office.post(f"/team/invitations/{SetUpLink.objects.get().pk}/withdrawal/")
    assert Client().get(link).status_code == 410


def test_old_sessions_and_links_are_forgotten_and_the_others_stay(office, ada):
    invited(office)
    invited(office, "femi@example.org")
    Client().force_login(ada)
    old = Session.objects.exclude(pk=office.session.session_key).get()
    yesterday = timezone.now() - timedelta(days=1)
    Session.objects.filter(pk=old.pk).update(expire_date=yesterday)
    SetUpLink.objects.filter(email="esi@example.org").update(expires_at=yesterday)
    tasks.forget_expired()
    assert [link.email for link in SetUpLink.objects.all()] == ["femi@example.org"]
    assert office.get("/account/").status_code == 200
    assert not Session.objects.filter(pk=old.pk).exists()


def test_nobody_is_invited_twice(office, bruno):
    assert office.post("/team/invitations/", {"email": bruno.email, "role": "admin"}).status_code == 409
    assert office.post("/team/invitations/", {"email": "esi@example.org", "role": "boss"}).status_code == 422
    assert (
        office.post("/team/invitations/", {"email": "e" * 60 + "@" + "o." * 120 + "org", "role": "agent"}).status_code
        == 422
    )
    assert not SetUpLink.objects.exists()


def test_a_new_role_counts_at_once(office, bruno):
    phone = Client()
    phone.force_login(bruno)
    assert phone.get("/team/").status_code == 404
    office.post(f"/team/people/{bruno.pk}/role/", {"role": "admin"})
    assert phone.get("/team/").status_code == 200
    office.post(f"/team/people/{bruno.pk}/role/", {"role": "viewer"})
    assert phone.get("/team/").status_code == 404


def test_the_last_admin_stays(office, ada):
    assert office.post(f"/team/people/{ada.pk}/role/", {"role": "viewer"}).status_code == 409
    assert office.post(f"/team/people/{ada.pk}/deactivation/").status_code == 409
    ada.refresh_from_db()
    assert ada.is_active and ada.role == Role.ADMIN


def test_an_admin_may_go_when_another_stays(office, ada, agent_of):
    agent_of("Femi Ade", Role.ADMIN)
    assert office.post(f"/team/people/{ada.pk}/deactivation/").status_code == 302
    assert office.get("/account/").url.startswith("/sign-in/")


def test_ending_access_ends_sessions_tokens_and_links_at_once(office, bruno):
    phone = Client()
    phone.force_login(bruno)
    ApiToken.issue(agent=bruno, name="Shop", scopes=["all"])
    link = office.post(f"/team/people/{bruno.pk}/password-link/").context["link"]
    office.post(f"/team/people/{bruno.pk}/deactivation/")
    assert phone.get("/account/").url.startswith("/sign-in/")
    assert not ApiToken.objects.exists()
    assert Client().get("/welcome/" + link.split("/welcome/")[1]).status_code == 410


def test_a_person_who_returns_signs_in_anew(office, bruno):
    phone = Client()
    phone.force_login(bruno)
    office.post(f"/team/people/{bruno.pk}/deactivation/")
    Client().post(invited(office, bruno.email, "viewer"), {"name": "Bruno L.", "password": "a whole new phrase"})
    bruno.refresh_from_db()
    assert bruno.is_active and bruno.role == Role.VIEWER
    assert phone.get("/account/").url.startswith("/sign-in/")  # the old session stays dead


def test_a_forgotten_password_is_chosen_anew_with_a_link(office, bruno):
    link = office.post(f"/team/people/{bruno.pk}/password-link/").context["link"]
    Client().post("/welcome/" + link.split("/welcome/")[1], {"name": bruno.name, "password": "a whole new phrase"})
    bruno.refresh_from_db()
    assert bruno.check_password("a whole new phrase")
    assert bruno.role == Role.AGENT


def test_a_role_changed_meanwhile_is_not_changed_back_by_a_link(office, ada, agent_of, bruno):
    link = office.post(f"/team/people/{bruno.pk}/password-link/").context["link"]
    office.post(f"/team/people/{bruno.pk}/role/", {"role": "viewer"})
    Client().post("/welcome/" + link.split("/welcome/")[1], {"name": bruno.name, "password": "a whole new phrase"})
    bruno.refresh_from_db()
    assert bruno.role == Role.VIEWER


def test_a_team_is_made_and_given_members(office, bruno):
    office.post("/team/teams/", {"name": "Sales"})
    sales = Team.objects.get()
    office.post(f"/team/teams/{sales.pk}/members/", {"members": [bruno.pk]})
    assert list(sales.members.all()) == [bruno]
    office.post(f"/team/teams/{sales.pk}/members/", {})
    assert not sales.members.exists()


def test_two_teams_have_two_names(office):
    assert office.post("/team/teams/", {"name": "Sales"}).status_code == 302
    assert office.post("/team/teams/", {"name": "Sales"}).status_code == 422


def test_a_stranger_cannot_be_made_a_member(office):
    sales = Team.objects.create(name="Sales")
    assert office.post(f"/team/teams/{sales.pk}/members/", {"members": [999]}).status_code == 422
