"""Those who wait when a campaign ends get nothing: in batches, and without waiting for whoever holds a row."""

from django.db import connection, transaction
from django.db.models.functions import Now

from campaigns.models import Campaign, Recipient

BATCH = 20_000


def withdraw_some(campaign_id: int) -> int:
    """Of a campaign that was cancelled. The timetable comes back until nobody waits."""
    return _end(campaign_id, state=Recipient.State.CANCELLED, rule="")


def too_late(campaign_id: int, *, rule: Recipient.Rule) -> int:
    """Of one whose time is over."""
    return _end(campaign_id, state=Recipient.State.SKIPPED, rule=rule)


def cancelled_with_people() -> list[int]:
    """Campaigns that ended while somebody waited."""
    waiting = Recipient.objects.filter(state=Recipient.State.PENDING, campaign__state=Campaign.State.CANCELLED)
    return list(waiting.order_by().values_list("campaign", flat=True).distinct()[:50])


@transaction.atomic
def take_back() -> int:
    """Claims of workers that died before anything was noted to leave: these people wait again."""
    lost = Recipient.objects.filter(state=Recipient.State.CLAIMED, lease_until__lt=Now())
    not_begun = lost.filter(claim__isnull=False).order_by("pk").select_for_update(skip_locked=True, no_key=True)
    ids = list(not_begun.values_list("pk", flat=True)[:BATCH])
    return Recipient.objects.filter(pk__in=ids).update(state=Recipient.State.PENDING, claim=None, lease_until=None)


def lost_sight_of() -> list[int]:
    """Messages of people whose sending began long ago and of whom nothing was heard since."""
    began = Recipient.objects.filter(state=Recipient.State.CLAIMED, claim=None, lease_until__lt=Now())
    return list(began.exclude(message=None).order_by("lease_until").values_list("message", flat=True)[:500])


def _end(campaign_id: int, *, state: Recipient.State, rule: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE campaigns_recipient SET state = %s, rule = %s WHERE id IN (
                   SELECT id FROM campaigns_recipient WHERE campaign_id = %s AND state = 'pending'
                   ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED)""",
            [state, rule, campaign_id, BATCH],
        )
        return cursor.rowcount
