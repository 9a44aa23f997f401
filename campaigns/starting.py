"""Campaigns whose time has come, and those that a worker has to go on with."""

import logging

from django.utils import timezone

from campaigns.models import Campaign
from campaigns.moves import State

log = logging.getLogger(__name__)


def start_due() -> None:
    from campaigns import services  # it nudges the tasks that call this

    due = Campaign.objects.filter(state=State.SCHEDULED, starts_at__lte=timezone.now())
    for campaign in due.select_related("template", "number").order_by("starts_at")[:50]:
        try:
            services.start(campaign=campaign)
        except services.CannotStart as refusal:
            log.warning("campaign %s could not start: %s", campaign.pk, type(refusal).__name__)
            services.give_up_start(campaign)


def unprepared() -> list[int]:
    return list(Campaign.objects.filter(state=State.RUNNING, frozen_at=None).values_list("pk", flat=True))


def something_runs() -> bool:
    return Campaign.objects.filter(state=State.RUNNING).exclude(frozen_at=None).exists()
