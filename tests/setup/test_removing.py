"""A number that was entered by mistake goes again."""

import pytest

from nxtchat.whatsapp.models import Account, Number


@pytest.fixture(autouse=True)
def nobody_answers(settings):
    settings.GRAPH_URL = "http://127.0.0.1:9"


@pytest.fixture
def admin(client, ada):
    client.force_login(ada)
    return client


def remove(client, number):
    return client.post(f"/setup/numbers/{number.pk}/removal/", follow=True)


def test_an_admin_removes_a_number_and_its_account_goes_with_it(admin, number):
    assert "Yes, remove this number" in admin.get(f"/setup/numbers/{number.pk}/").text
    assert f"The number \u2066{number.display_phone}\u2069 is removed." in remove(admin, number).text
    assert not Number.objects.exists()
    assert not Account.objects.exists()


def test_the_account_stays_for_its_other_number(admin, number):
    other = Number.objects.create(account=number.account, phone_number_id="206540352242922", display_phone="+1 555")
    remove(admin, number)
    assert Number.objects.get() == other
    assert Account.objects.get() == number.account


def test_a_number_with_a_conversation_stays(admin, number, conversation):
    answer = remove(admin, number)
    assert answer.status_code == 409
    assert "This number has conversations or campaigns, so it stays." in answer.text
    assert Number.objects.get() == number


def test_an_agent_removes_nothing_and_looking_does_not_either(client, bruno, ada, number):
    client.force_login(bruno)
    assert remove(client, number).status_code == 404
    client.force_login(ada)
    assert client.get(f"/setup/numbers/{number.pk}/removal/").status_code == 405
    assert Number.objects.exists()
