"""Saying yes to a campaign, in one sentence, with what it would cost at that moment."""

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import services as lifecycle
from campaigns.drafting import audience, looking, services, trying
from campaigns.models import Campaign, Happening
from nxtchat.team.models import Agent
from templates_app import filling

TYPED_ABOVE = 1_000  # more people than this: their number has to be typed


class NotYet(Exception):
    """Something is missing; `reason` is a word of WORDS in views_confirming.py."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def missing(campaign: Campaign, counted: audience.Counted, *, agent: Agent) -> list[str]:
    """What has to be done before anybody can confirm."""
    found = []
    if not counted.going:
        found.append("nobody")
    if campaign.template.status != "APPROVED":
        found.append("template")
    elif not filling.can_be_filled(campaign.template.design) or looking.filling_of(campaign, agent=agent).faults:
        found.append("message")
    return found


def needs_typing(counted: audience.Counted) -> bool:
    return counted.going > TYPED_ABOVE


def needs_test(campaign: Campaign, counted: audience.Counted) -> bool:
    return counted.going > trying.READ_ABOVE and not trying.was_read(campaign)


def confirm(campaign: Campaign, *, by: Agent, typed: int | None, waives_test: bool) -> audience.Counted:
    """Everything is looked at again, because it may have changed since the page was made."""
    counted = audience.counted(campaign)
    if found := missing(campaign, counted, agent=by):
        raise NotYet(found[0])
    if needs_typing(counted) and typed != counted.going:
        raise NotYet("typed")
    if needs_test(campaign, counted):
        if not (waives_test and by.may("team.manage")):
            raise NotYet("test")
        Happening.objects.create(campaign=campaign, kind=Happening.Kind.TEST_WAIVED, by=by)
    services.keep_confirmation(
        campaign,
        category=campaign.template.category,
        estimate=_kept(campaign, counted),
        confirmed_by=by,
        confirmed_at=timezone.now(),
    )
    return counted


def second(campaign: Campaign, *, by: Agent) -> None:
    """Another person agrees."""
    try:
        lifecycle.second(campaign=campaign, by=by)
    except lifecycle.NotPossible as refusal:
        raise NotYet("second") from refusal


def _kept(campaign: Campaign, counted: audience.Counted) -> dict[str, object]:
    """As it was when somebody confirmed, in whole millionths."""
    found = looking.cost(campaign, counted)
    return {
        "people": counted.going,
        "currency": found.currency,
        "table": found.table and str(found.table),
        "low": found.low.micros,
        "high": found.high.micros,
        "unpriced": found.unpriced,
        "lines": [[line.market, line.category, line.count, line.price] for line in found.lines],
    }


def launch(campaign: Campaign, *, by: Agent) -> str:
    """Off it goes, at its time or now, unless somebody else has to agree first. Returns what happened, in words."""
    if campaign.needs_second and campaign.seconded_at is None:
        return _("You have confirmed. It goes when a second person agrees.")
    try:
        if campaign.starts_at is None:
            lifecycle.start(campaign=campaign, by=by)
        else:
            lifecycle.schedule(campaign=campaign, at=campaign.starts_at, by=campaign.confirmed_by or by)
    except lifecycle.NobodyInIt as refusal:
        raise NotYet("nobody") from refusal
    except lifecycle.TemplateUnavailable as refusal:
        raise NotYet("template") from refusal
    except lifecycle.CannotStart as refusal:
        raise services.NoDraft from refusal
    return _("It is on its way.") if campaign.starts_at is None else _("It goes at the time you set.")
