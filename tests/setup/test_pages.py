"""The set-up pages as different people see them."""

import pytest
from cryptography.fernet import Fernet

from nxtchat.whatsapp.client import Graph, GraphRefused
from nxtchat.whatsapp.models import Account, Number
from tests.setup.test_connecting import TYPED


@pytest.fixture(autouse=True)
def nobody_answers(settings):
    """What the pages show must not depend on WhatsApp being there."""
    settings.GRAPH_URL = "http://127.0.0.1:9"


@pytest.fixture
def admin(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def agent(client, bruno):
    client.force_login(bruno)
    return client


def test_the_first_page_invites_to_connect_a_number(admin, db):
    page = admin.get("/setup/").text
    assert "Connect your first number" in page
    assert 'name="app_secret"' in page


def test_an_admin_sees_how_each_number_is(admin, number):
    assert number.display_phone in admin.get("/setup/").text


def test_an_agent_neither_sees_the_numbers_of_other_teams_nor_connects_one(agent, number):
    answer = agent.get("/setup/")
    assert answer.status_code == 404
    assert number.display_phone not in answer.text
    assert agent.post("/setup/numbers/", TYPED).status_code == 404
    assert Number.objects.count() == 1


def test_an_admin_connects_a_number_and_lands_on_its_checks(admin):
    answer = admin.post("/setup/numbers/", TYPED)
    assert answer.status_code == 302
    assert answer["Location"] == f"/setup/numbers/{Number.objects.get().pk}/"


def test_a_mistake_is_said_at_its_field_and_secrets_are_not_sent_back(admin):
    answer = admin.post("/setup/numbers/", {**TYPED, "waba_id": "lucky"})
    assert answer.status_code == 422
    assert "This is a long number" in answer.text
    assert TYPED["app_id"] in answer.text
    assert TYPED["app_secret"] not in answer.text
    assert TYPED["token"] not in answer.text
    assert not Account.objects.exists()


def test_the_page_of_a_number_shows_no_secret_but_the_verify_token(admin, number):
    page = admin.get(f"/setup/numbers/{number.pk}/").text
    account = number.account
    assert account.token not in page
    assert account.app_secret not in page
    assert "••••" + account.token[-4:] in page
    assert account.verify_token in page
    assert "/webhooks/whatsapp/" in page


def test_whatsapp_being_silent_is_a_clear_result(admin, number):
    answer = admin.get(f"/setup/numbers/{number.pk}/")
    assert answer.status_code == 200
    assert "No usable answer came from http://127.0.0.1:9" in answer.text


@pytest.mark.parametrize("path", ["", "checks/worker/", "subscription/", "token/", "secret/", "previous-secret/"])
def test_an_agent_finds_nothing_behind_a_number(agent, number, path):
    url = f"/setup/numbers/{number.pk}/{path}"
    method = agent.get if path in {"", "checks/worker/"} else agent.post
    assert method(url).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, number):
    for path in ("/setup/", f"/setup/numbers/{number.pk}/"):
        assert client.get(path)["Location"].startswith("/sign-in/")


def test_a_line_that_does_not_exist_is_not_found(admin, number):
    assert admin.get(f"/setup/numbers/{number.pk}/checks/worker/").status_code == 200
    assert admin.get(f"/setup/numbers/{number.pk}/checks/weather/").status_code == 404


def test_the_token_is_replaced(admin, number):
    admin.post(f"/setup/numbers/{number.pk}/token/", {"token": "a-token-that-was-made-anew"})
    number.account.refresh_from_db()
    assert number.account.token == "a-token-that-was-made-anew"


def test_an_empty_token_replaces_nothing(admin, number):
    before = number.account.token
    assert admin.post(f"/setup/numbers/{number.pk}/token/", {"token": ""}).status_code == 422
    number.account.refresh_from_db()
    assert number.account.token == before


def test_the_app_secret_is_rotated_in_two_steps(admin, number):
    before = number.account.app_secret
    admin.post(f"/setup/numbers/{number.pk}/secret/", {"app_secret": "the-next-secret-of-the-app"})
    number.account.refresh_from_db()
    assert number.account.previous_app_secret == before
    assert "still accepted" in admin.get(f"/setup/numbers/{number.pk}/").text
    admin.post(f"/setup/numbers/{number.pk}/previous-secret/")
    number.account.refresh_from_db()
    assert number.account.previous_app_secret == ""


def test_subscribing_while_whatsapp_is_silent_says_so(admin, number):
    answer = admin.post(f"/setup/numbers/{number.pk}/subscription/", follow=True)
    assert "did not subscribe our app" in answer.text


@pytest.fixture
def lost(number, settings):
    """The installation was moved, and the key to its secrets was left behind."""
    settings.NXTCHAT_KEYS = [Fernet.generate_key().decode()]
    return number


LOST = "The keys kept here cannot be read. Enter the app secret and the token anew."


def test_lost_keys_are_said_and_entered_anew(admin, lost):
    here = f"/setup/numbers/{lost.pk}/"
    assert LOST in admin.get("/setup/").text
    assert LOST in admin.get(here).text
    admin.post(f"{here}token/", {"token": "a-token-that-was-made-anew"})
    admin.post(f"{here}secret/", {"app_secret": "the-next-secret-of-the-app"})
    assert LOST not in admin.get(here).text
    account = Account.objects.get()
    assert (account.token, account.app_secret) == ("a-token-that-was-made-anew", "the-next-secret-of-the-app")
    assert account.previous_app_secret == ""
    assert len(account.verify_token) >= 20


def test_keys_that_are_found_again_are_as_they_were(admin, number, settings):
    keys, token = settings.NXTCHAT_KEYS, number.account.token
    settings.NXTCHAT_KEYS = [Fernet.generate_key().decode()]
    account = Account.objects.get()
    assert account.token == ""
    account.save()
    settings.NXTCHAT_KEYS = keys
    assert Account.objects.get().token == token
    assert LOST not in admin.get("/setup/").text


def test_with_lost_keys_nothing_is_asked_of_whatsapp(lost):
    with pytest.raises(GraphRefused) as refusal:
        Graph(Account.objects.get()).debug_token()
    assert refusal.value.code == 190


TWICE = "This id was typed twice"


def test_three_ids_that_are_not_there_are_not_called_the_same(admin):
    answer = admin.post("/setup/numbers/", {**TYPED, "app_id": "", "waba_id": "", "phone_number_id": ""})
    assert answer.status_code == 422
    assert TWICE not in answer.text
    assert TWICE not in admin.post("/setup/numbers/", {**TYPED, "app_id": "?", "waba_id": "?"}).text
    assert TWICE in admin.post("/setup/numbers/", {**TYPED, "app_id": TYPED["waba_id"]}).text


@pytest.mark.parametrize("key", ["EAAé", "EAA🙂", "EAA\x01b"])
def test_a_key_that_cannot_be_one_is_refused_before_anybody_is_asked(admin, number, key):
    here = f"/setup/numbers/{number.pk}"
    for answer in (
        admin.post("/setup/numbers/", {**TYPED, "token": key}),
        admin.post(f"{here}/token/", {"token": key}),
        admin.post(f"{here}/secret/", {"app_secret": key}),
    ):
        assert answer.status_code == 422
        assert "There is a character in it that Meta never uses." in answer.text


KNOWN = "This number is connected already: replace its token or secret on its page."


def test_a_number_that_is_connected_is_not_connected_over(admin):
    admin.post("/setup/numbers/", TYPED)
    before, here = Account.objects.values().get(), f"/setup/numbers/{Number.objects.get().pk}/"
    answer = admin.post("/setup/numbers/", {**TYPED, "token": "EAA-by-mistake", "waba_id": "987654321012345"})
    assert answer.status_code == 422
    assert KNOWN in answer.text
    assert f'<a href="{here}">+1 555-078-3881</a></p>' in answer.text
    assert Account.objects.values().get() == before


def test_another_number_of_the_account_comes_in_with_the_keys_of_the_first(admin):
    admin.post("/setup/numbers/", TYPED)
    assert admin.post("/setup/numbers/", {**TYPED, "phone_number_id": "206540352242922"}).status_code == 302
    assert Number.objects.filter(account=Account.objects.get()).count() == 2


def test_another_number_does_not_bring_keys_that_nobody_has_seen_work(admin):
    admin.post("/setup/numbers/", TYPED)
    before = Account.objects.values().get()
    for wrong in ({"token": "EAA-by-mistake"}, {"app_secret": "by-mistake"}, {"app_id": "987654321012345"}):
        answer = admin.post("/setup/numbers/", {**TYPED, "phone_number_id": "206540352242922", **wrong})
        assert answer.status_code == 422
        assert "This business account is connected already, with other keys." in answer.text
        assert "No usable answer came from http://127.0.0.1:9" in answer.text
        assert Account.objects.values().get() == before
        assert Number.objects.count() == 1


def test_what_we_did_not_ask_is_not_shown_as_an_answer(admin, number):
    Account.objects.filter(pk=number.account_id).update(token="EAAé")
    page = admin.get(f"/setup/numbers/{number.pk}/").text
    assert "WhatsApp was not asked" in page
    assert "WhatsApp refused to answer" not in page
    answer = admin.post(f"/setup/numbers/{number.pk}/subscription/", follow=True)
    assert "WhatsApp was not asked" in answer.text
    assert "It said" not in answer.text
