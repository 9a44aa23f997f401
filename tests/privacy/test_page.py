"""What everybody may read about their data here, and what the operator can list."""

import json

import pytest
from django.core.management import call_command

from nxtchat.privacy_map import Category, load
from privacy import inventory, policy


@pytest.fixture(autouse=True)
def operator(settings):
    settings.OPERATOR_NAME = "Lucky Shrub"
    settings.OPERATOR_EMAIL = "privacy@luckyshrub.example"


def test_a_stranger_reads_it_without_signing_in(client, db):
    answer = client.get("/privacy/")
    assert answer.status_code == 200
    assert "Lucky Shrub" in answer.text
    assert "mailto:privacy@luckyshrub.example" in answer.text


def test_an_operator_without_a_name_is_said_plainly(client, db, settings):
    settings.OPERATOR_NAME = settings.OPERATOR_EMAIL = ""
    page = client.get("/privacy/").text
    assert "The operator of this installation has not yet given their name." in page
    assert "mailto:" not in page


def test_reading_it_runs_no_script_and_leaves_no_cookie(client, db):
    answer = client.get("/privacy/")
    assert "<script" not in answer.text
    assert not answer.cookies


def test_it_can_only_be_read(client, db):
    assert client.post("/privacy/").status_code == 405


def test_it_names_every_kind_of_data_that_the_map_knows(client, db):
    page = client.get("/privacy/").text
    kinds = inventory.kept("contact") + inventory.kept("agent")
    assert {Category.MESSAGES, Category.CONTACT, Category.SIGN_IN} <= set(kinds)
    for kind in kinds:
        assert str(kind.label) in page


def test_every_kind_about_anybody_is_explained(db):
    for person in ("contact", "agent"):
        assert [told.text for told in policy.told(person)]


def test_it_speaks_the_readers_language_direction(client, db):
    assert 'dir="rtl"' in client.get("/privacy/", headers={"Accept-Language": "ar"}).text
    assert 'dir="ltr"' in client.get("/privacy/", headers={"Accept-Language": "es"}).text


def test_the_inventory_lists_every_column(capsys):
    call_command("privacy_inventory", json=True)
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) == sum(len(fields) for fields in load().values())
    text = next(line for line in listed if (line["table"], line["column"]) == ("inbox.Message", "text"))
    assert text == {
        "table": "inbox.Message",
        "column": "text",
        "personal": True,
        "category": "messages",
        "subject": "conversation__contact",
        "export": "portable",
        "erase": "row",
        "why": "",
    }


def test_the_inventory_can_leave_out_what_is_not_personal(capsys):
    call_command("privacy_inventory", json=True, personal=True)
    assert all(line["personal"] for line in json.loads(capsys.readouterr().out))


def test_the_inventory_is_readable_too(capsys):
    call_command("privacy_inventory")
    assert "inbox.Message.text" in capsys.readouterr().out
