"""A marketer brings a list of people, sees what would happen, and lets it happen."""

import pytest

from contacts.models import ConsentEvent, Contact, Identity, Import, Label
from nxtchat.team.roles import Role
from tests.contacts.imports.conftest import CONSENT

LIST = 'Name,Phone,Tags\nAna Souza,+55 11 98765-4321,vip\nCaio Prado,+55 21 99999-0000,"vip, new"\n'


def phones() -> dict[str, str]:
    return dict(Identity.objects.filter(kind="phone").values_list("value", "contact__name"))


def test_a_list_becomes_people_with_what_they_agreed_to(mara):
    kept = mara.checks(LIST)
    assert kept.state == "checked" and kept.counts == {"new": 2}
    assert not Contact.objects.exists()  # nothing is written before it is asked for
    kept = mara.runs()
    assert kept.state == "done" and kept.counts == {"new": 2}
    assert phones() == {"5511987654321": "Ana Souza", "5521999990000": "Caio Prado"}
    assert set(Label.objects.values_list("name", "contacts__name")) == {
        ("vip", "Ana Souza"),
        ("vip", "Caio Prado"),
        ("new", "Caio Prado"),
    }
    event = ConsentEvent.objects.get(contact__name="Ana Souza")
    assert (event.purpose, event.is_given, event.source) == ("marketing", True, "import")
    assert event.wording == CONSENT["wording"] and event.at.date().isoformat() == CONSENT["on"]


def test_without_consent_people_are_on_file_and_nothing_is_noted(mara):
    mara.imports(LIST, has_consent="no")
    assert Contact.objects.count() == 2
    assert not ConsentEvent.objects.exists()


def test_a_column_may_say_who_agreed(mara):
    mara.imports("name,phone,consent\nAna,+5511987654321,sim\nCaio,+5521999990000,no\nEva,+5531988887777,\n")
    assert [event.contact.name for event in ConsentEvent.objects.all()] == ["Ana"]
    assert Contact.objects.count() == 3


def test_the_question_of_consent_must_be_answered_and_what_was_typed_stays(mara):
    mara.bring(LIST)
    mara.maps()
    answer = mara.agrees(on="", how="At the till")
    assert answer.status_code == 422 and "Needed as a proof" in answer.text
    assert mara.last.state == "draft" and mara.last.consent_how == "At the till"
    assert mara.agrees(has_consent="").status_code == 422
    assert "At the till" not in mara.client.get(mara.url("consent")).text  # it was overwritten a line above
    assert mara.agrees().status_code == 302
    assert mara.last.state == "checking"


def test_going_back_keeps_what_was_typed(mara):
    mara.bring(LIST)
    answer = mara.client.post(mara.url("consent"), {"has_consent": "yes", "wording": "Half a sen", "to": "columns"})
    assert answer.url == mara.url("columns")
    assert "Half a sen" in mara.client.get(mara.url("consent")).text
    answer = mara.client.post(mara.url("columns"), {"column_0": "", "column_1": "number", "to": "file"})
    assert answer.url == mara.url("file") and mara.last.columns == ["", "number", ""]


def test_a_file_without_any_id_goes_no_further(mara):
    mara.bring(LIST)
    answer = mara.maps("name", "", "labels")
    assert answer.status_code == 422 and "which column holds the phone number" in answer.text
    assert mara.maps("name", "number", "labels").status_code == 302
    assert mara.maps("number", "number", "labels").status_code == 422


def test_the_next_file_with_the_same_columns_is_understood_as_the_last(mara):
    mara.imports("Who,Reach,Note\nAna,+5511987654321,x\n", "name", "number", "labels")
    mara.bring("who; reach ;NOTE\nCaio;+5521999990000;y\n")
    assert mara.last.columns == ["name", "number", "labels"]
    mara.bring("who,reach,other\nCaio,+5521999990000,y\n")
    assert mara.last.columns == ["", "number", ""]


LOCAL = "name,phone\nAna,(11) 98765-4321\nCaio,021 99999-0000\nEva,5531988887777\nUwe,+49 151 23456789\n"


def test_local_numbers_are_of_the_country_of_our_own(mara, in_brazil):
    mara.imports(LOCAL)
    assert mara.last.country == "BR"
    assert set(phones()) == {"5511987654321", "5521999990000", "5531988887777", "4915123456789"}


def test_the_country_can_be_another(mara, in_brazil):
    mara.bring("name,phone\nAna,612 345 678\n")
    mara.says(country="ES")
    mara.maps()
    mara.agrees()
    mara.waits()
    mara.runs()
    assert set(phones()) == {"34612345678"}


REFUSED = {
    "5.51198E+12": "Excel has shortened",
    "call me": "not a phone number",
    "+55 11 12": "Is a digit missing?",
    "+999 11 98765432": "No country has this code",
    "": "nobody knows who this is",
}


@pytest.mark.parametrize(("typed", "why"), REFUSED.items())
def test_a_row_that_names_nobody_is_refused_with_its_reason(mara, typed, why):
    kept = mara.checks(f"name,phone\nAna,+5511987654321\nX,{typed}\n")
    assert kept.counts == {"new": 1, "refused": 1}
    assert why in mara.client.get(mara.url("check")).text
    download = b"".join(mara.client.get(f"/contacts/imports/{kept.pk}/refused.csv").streaming_content).decode()
    assert download.splitlines()[0] == "\ufeffname,phone,why" and why in download
    mara.runs()
    assert Contact.objects.count() == 1


def test_a_refused_row_is_mended_in_place(mara):
    kept = mara.checks("name,phone\nAna,+5511987654321\nCaio,12\n")
    fix = f"/contacts/imports/{kept.pk}/check/rows/3/"
    answer = mara.client.post(fix, {"cell_0": "Caio", "cell_1": "+55 21 9"})
    assert answer.status_code == 422 and "Is a digit missing?" in answer.text
    assert mara.client.post(fix, {"cell_0": "Caio", "cell_1": "+55 21 99999-0000"}).status_code == 302
    assert mara.last.counts == {"new": 2, "refused": 0}
    assert mara.client.post(fix, {"cell_1": "+55 21 99999-0001"}).status_code == 404
    assert mara.runs().counts == {"new": 2}
    assert phones() == {"5511987654321": "Ana", "5521999990000": "Caio"}


def test_the_same_person_in_two_spellings_is_one(mara):
    kept = mara.imports("name,phone\nAna,+5511987654321\nAna S.,+551187654321\nCaio,+5521999990000\nX,+5521999990000\n")
    assert kept.counts == {"new": 2, "skipped": 2}
    assert list(kept.rows.values_list("line", "why")) == [(3, "doubled"), (5, "doubled")]
    assert phones() == {"5511987654321": "Ana", "5521999990000": "Caio"}


def test_ids_of_two_people_in_one_row_are_refused(mara, contact):
    other = Contact.objects.create(name="Caio")
    Identity.objects.create(contact=other, kind="external", value="C-7")
    kept = mara.imports("name,phone,id\nAna,+5511987654321,C-7\n", doubles="overwrite")
    assert kept.counts == {"refused": 1} and kept.rows.get().why == "two_people"
    assert mara.imports("name,phone,id\nAna,+5511987654321,C-8\n", doubles="overwrite").counts == {"changed": 1}
    assert contact.identities.filter(kind="external", value="C-8").exists()


CHOICES = {"skip": ("", "pt"), "fill": ("Ana Maria", "pt"), "overwrite": ("Ana Maria", "es")}


@pytest.mark.parametrize(("doubles", "after"), CHOICES.items())
def test_people_on_file_are_left_filled_in_or_overwritten(mara, contact, doubles, after):
    Contact.objects.update(language="pt")
    kept = mara.checks("name,phone,language\nAna Maria,+5511987654321,es\n", has_consent="no")
    assert kept.counts == {"changed": 1}
    page = mara.client.get(mara.url("check"), {"doubles": doubles}).text
    assert ("<ins><bdi>Ana Maria</bdi></ins>" in page) == (doubles != "skip")
    assert ("<ins><bdi>es</bdi></ins>" in page) == (doubles == "overwrite")
    mara.runs(doubles)
    contact.refresh_from_db()
    assert (contact.name, contact.language) == after


def test_an_empty_cell_overwrites_nothing(mara, contact):
    Contact.objects.update(name="Dona Ana")
    mara.imports("name,phone\n,+5511987654321\n", doubles="overwrite")
    contact.refresh_from_db()
    assert contact.name == "Dona Ana"


def test_only_those_who_may_import_get_in(client, bruno, agent_of, mara):
    mara.checks(LIST)
    client.force_login(bruno)
    for step in ("file", "columns", "consent", "check", "result"):
        assert client.get(mara.url(step)).status_code == 404
    client.force_login(agent_of("Otto Other", Role.MARKETER))
    assert client.get(mara.url("check")).status_code == 404  # what somebody else brought
    assert client.post(mara.url("run")).status_code == 404
    assert "people.csv" not in client.get("/contacts/imports/").text
    assert Import.objects.get().state == "checked"


def test_people_of_another_team_are_left_alone(client, chitra, agent_of, mara, conversation, contact):
    """Nobody has given Mara that number."""
    kept = mara.imports("name,phone\nAnastasia,+5511987654321\n", doubles="overwrite")
    assert kept.counts == {"skipped": 1} and kept.rows.get().why == "not_yours"
    contact.refresh_from_db()
    assert contact.name == ""
