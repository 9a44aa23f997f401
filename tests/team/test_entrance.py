"""Coming in: with e-mail and password, or with a one-time link."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from nxtchat.team.models import Agent, SetUpLink
from nxtchat.team.roles import Role
from tests.conftest import PASSWORD

SIGN_IN = "/sign-in/"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": email, "password": password, **more})


def test_bruno_signs_in_with_e_mail_and_password(client, bruno):
    answer = sign_in(client, "Bruno@Example.org")
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(bruno.pk)


def test_who_comes_before_the_first_admin_hears_of_the_link(client, db):
    assert "make the first account" in client.get("/sign-in/").text


def test_who_comes_after_the_first_admin_hears_of_no_link(client, ada):
    assert "make the first account" not in client.get("/sign-in/").text


def test_a_wrong_password_and_a_wrong_e_mail_get_the_same_words(client, bruno):
    wrong_password = sign_in(client, bruno.email, "not the password")
    wrong_email = sign_in(client, "nobody@example.org")
    assert wrong_password.status_code == wrong_email.status_code == 422
    assert wrong_password.context["form"].non_field_errors() == wrong_email.context["form"].non_field_errors()
    assert "_auth_user_id" not in client.session


def test_someone_who_left_gets_the_same_words_too(client, bruno):
    Agent.objects.filter(pk=bruno.pk).update(is_active=False)
    left = sign_in(client, bruno.email)
    never_was = sign_in(client, "nobody@example.org")
    assert left.context["form"].non_field_errors() == never_was.context["form"].non_field_errors()


def test_an_unknown_e_mail_costs_as_much_hashing_as_a_known_one(client, bruno, monkeypatch):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(
            Argon2PasswordHasher, name, lambda self, *a, _real=real, **k: hashed.append(1) or _real(self, *a, **k)
        )
    sign_in(client, bruno.email, "not the password")
    for_known = len(hashed)
    sign_in(client, "nobody@example.org", "not the password")
    assert len(hashed) - for_known == for_known == 1


def test_signing_in_gives_a_new_session(client, bruno):
    session = client.session
    session["before"] = "set by somebody else"
    session.save()
    before = session.session_key
    sign_in(client, bruno.email)
    assert client.session.session_key != before


def test_after_signing_in_one_is_where_one_wanted_to_be(client, bruno):
    assert sign_in(client, bruno.email, next="/account/").url == "/account/"


@pytest.mark.parametrize(
    "foreign", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_after_signing_in_nobody_is_sent_to_a_foreign_page(client, bruno, foreign):
    assert sign_in(client, bruno.email, next=foreign).url == "/"


def test_signing_out_takes_a_post(client, bruno):
    client.force_login(bruno)
    assert client.get("/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session
    answer = client.post("/sign-out/")
    assert answer.url == SIGN_IN
    assert answer["Clear-Site-Data"] == '"cache", "storage"'  # whoever sits down here next finds nothing of ours
    assert "_auth_user_id" not in client.session


def test_signing_in_needs_the_forms_own_token(bruno):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, bruno.email).status_code == 403


# The set-up link


def link_of(output: str) -> str:
    return "/welcome/" + output.split()[-1].split("/welcome/")[1]


@pytest.fixture
def setup_link(db):
    out = StringIO()
    call_command("setup_link", stdout=out)
    return link_of(out.getvalue())


ADA = {"name": "Ada Okafor", "email": "Ada@Example.org", "password": "correct horse battery"}


def test_the_set_up_link_makes_the_first_admin_and_signs_her_in(client, setup_link):
    assert client.get(setup_link).status_code == 200
    assert client.post(setup_link, ADA).status_code == 302
    ada = Agent.objects.get()
    assert (ada.email, ada.role) == ("ada@example.org", Role.ADMIN)
    assert ada.password.startswith("argon2$")
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_the_set_up_link_is_printed_as_the_last_word_with_our_address(settings, db):
    settings.PUBLIC_URL = "https://chat.example.org"
    out = StringIO()
    call_command("setup_link", stdout=out)
    assert out.getvalue().split()[-1].startswith("https://chat.example.org/welcome/")


def test_no_set_up_link_is_printed_when_there_is_an_admin(ada):
    out = StringIO()
    call_command("setup_link", stdout=out)
    assert out.getvalue() == ""


def test_a_set_up_link_is_printed_again_when_the_only_admin_left(ada):
    Agent.objects.update(is_active=False)
    out = StringIO()
    call_command("setup_link", stdout=out)
    assert "/welcome/" in out.getvalue()


def test_looking_at_the_link_does_not_use_it_up(client, setup_link):
    for _ in range(3):
        assert client.get(setup_link).status_code == 200
        assert client.head(setup_link).status_code == 200
    assert client.post(setup_link, ADA).status_code == 302


def test_the_link_opens_once(client, setup_link):
    client.post(setup_link, ADA)
    again = client.post(setup_link, {**ADA, "email": "eve@example.org"})
    assert again.status_code == client.get(setup_link).status_code == 410
    assert Agent.objects.count() == 1


def test_the_link_opens_for_a_day(client, setup_link):
    SetUpLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(setup_link).status_code == client.post(setup_link, ADA).status_code == 410
    assert not Agent.objects.exists()


def test_another_first_admins_link_closes_with_the_first_admin(client, setup_link):
    out = StringIO()
    call_command("setup_link", stdout=out)
    client.post(setup_link, ADA)
    assert client.get(link_of(out.getvalue())).status_code == 410


def test_a_guessed_link_is_gone(client, db):
    assert client.get(reverse("team:welcome", args=["guess"])).status_code == 410


def test_the_database_does_not_know_the_link(setup_link):
    token = setup_link.split("/")[2]
    link = SetUpLink.objects.get()
    assert token not in repr(vars(link))


@pytest.mark.parametrize("weak", ["short", "password1234", "ada@example.org", ""])
def test_a_weak_password_is_refused_and_the_link_still_opens(client, setup_link, weak):
    refused = client.post(setup_link, {**ADA, "password": weak})
    assert refused.status_code == 422
    assert refused.context["form"].errors["password"]
    assert client.post(setup_link, ADA).status_code == 302


def test_the_first_admins_link_is_no_way_into_a_colleagues_account(client, setup_link, bruno):
    refused = client.post(setup_link, {**ADA, "email": bruno.email})
    assert refused.status_code == 422
    bruno.refresh_from_db()
    assert bruno.role == Role.AGENT and bruno.check_password(PASSWORD)
