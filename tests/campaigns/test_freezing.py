"""Whoever is in the audience when it starts has one row, and who is left out has the reason."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import freezing, services, tallying
from campaigns.drafting.audience import counted
from campaigns.models import Campaign, Recipient, Variant
from contacts import consent
from contacts.consent.standing import standings
from contacts.consent.standing_sql import why_not
from contacts.models import Contact, Group, Identity, Label, Mark, Purpose
from tests.campaigns.crowd import VALUES, named, people, start

pytestmark = pytest.mark.django_db
State, Rule = Recipient.State, Recipient.Rule


@pytest.fixture(autouse=True)
def offers(template):
    template.category = "MARKETING"
    template.save()


def states(campaign):
    return Counter(Recipient.objects.filter(campaign=campaign).values_list("state", "rule"))


def test_everybody_of_several_parts_has_one_row(campaign, mara):
    label, group = Label.objects.create(name="Gold"), Group.objects.create(name="May")
    both = people(3, label=label)
    group.members.add(*both[:2], *people(2))
    campaign.audience = {"labels": [label.pk], "groups": [group.pk]}
    campaign.save()
    start(campaign, by=mara)
    assert states(campaign) == {(State.PENDING, ""): 5}
    assert campaign.doubles == 2 and campaign.frozen_at


def test_who_is_left_out_is_told_apart_as_on_the_page(campaign, mara):
    """Who is being erased is in no list of people any more, so they are not in the audience either."""
    fine, stop, blocked, minor, unreachable = people(5)
    silent, erased = people(2, agreed=False)
    said = consent.Said(contact=stop.pk, purpose=Purpose.MARKETING, is_given=False, at=timezone.now(), source="word")
    consent.record([said])
    for who, kind in ((blocked, "blocked"), (minor, "minor"), (erased, "erased")):
        Mark.objects.create(contact=who, kind=kind)
    Identity.objects.filter(contact=unreachable).delete()
    named(campaign, [fine, stop, blocked, minor, unreachable, silent, erased])
    told = {Rule.OPTED_OUT: 1, Rule.BLOCKED: 1, Rule.NO_CONSENT: 2, Rule.NUMBER_UNAVAILABLE: 1}
    forecast = counted(campaign)
    assert (forecast.going, {rule: many for rule, _words, many in forecast.left_out}) == (1, told)

    start(campaign, by=mara)
    assert states(campaign) == {(State.PENDING, ""): 1, **{(State.SKIPPED, rule): n for rule, n in told.items()}}
    assert tallying.sums(campaign).rules == told


def test_two_contacts_with_one_phone_get_it_once(campaign, mara):
    [known] = people(1, first=5511900000007)
    [double] = people(1, first=5511900000008)
    Identity.objects.filter(contact=double).update(kind="phone", value="5511900000007")
    start(named(campaign, [double, known]), by=mara)
    assert Recipient.objects.get(contact=known).state == State.PENDING
    assert Recipient.objects.get(contact=double).rule == Rule.DUPLICATE


def test_a_worker_that_dies_is_followed_by_one_that_goes_on(campaign, mara, monkeypatch):
    monkeypatch.setattr(freezing, "BATCH", 3)
    named(campaign, people(8))
    services.start(campaign=campaign, by=mara)
    freezing.freeze(campaign.pk, budget=0)
    freezing._step(campaign.pk)
    freezing._step(campaign.pk)
    assert Recipient.objects.filter(campaign=campaign).count() == 6
    freezing.freeze(campaign.pk)
    assert states(campaign) == {(State.PENDING, ""): 8}


def test_a_paused_campaign_writes_nobody_down(campaign, mara):
    named(campaign, people(2))
    services.start(campaign=campaign, by=mara)
    services.pause(campaign=campaign, by=mara)
    freezing.freeze(campaign.pk)
    assert not states(campaign)


def test_some_get_nothing_and_some_get_other_words(campaign, mara, template):
    Variant.objects.create(campaign=campaign, place=1, template=template, values=VALUES, percent=50)
    Campaign.objects.update(hold_out=20)
    campaign.refresh_from_db()
    start(named(campaign, people(300)), by=mara)
    found = states(campaign)
    assert 30 <= found[State.SKIPPED, Rule.HOLD_OUT] <= 90
    drawn = Counter(Recipient.objects.filter(state=State.PENDING).values_list("variant", flat=True))
    assert drawn[0] > 60 and drawn[1] > 60


@pytest.mark.parametrize("category", ["MARKETING", "UTILITY", "AUTHENTICATION"])
def test_postgres_decides_as_the_gate_does(category, db):
    """Every combination of a mark and of what was said, by both forms of the rule."""
    everybody = []
    for mark in (None, *Mark.Kind.values):
        for said in (None, True, False):
            who = Contact.objects.create()
            everybody.append(who.pk)
            if mark:
                Mark.objects.create(contact=who, kind=mark)
            if said is not None:
                at = timezone.now()
                consent.record(
                    [
                        consent.Said(contact=who.pk, purpose=p, is_given=said, at=at, source="agent")
                        for p in Purpose.values
                    ]
                )
    asked = Contact.objects.filter(pk__in=everybody).extra(
        select={"why": why_not(category, contact="contacts_contact.id")}
    )
    by_postgres = {one.pk: one.why for one in asked}
    for pk, one in standings(everybody).items():
        refusal = one.why_never() or one.why_not_for(category)
        assert by_postgres[pk] == (refusal[0] if refusal else ""), one


def test_each_country_gets_it_at_the_same_hour_of_its_own(campaign, mara):
    at = (timezone.now() + timedelta(days=3)).replace(hour=12, minute=0, second=0, microsecond=0)
    Campaign.objects.update(starts_at=at, in_their_zone=True)
    campaign.refresh_from_db()
    here, there = people(2)
    Contact.objects.filter(pk=here.pk).update(country="GH")  # on UTC all year, as the campaign is
    Contact.objects.filter(pk=there.pk).update(country="IN")  # five and a half hours ahead
    start(named(campaign, [here, there]), by=mara)
    due = dict(Recipient.objects.values_list("contact", "due_at"))
    assert due == {here.pk: at, there.pk: at - timedelta(hours=5, minutes=30)}
