"""How many offers one person may get from us in so many days, all campaigns together."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from campaigns.models import Campaign, Recipient

REACHED = (*Recipient.SETTLED[:5], Recipient.State.UNKNOWN, Recipient.State.CLAIMED)


def capped(campaign: Campaign, contacts: Collection[int]) -> set[int]:
    """Those who had their share already."""
    if not campaign.cap_messages:
        return set()
    since = timezone.now() - timedelta(days=campaign.cap_days)
    theirs = Recipient.objects.filter(contact__in=contacts, begun_at__gt=since, state__in=REACHED)
    offers = theirs.exclude(campaign=campaign).filter(campaign__category="MARKETING")
    counted = offers.order_by().values("contact").annotate(times=Count("pk")).filter(times__gte=campaign.cap_messages)
    return set(counted.values_list("contact", flat=True))
