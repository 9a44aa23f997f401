"""What stops a campaign by itself. Asked every second while it runs; a person decides whether it goes on."""

from typing import Any

from django.db import connection
from django.db.models import Q

from campaigns import moves
from campaigns.models import Campaign
from nxtchat.whatsapp import circuit, pace
from templates_app.filling import Filling
from templates_app.filling.sources import read
from templates_app.models import Template

Guard = Campaign.Guard
ENOUGH = 20  # results before anything is concluded from them


def stopped(campaign: Campaign) -> bool:
    """Whether it has to stop; it is paused then, and why is written down."""
    found = why(campaign)
    if found is None:
        return False
    guard, facts = found
    return moves.stop(campaign, guard=guard, **facts)


def why(campaign: Campaign) -> tuple[Campaign.Guard, dict[str, Any]] | None:
    number = campaign.number
    if not circuit.is_open(number):
        return Guard.NUMBER, {"code": number.stopped_code, "status": number.status}
    if pace.bulk_is_paused(number=number.pk):
        return Guard.SPAM, {}
    if number.quality == "RED" and campaign.waived != Guard.QUALITY:
        return Guard.QUALITY, {"quality": number.quality}
    return _of_templates(campaign) or _failures(campaign)


def hear_of_templates(templates: list[int]) -> None:
    """Meta changed one: whoever is sending it stops in the same transaction."""
    running = Campaign.objects.filter(state=Campaign.State.RUNNING).select_related("template", "number__account")
    for campaign in running.filter(Q(template__in=templates) | Q(variants__template__in=templates)).distinct():
        found = _of_templates(campaign)
        if found:
            moves.stop(campaign, guard=found[0], **found[1])


def _of_templates(campaign: Campaign) -> tuple[Campaign.Guard, dict[str, Any]] | None:
    for template, values in words_of(campaign):
        if template.status != "APPROVED":
            return Guard.TEMPLATE, {"template": template.pk, "status": template.status}
        if template.category != campaign.category:
            return Guard.CATEGORY, {"template": template.pk, "category": template.category}
        if not fits(template, values):
            return Guard.FILLING, {"template": template.pk}
    return None


def words_of(campaign: Campaign) -> list[tuple[Template, dict[str, Any]]]:
    """Its own, and those of its variants."""
    others = campaign.variants.select_related("template")
    return [(campaign.template, campaign.values), *((one.template, one.values) for one in others)]


def fits(template: Template, values: dict[str, Any]) -> bool:
    """Whether everything that the template asks for is given."""
    try:
        return not Filling(template, read(values)).faults
    except ValueError:
        return False


def _failures(campaign: Campaign) -> tuple[Campaign.Guard, dict[str, Any]] | None:
    """Of the last so many of whom we know what became, since somebody let it go on."""
    if not campaign.stop_percent:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*), count(*) FILTER (WHERE state = 'failed') FROM (
                   SELECT state FROM campaigns_recipient
                   WHERE campaign_id = %s AND begun_at > coalesce(%s, '-infinity'::timestamptz)
                       AND state NOT IN ('pending', 'claimed') ORDER BY begun_at DESC LIMIT %s) AS last""",
            [campaign.pk, campaign.resumed_at, campaign.stop_among],
        )
        known, failed = cursor.fetchone()
    if known >= min(ENOUGH, campaign.stop_among) and failed * 100 > campaign.stop_percent * known:
        return Guard.FAILURES, {"failed": failed, "known": known}
    return None
