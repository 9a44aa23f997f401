"""When a campaign is through."""

from django.utils import timezone

from campaigns import copying, moves, withdrawing
from campaigns.models import Campaign, Recipient
from campaigns.moves import Kind, State

Rule = Recipient.Rule


def ended(campaign: Campaign) -> bool:
    """Whether nobody waits any more; it is finished then. Who has to wait past its end is left out."""
    waiting = Recipient.objects.filter(campaign=campaign, state=Recipient.State.PENDING)
    if campaign.finish_by and campaign.finish_by < timezone.now():
        rule = Rule.QUIET if campaign.quiet_from else Rule.TOO_LATE
        withdrawing.too_late(campaign.pk, rule=rule)
    under_way = Recipient.objects.filter(campaign=campaign, state=Recipient.State.CLAIMED)
    if waiting.exists() or under_way.exists():
        return False
    finished = moves.move(campaign, State.FINISHED, kind=Kind.FINISHED, ended_at=timezone.now())
    if finished and campaign.repeats:
        copying.again(campaign)
    return True
