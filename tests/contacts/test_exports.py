"""People are taken along as a table: those who were asked for, as text that nothing runs, by those who may."""

import csv
import io

import openpyxl
import pytest

from contacts import exports
from contacts.models import ConsentEvent, Contact, Field, Group, Identity, Label
from nxtchat.team.roles import Role


@pytest.fixture
def as_mara(client, agent_of):
    client.force_login(agent_of("Mara Lind", Role.MARKETER))
    return client


@pytest.fixture
def people(db):
    plan = Field.objects.create(name="Plan", key="plan", kind=Field.Kind.TEXT)
    ana = Contact.objects.create(name="=cmd|' /C calc'!A0", language="pt_BR", fields={plan.slot: "@gold"})
    Identity.objects.create(contact=ana, kind="wa_id", value="5531988887777")
    Identity.objects.create(contact=ana, kind="external", value="-C7")
    ana.labels.add(Label.objects.create(name="+vip"))
    ana.groups.add(Group.objects.create(name="Spring"))
    at = ana.created_at
    ConsentEvent.objects.create(contact=ana, is_given=True, at=at, source="agent")
    caio = Contact.objects.create(name="Caio Prado", profile_name="\x0bcaio <3 & co")
    Identity.objects.create(contact=caio, kind="phone", value="5521999990000")
    return ana, caio


def downloaded(answer) -> list[list[str]]:
    content = b"".join(answer.streaming_content)
    if "csv" in answer["Content-Type"]:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_everybody_is_a_row_of_text_and_no_cell_can_run(as_mara, people, kind):
    answer = as_mara.get(f"/contacts/export.{kind}")
    assert answer["Content-Disposition"] == f'attachment; filename="contacts.{kind}"'
    headers, ana, caio = downloaded(answer)
    said = dict(zip(headers, ana, strict=True))
    assert said["name"] == "'=cmd|' /C calc'!A0" and said["phone"] == "'+5531988887777"
    assert (said["id"], said["labels"], said["Plan"]) == ("'-C7", "'+vip", "'@gold")
    assert (said["groups"], said["marketing"], said["language"]) == ("Spring", "yes", "pt_BR")
    assert dict(zip(headers, caio, strict=True))["phone"] == "'+5521999990000"
    assert all(isinstance(cell, str) and not cell.startswith(("=", "+", "-", "@")) for cell in ana + caio)


def test_only_those_who_were_asked_for(as_mara, people):
    assert [row[0] for row in downloaded(as_mara.get("/contacts/export.csv?q=caio"))] == ["name", "Caio Prado"]
    assert len(downloaded(as_mara.get("/contacts/export.csv?q=nobody"))) == 1


def test_only_by_those_who_may_and_only_whom_they_see(client, as_mara, bruno, chitra, conversation, contact, people):
    names = [row[1] for row in downloaded(as_mara.get("/contacts/export.csv"))]
    assert "Ana Souza" not in names  # her number is another team's
    client.force_login(bruno)
    assert client.get("/contacts/export.csv").status_code == 404
    assert "export.csv" not in client.get("/contacts/").text


def test_no_other_kind_of_table(as_mara):
    assert as_mara.get("/contacts/export.pdf").status_code == 404
    assert as_mara.get("/contacts/export.csv").status_code == 200


def test_what_was_taken_along_is_on_record(as_mara, people, caplog):
    with caplog.at_level("INFO"):
        downloaded(as_mara.get("/contacts/export.csv"))
    told = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    [done] = [event for event in told if event["event"] == "contacts.exported"]
    assert done["people"] == 2 and "Caio" not in caplog.text


def test_many_are_read_in_parts(as_mara, people, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    assert len(downloaded(as_mara.get("/contacts/export.csv"))) == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_taken_along_can_be_brought_again(as_mara, people, kind):
    from tests.contacts.imports.conftest import Mara

    mara = Mara(as_mara)
    content = b"".join(as_mara.get(f"/contacts/export.{kind}").streaming_content)
    kept = mara.checks(content, name=f"contacts.{kind}", has_consent="no")
    assert kept.counts == {"changed": 1, "same": 1}  # the sign before what could run is part of a name now
    assert Identity.objects.count() == 3
