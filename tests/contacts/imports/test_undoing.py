"""An import is taken back: the tables are as before, apart from what has happened since."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from contacts import services
from contacts.fields.defining import define
from contacts.models import ConsentEvent, Contact, ContactKey, Field, Group, Identity, Import, Label
from inbox.models import Conversation

TABLES = ("contact", "identity", "label", "contact_labels", "group", "group_members", "consentevent", "consentstate")
ROWS = """name,phone,tags,language,group,birthday,plan
Ana Maria,+5511987654321,vip,pt,Spring,1990-05-01,gold
Caio,+5521999990000,"vip,new",pt,"Spring, Fair",1991-12-24,gold
"""


@pytest.fixture
def fields(db) -> dict[str, Field]:
    return {
        "birthday": define(name="Birthday", kind=Field.Kind.DATE),
        "plan": define(name="Plan", kind=Field.Kind.CHOICE, choices=["gold", "silver"]),
    }


def everything() -> dict[str, list]:
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM contacts_{table} t ORDER BY id")
            found[table] = cursor.fetchall()
    return found


@pytest.mark.parametrize("doubles", ["skip", "fill", "overwrite"])
def test_undone_everything_is_as_before(mara, contact, fields, doubles):
    contact.labels.add(Label.objects.create(name="old"))
    contact.groups.add(Group.objects.create(name="Fair"))
    Contact.objects.update(fields={fields["plan"].slot: "silver"})
    before = everything()
    mara.imports(ROWS, doubles=doubles)
    assert everything() != before
    kept = mara.undoes()
    assert kept.state == "undone" and kept.undone == {"removed": 1, "restored": 1}
    assert everything() == before


def test_fields_and_groups_come_from_the_file(mara, contact, fields):
    Contact.objects.update(fields={fields["plan"].slot: "silver"})
    kept = mara.checks(f"{ROWS}Eva,+5531988887777,,,,someday,gold\nUwe,+5531988887778,,,,,bronze\n")
    assert kept.columns[4:] == ["groups", f"field:{fields['birthday'].slot}", f"field:{fields['plan'].slot}"]
    assert set(kept.rows.filter(outcome="refused").values_list("why", flat=True)) == {"not_a_date", "not_a_choice"}
    page = mara.client.get(mara.url("check"), {"doubles": "overwrite"}).text
    assert "<del><bdi>silver</bdi></del>" in page and "<ins><bdi>gold</bdi></ins>" in page
    mara.runs("fill")
    born, plan = fields["birthday"].slot, fields["plan"].slot
    said = dict(Contact.objects.values_list("name", "fields"))
    assert said["Caio"] == {born: "1991-12-24", plan: "gold"}
    assert said["Ana Maria"] == {born: "1990-05-01", plan: "silver"}
    assert set(Group.objects.values_list("name", "members__name")) == {
        ("Spring", "Ana Maria"),
        ("Spring", "Caio"),
        ("Fair", "Caio"),
    }


def test_undone_in_many_batches(mara, monkeypatch):
    monkeypatch.setattr("contacts.imports.working.BATCH", 7)
    before = everything()
    kept = mara.imports("name,phone\n" + "".join(f"P{i},+55119{i:08}\n" for i in range(50)))
    assert kept.counts == {"new": 50} and Contact.objects.count() == 50
    assert mara.undoes().undone == {"removed": 50}
    assert everything() == before


def wrote(contact, number):
    Conversation.objects.create(number=number, contact=contact, peer=contact.identities.get())


def was_renamed(contact, number):
    services.rename(contact=contact, name="Somebody else")


def was_labelled(contact, number):
    contact.labels.add(Label.objects.create(name="by hand"))


def said_stop(contact, number):
    ConsentEvent.objects.create(contact=contact, is_given=False, at=timezone.now(), source="whatsapp")


def was_seen(contact, number):
    Identity.objects.create(contact=contact, kind="wa_id", value="5521999990000")


def sent_a_file(contact, number):
    ContactKey.objects.create(contact=contact, secret="x")


SINCE = [wrote, was_renamed, was_labelled, said_stop, was_seen, sent_a_file]


@pytest.mark.parametrize("happened", SINCE)
def test_whoever_something_happened_with_stays_and_is_told(mara, number, happened):
    mara.imports("name,phone\nAna,+5511987654321\nCaio,+5521999990000\n")
    caio = Contact.objects.get(name="Caio")
    happened(caio, number)
    kept = mara.undoes()
    assert kept.undone == {"removed": 1, "kept": 1}
    assert list(Contact.objects.values_list("pk", flat=True)) == [caio.pk]
    assert caio.consent_events.filter(source="import").exists()  # he is still on file, and so is what he agreed to
    assert f"/contacts/{caio.pk}/" in mara.client.get(mara.url("result")).text


def test_what_somebody_changed_since_stays_as_they_changed_it(mara, contact):
    mara.imports(ROWS, doubles="overwrite")
    contact.refresh_from_db()
    services.rename(contact=contact, name="By hand")
    assert mara.undoes().undone == {"removed": 1, "partly": 1}
    contact.refresh_from_db()
    assert (contact.name, contact.language) == ("By hand", "")


def test_after_a_day_it_cannot_be_undone_and_nothing_of_the_file_stays(mara, own_files, tmp_path):
    from contacts.imports import tidying

    mara.imports(ROWS)
    assert any((tmp_path / "imports").iterdir())
    tidying.tidy()
    assert mara.last.path  # not yet
    Import.objects.update(finished_at=timezone.now() - Import.UNDO_FOR - timedelta(minutes=1))
    assert mara.undoes().state == "done"
    assert "Undo this import" not in mara.client.get(mara.url("result")).text
    tidying.tidy()
    kept = mara.last
    assert (kept.path, kept.key, kept.rows.count(), kept.changes.count()) == ("", "", 0, 0)
    assert not any((tmp_path / "imports").iterdir())
    assert Contact.objects.count() == 2


def test_a_file_that_nobody_goes_on_with_is_forgotten(mara, tmp_path):
    from contacts.imports import tidying

    mara.checks(ROWS)
    Import.objects.update(created_at=timezone.now() - Import.DRAFT_FOR - timedelta(minutes=1))
    tidying.tidy()
    assert not any((tmp_path / "imports").iterdir())
    assert mara.client.get(mara.url("check")).status_code == 200


def test_giving_up_deletes_the_file_at_once(mara, tmp_path, django_capture_on_commit_callbacks):
    mara.checks(ROWS)
    with django_capture_on_commit_callbacks(execute=True):
        mara.client.post(mara.url("removal"))
    assert not Import.objects.exists() and not any((tmp_path / "imports").iterdir())


def test_what_was_imported_cannot_be_given_up(mara):
    mara.imports(ROWS)
    assert mara.client.post(mara.url("removal")).url == mara.url("result")
    assert Import.objects.exists()
