"""Moving a campaign from one state to another: by compare-and-set, so that of two clicks one counts."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, Happening
from nxtchat.live.stream import publish_on_commit
from nxtchat.team.models import Agent

State, Kind = Campaign.State, Happening.Kind


@transaction.atomic
def move(
    campaign: Campaign,
    to: Campaign.State,
    *,
    kind: Happening.Kind,
    by: Agent | None = None,
    facts: Any = None,
    **more: Any,
) -> bool:
    """False: it is not where it could be moved from; somebody else was faster."""
    rows = Campaign.objects.filter(pk=campaign.pk, state__in=Campaign.MOVES[to])
    if not rows.update(state=to, **more):
        campaign.refresh_from_db(fields=["state"])
        return False
    Happening.objects.create(campaign=campaign, kind=kind, by=by, facts=facts or {})
    campaign.refresh_from_db()
    tell(campaign)
    return True


def stop(campaign: Campaign, *, guard: Campaign.Guard, **facts: Any) -> bool:
    """A guard pauses it. Somebody has to look before it goes on."""
    return move(
        campaign,
        State.PAUSED,
        kind=Kind.STOPPED,
        facts={"guard": guard.value} | facts,
        stopped_for=guard,
        paused_at=timezone.now(),
    )


def tell(campaign: Campaign) -> None:
    """Open pages ask for the figures anew."""
    publish_on_commit("campaign.changed", number=campaign.number_id, campaign=campaign.pk)
