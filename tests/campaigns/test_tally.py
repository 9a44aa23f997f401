"""The sums of a campaign are kept by the database, whoever moves its people."""

import pytest
from django.utils import timezone

from campaigns import tallying
from campaigns.models import Recipient
from contacts.consent.ledger import opened
from contacts.models import Contact

pytestmark = pytest.mark.django_db
State = Recipient.State


def test_the_sums_follow_whatever_happens_to_people(campaign):
    people = Contact.objects.bulk_create(Contact(name=f"Person {n}") for n in range(6))
    now = timezone.now()
    Recipient.objects.bulk_create(Recipient(campaign=campaign, contact=one, due_at=now) for one in people)
    sent = Recipient.objects.filter(contact__in=people[:3])
    sent.update(state=State.SENT, begun_at=now, sent_at=now)
    sent.filter(contact=people[0]).update(state=State.READ, read_at=now, delivered_at=now)
    Recipient.objects.filter(contact=people[5]).update(state=State.SKIPPED, rule="opted_out")

    found = tallying.sums(campaign)
    assert found.states == {State.PENDING: 2, State.SENT: 2, State.READ: 1, State.SKIPPED: 1}
    assert found.rules == {"opted_out": 1}
    assert found.facts["begun"] == 3 and found.facts["read"] == 1 and found.facts["replied"] == 0
    assert (found.people, found.waiting, found.sent, found.skipped) == (6, 2, 3, 1)

    tallying.put_together()
    assert tallying.sums(campaign) == found


def test_an_erased_person_stays_counted_and_leads_to_nobody(campaign):
    ana = Contact.objects.create(name="Ana")
    row = Recipient.objects.create(campaign=campaign, contact=ana, due_at=timezone.now(), state=State.SENT)
    with opened():
        ana.delete()
    row.refresh_from_db()
    assert row.contact is None and tallying.sums(campaign).sent == 1


def test_a_campaign_that_is_thrown_away_leaves_no_sums(campaign):
    Recipient.objects.create(
        campaign=campaign, contact=Contact.objects.create(), due_at=timezone.now(), state=State.SENT
    )
    pk = campaign.pk
    campaign.delete()
    tallying.put_together()
    assert tallying.sums(pk).people == 0
