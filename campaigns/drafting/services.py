"""Keeping what was said at each step. Only a draft can be changed."""

from collections.abc import Mapping
from typing import Any

from campaigns.audience import SOURCES
from campaigns.models import Campaign
from templates_app import filling
from templates_app.filling import sources
from templates_app.models import Template


class NoDraft(Exception):
    """It was scheduled or started meanwhile."""


class OtherAccount(Exception):
    """The template belongs to another account than the number, or is not approved."""


def keep_audience(campaign: Campaign, *, chosen: Mapping[str, list[int]]) -> None:
    audience = {part: sorted(set(chosen.get(part, []))) for part in SOURCES}
    _keep(campaign, audience={part: ids for part, ids in audience.items() if ids})


def keep_template(campaign: Campaign, *, template: Template) -> None:
    """Other words. What was filled in stays where the new template has the same place."""
    if template.status != "APPROVED" or template.account_id != campaign.number.account_id:
        raise OtherAccount
    keys = {place.key for place in filling.places(template.design)}
    values = {key: value for key, value in campaign.values.items() if key in keys}
    _keep(campaign, template=template, values=values)


def keep_values(campaign: Campaign, *, filled_from: filling.Sources) -> None:
    _keep(campaign, values=sources.as_json(filled_from))


def keep_timing(campaign: Campaign, **said: Any) -> None:
    _keep(campaign, **said)


def keep_confirmation(campaign: Campaign, **facts: Any) -> None:
    _keep(campaign, **facts)


def _keep(campaign: Campaign, **columns: Any) -> None:
    """Compare-and-set: what has left the drafts stays as it was confirmed. Whatever is changed is confirmed anew."""
    anew = dict.fromkeys(("confirmed_by", "confirmed_at", "seconded_by", "seconded_at"))
    drafts = Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.DRAFT)
    if not drafts.update(**anew | columns):
        raise NoDraft
    campaign.refresh_from_db()
