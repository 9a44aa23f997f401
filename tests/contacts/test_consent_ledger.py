"""The ledger of consent: only added to, and what holds is what it says."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from contacts import consent
from contacts.consent import ledger, queries
from contacts.models import ConsentEvent, ConsentState, Contact, Mark

pytestmark = pytest.mark.django_db(transaction=True)
NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=3)
YES, NO = True, False


def said(contact, is_given, minutes=0, *, source="word", purpose="marketing", **more):
    return consent.Said(
        contact=contact.pk,
        purpose=purpose,
        is_given=is_given,
        at=NOON + timedelta(minutes=minutes),
        source=source,
        **more,
    )


def allows(contact, purpose="marketing"):
    held = consent.state(contact).get(purpose)
    return held.is_given if held else None


def from_the_ledger(contact, purpose):
    """What holds, worked out anew from all that was ever said."""
    events = list(contact.consent_events.filter(purpose=purpose))
    if any(not event.is_given for event in events):
        events = [event for event in events if not (event.is_given and event.source == "import")]
    newest = max(events, key=lambda event: (event.at, not event.is_given, -event.pk), default=None)
    return newest and (newest.is_given, newest.at)


def test_the_newest_word_holds_in_whatever_order_they_arrive(db):
    words = [(YES, 0, "agent"), (NO, 10, "word"), (YES, 20, "whatsapp"), (NO, 30, "refusal"), (YES, 25, "import")]
    for order in permutations(words):
        ana = Contact.objects.create()
        for is_given, minutes, source in order:
            consent.record([said(ana, is_given, minutes, source=source)])
            held = ConsentState.objects.filter(contact=ana, purpose="marketing").values_list("is_given", "since")
            assert held.first() == from_the_ledger(ana, "marketing")
        assert allows(ana) is NO


def test_one_statement_with_many_words_derives_what_holds(contact):
    consent.record([said(contact, YES, 5), said(contact, NO, 3), said(contact, NO, 1, purpose="service")])
    assert (allows(contact), allows(contact, "service"), allows(contact, "surveys")) == (YES, NO, None)


def test_in_the_same_second_the_no_holds(contact):
    consent.record([said(contact, NO, source="word"), said(contact, YES, source="agent")])
    assert allows(contact) is NO


def test_what_is_said_twice_is_written_once(contact):
    for _again in range(2):
        consent.record([said(contact, NO)])
    assert contact.consent_events.count() == 1


def test_an_import_turns_no_no_into_a_yes_and_says_so(contact):
    assert consent.record([said(contact, YES, source="import")]) == []
    assert allows(contact) is YES
    consent.record([said(contact, NO, 5)])
    (refused,) = consent.record([said(contact, YES, 60, source="import")])
    assert (refused.code, refused.said.contact) == ("opted_out", contact.pk)
    assert "no themselves" in refused.reason
    assert (allows(contact), contact.consent_events.count()) == (NO, 2)


def test_a_no_that_was_under_way_while_an_import_ran_still_holds(contact):
    consent.record([said(contact, YES, 60, source="import")])
    consent.record([said(contact, NO, 30)])
    assert allows(contact) is NO


def test_their_own_yes_or_one_that_an_agent_heard_holds_again(contact, bruno):
    consent.record([said(contact, NO)])
    consent.record([said(contact, YES, 5, source="agent", by=bruno.pk, wording="Yes, send me offers")])
    assert allows(contact) is YES


def test_nobody_says_yes_in_the_future(contact):
    future = consent.Said(
        contact=contact.pk, purpose="marketing", is_given=YES, at=timezone.now() + timedelta(hours=1), source="agent"
    )
    assert [one.code for one in consent.record([future])] == ["future"]
    assert allows(contact) is None


def test_the_database_lets_nobody_change_or_remove_what_was_said(contact):
    consent.record([said(contact, NO, wording="STOP")])
    events = ConsentEvent.objects.all()
    for attempt in (
        lambda: events.update(is_given=True),
        lambda: events.update(wording="please go on"),
        lambda: events.delete(),
        lambda: contact.delete(),
    ):
        with pytest.raises(ProgrammingError, match="only added to"):
            attempt()
    assert (allows(contact), events.get().wording) == (NO, "STOP")


def test_who_is_erased_takes_the_ledger_along(contact):
    consent.record([said(contact, NO)])
    with transaction.atomic(), ledger.opened():
        contact.delete()
    assert not ConsentEvent.objects.exists() and not ConsentState.objects.exists()
    other = Contact.objects.create()
    consent.record([said(other, NO)])
    with pytest.raises(ProgrammingError, match="only added to"):
        other.delete()


def test_nobody_is_removed_in_passing_even_if_nothing_was_said(contact):
    with pytest.raises(ProgrammingError, match="only where the ledger of consent is opened"), transaction.atomic():
        contact.delete()
    with ledger.opened():
        contact.delete()
    assert not Contact.objects.exists()


def test_an_agent_who_leaves_is_forgotten_and_the_word_stays(contact, bruno):
    consent.record([said(contact, YES, source="agent", by=bruno.pk)])
    bruno.delete()
    assert contact.consent_events.get().by is None


def test_two_who_are_one_person_have_said_what_either_said(contact):
    other = Contact.objects.create()
    consent.record([said(contact, YES, 0), said(other, NO, 5), said(other, YES, 0), said(other, NO, purpose="service")])
    ledger.move(drop=other.pk, keep=contact.pk)
    assert (allows(contact), allows(contact, "service")) == (NO, NO)
    assert contact.consent_events.count() == 3
    assert not other.consent_events.exists() and not other.consent_states.exists()


def test_audiences_are_chosen_by_what_holds(contact):
    yes, minor, silent = (Contact.objects.create(name=name) for name in ("Yes", "Minor", "Silent"))
    consent.record([said(contact, NO), said(yes, YES), said(minor, YES), said(minor, YES, purpose="service")])
    Mark.objects.create(contact=minor, kind=Mark.Kind.MINOR, reason="says she is 15")

    def among(which):
        return set(Contact.objects.filter(which))

    assert among(queries.with_consent("marketing")) == {yes, minor}
    assert among(queries.opted_out("marketing")) == {contact}
    assert among(queries.may_be_sent("marketing")) == {yes}
    assert among(queries.may_be_sent("service")) == {minor}
    assert silent not in among(queries.with_consent("marketing") | queries.opted_out("marketing"))
