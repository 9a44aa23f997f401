"""Many people who agreed to be written to, and a campaign for them."""

from datetime import timedelta

from django.utils import timezone

from campaigns import audience, freezing, services
from campaigns.models import Campaign
from contacts import consent
from contacts.models import Contact, Identity, Label, Purpose

VALUES = {"body_1": {"from": "first_name", "fallback": "você"}}
FIRST = 5_511_900_000_000


def people(count: int, *, agreed: bool = True, label: Label | None = None, first: int | None = None) -> list[Contact]:
    first = FIRST + Contact.objects.count() if first is None else first
    found = Contact.objects.bulk_create([Contact(name=f"Person{place} Silva") for place in range(count)])
    Identity.objects.bulk_create(
        [Identity(contact=who, kind="wa_id", value=str(first + place)) for place, who in enumerate(found)]
    )
    if label:
        Contact.labels.through.objects.bulk_create([Contact.labels.through(contact=who, label=label) for who in found])
    if agreed:
        at = timezone.now() - timedelta(days=1)
        consent.record(
            [
                consent.Said(contact=who.pk, purpose=Purpose.MARKETING, is_given=True, at=at, source="agent")
                for who in found
            ]
        )
    return found


def start(campaign: Campaign, *, by) -> Campaign:
    """Started, and its audience written down."""
    _fill(campaign)
    services.start(campaign=campaign, by=by)
    while freezing.freeze(campaign.pk):
        pass
    campaign.refresh_from_db()
    return campaign


def named(campaign: Campaign, found) -> Campaign:
    audience.name(campaign, [one.pk for one in found])
    _fill(campaign)
    return campaign


def _fill(campaign: Campaign) -> None:
    if not campaign.values:
        campaign.values = VALUES
        campaign.save(update_fields=["values"])
