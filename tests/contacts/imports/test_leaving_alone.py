"""An import never clears a stop, in any spelling, and brings back nobody who was erased."""

import pytest
from django.utils import timezone

from contacts import above
from contacts.consent import ledger
from contacts.models import ConsentEvent, Contact, Identity

SPELLINGS = {
    "5511987654321": ["+55 11 98765-4321", "(11) 98765-4321", "011 98765-4321", "+55 11 8765-4321", "11 8765 4321"],
    "551187654321": ["+55 11 98765-4321", "11 98765-4321", "5511987654321"],
    "5215512345678": ["+52 55 1234 5678", "+52 1 55 1234 5678", "00525512345678"],
    "525512345678": ["+52 1 55 1234 5678"],
    "5491123456789": ["+54 11 2345-6789", "+54 9 11 2345-6789", "+54 11 15 2345 6789"],
    "541123456789": ["+54 9 11 2345-6789"],
}


@pytest.fixture
def somebody(db):
    """Somebody on file with this number, who said stop after they had agreed."""

    def make(wa_id: str, kind: str = "wa_id") -> Contact:
        contact = Contact.objects.create(name="Ana")
        Identity.objects.create(contact=contact, kind=kind, value=wa_id)
        for is_given in (True, False):
            ConsentEvent.objects.create(contact=contact, is_given=is_given, at=timezone.now(), source="whatsapp")
        return contact

    return make


@pytest.mark.parametrize("kind", ["wa_id", "phone"])
@pytest.mark.parametrize(("on_file", "typed"), [(key, each) for key, all_ in SPELLINGS.items() for each in all_])
def test_whoever_said_stop_is_skipped_in_every_spelling(mara, in_brazil, somebody, on_file, typed, kind):
    ana = somebody(on_file, kind)
    kept = mara.imports(f"name,phone,tags\nNew name,{typed},vip\nCaio,+5521999990000,vip\n", doubles="overwrite")
    assert kept.counts == {"skipped": 1, "new": 1}
    assert kept.rows.get().why == "opted_out"
    ana.refresh_from_db()
    assert (ana.name, ana.labels.count(), ana.identities.count()) == ("Ana", 0, 1)
    assert [event.is_given for event in ana.consent_events.all()] == [False, True]
    assert Contact.objects.count() == 2
    assert "They asked not to be written to" in mara.client.get(mara.url("result")).text


def test_the_same_person_without_a_stop_is_taken(mara, in_brazil, somebody):
    ana = somebody("5511987654321")
    with ledger.opened():
        ConsentEvent.objects.filter(is_given=False).delete()
    assert mara.imports("name,phone\nAnna,+551187654321\n", doubles="overwrite").counts == {"changed": 1}
    ana.refresh_from_db()
    assert ana.name == "Anna"


def test_a_stop_between_the_check_and_the_import_counts(mara, somebody):
    assert mara.checks("name,phone\nAna,+5511987654321\n").counts == {"new": 1}
    somebody("551187654321")
    kept = mara.runs("overwrite")
    assert kept.counts == {"skipped": 1} and kept.rows.get().why == "opted_out"


def test_a_stop_by_a_number_they_no_longer_have_counts(mara, somebody):
    ana = somebody("5511987654321")
    newer = Identity.objects.create(contact=ana, kind="wa_id", value="5511911112222")
    Identity.objects.filter(value="5511987654321").update(replaced_by=newer)
    assert mara.imports("name,phone\nAna,+5511987654321\n").counts == {"skipped": 1}


def test_a_stop_is_found_by_user_id_and_by_the_id_of_another_system(mara, somebody, number):
    ana = somebody("5511987654321")
    Identity.objects.create(contact=ana, kind="bsuid", value="BR.123", scope=number.account.identity_scope)
    Identity.objects.create(contact=ana, kind="external", value="C-7")
    kept = mara.imports("user id,phone,id\nBR.123,,\n,+5521999990000,C-7\nBR.124,,C-8\n")
    assert kept.counts == {"skipped": 2, "new": 1}


def test_somebody_who_was_erased_stays_gone(mara, in_brazil, monkeypatch):
    """There is no erasure yet; this stands for whoever keeps its fingerprints."""
    monkeypatch.setattr(above, "_erased", None)
    kept = {above.fingerprint("wa_id", "5511987654321"), above.fingerprint("external", "C-7")}
    above.remembers_erased(lambda prints: kept & set(prints))
    found = mara.imports("name,phone,id\nAna,11 8765-4321,\nX,+5521999990000,C-7\nCaio,+5521999990001,C-8\n")
    assert found.counts == {"skipped": 2, "new": 1}
    assert set(found.rows.values_list("why", flat=True)) == {"erased"}
    assert [contact.name for contact in Contact.objects.all()] == ["Caio"]


def test_consent_that_is_there_already_is_not_noted_again(mara):
    mara.imports("name,phone\nAna,+5511987654321\n")
    assert mara.imports("name,phone\nAna,+5511987654321\n").counts == {"same": 1}
    assert ConsentEvent.objects.count() == 1
