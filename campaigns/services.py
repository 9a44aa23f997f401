"""What a marketer does with a campaign: prepare it, start it, pause it, end it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns import guards, moves, tasks, withdrawing
from campaigns.models import Campaign, Happening
from campaigns.moves import Kind, State
from campaigns.refusals import CannotStart, DoesNotFit, NeedsSecond, NobodyInIt, NotPossible, TemplateUnavailable
from nxtchat.team.models import Agent
from nxtchat.whatsapp.models import Number
from templates_app.models import Template

__all__ = ["CannotStart", "DoesNotFit", "NeedsSecond", "NobodyInIt", "NotPossible", "TemplateUnavailable"]


def prepare(*, name: str, template: Template, number: Number, by: Agent, **more: Any) -> Campaign:
    """Write down what is meant to be sent. Nothing is sent."""
    _check(template, number)
    return Campaign.objects.create(name=name, template=template, number=number, created_by=by, **more)


@transaction.atomic
def discard(*, campaign: Campaign) -> None:
    """Throw a draft away. What was started stays, for it says what was sent."""
    draft = Campaign.objects.select_for_update().filter(pk=campaign.pk, state=State.DRAFT).first()
    if draft is None:
        raise NotPossible
    draft.delete()


@transaction.atomic
def schedule(*, campaign: Campaign, at: datetime, by: Agent) -> None:
    """It starts by itself then. Who schedules it confirms it."""
    _check_ready(campaign)
    confirmed = _confirmed(campaign, by)
    if not moves.move(campaign, State.SCHEDULED, kind=Kind.SCHEDULED, by=by, starts_at=at, **confirmed):
        raise NotPossible


def unschedule(*, campaign: Campaign, by: Agent) -> None:
    """Back to a draft, to change something."""
    if not moves.move(campaign, State.DRAFT, kind=Kind.UNSCHEDULED, by=by, seconded_by=None, seconded_at=None):
        raise NotPossible


@transaction.atomic
def second(*, campaign: Campaign, by: Agent) -> None:
    """The second person agrees to what the first confirmed."""
    mine = Campaign.objects.filter(pk=campaign.pk, state__in=(State.DRAFT, State.SCHEDULED), seconded_at=None)
    others = mine.exclude(confirmed_by=by).exclude(confirmed_by=None)
    if not others.update(seconded_by=by, seconded_at=timezone.now()):
        raise NotPossible
    Happening.objects.create(campaign=campaign, kind=Kind.SECONDED, by=by)
    campaign.refresh_from_db()


@transaction.atomic
def confirm(*, campaign: Campaign, by: Agent) -> None:
    """Say that it shall be sent like this, where a second person has to agree before it starts."""
    _check_ready(campaign)
    drafts = Campaign.objects.filter(pk=campaign.pk, state=State.DRAFT)
    if not drafts.update(**_confirmed(campaign, by), seconded_by=None, seconded_at=None):
        raise NotPossible
    campaign.refresh_from_db()


@transaction.atomic
def start(*, campaign: Campaign, by: Agent | None = None) -> None:
    """Write the audience down and begin to send. `by` is nobody when its time has come."""
    campaign.refresh_from_db()
    _check_ready(campaign)
    if campaign.needs_second and campaign.seconded_at is None:
        raise NeedsSecond
    confirmed = _confirmed(campaign, by) if by and campaign.confirmed_at is None else {}
    begun = {"started_at": timezone.now(), "category": campaign.category or campaign.template.category}
    if campaign.state == State.PAUSED or not moves.move(
        campaign, State.RUNNING, kind=Kind.STARTED, by=by, **begun | confirmed
    ):
        raise NotPossible
    tasks.prepare_on_commit(campaign.pk)


def give_up_start(campaign: Campaign) -> None:
    """Its time came and it cannot start: it is a draft again, for somebody to look at."""
    moves.move(campaign, State.DRAFT, kind=Kind.UNSCHEDULED)


@transaction.atomic
def pause(*, campaign: Campaign, by: Agent) -> None:
    """Nothing more is claimed; what is on its way arrives."""
    if not moves.move(campaign, State.PAUSED, kind=Kind.PAUSED, by=by, paused_at=timezone.now(), stopped_for=""):
        raise NotPossible


@transaction.atomic
def resume(*, campaign: Campaign, by: Agent) -> None:
    """Go on with whoever waits. A new category of the template, if that had stopped it, is accepted with this."""
    campaign.refresh_from_db()
    if campaign.state != State.PAUSED:
        raise NotPossible
    changed = {"category": campaign.template.category} if campaign.stopped_for == Campaign.Guard.CATEGORY else {}
    back = {
        "paused_at": None,
        "stopped_for": "",
        "resumed_at": timezone.now(),
        "waived": campaign.stopped_for,
        **changed,
    }
    if not moves.move(campaign, State.RUNNING, kind=Kind.RESUMED, by=by, **back):
        raise NotPossible
    tasks.prepare_on_commit(campaign.pk)


@transaction.atomic
def cancel(*, campaign: Campaign, by: Agent) -> None:
    """End it. What was sent stays sent; who waits gets nothing."""
    if not moves.move(campaign, State.CANCELLED, kind=Kind.CANCELLED, by=by, ended_at=timezone.now()):
        raise NotPossible
    withdrawing.withdraw_some(campaign.pk)
    tasks.prepare_on_commit(campaign.pk)


def _confirmed(campaign: Campaign, by: Agent) -> dict:
    return {"confirmed_by": by, "confirmed_at": timezone.now(), "category": campaign.template.category}


def _check(template: Template, number: Number) -> None:
    if template.status != "APPROVED" or template.account_id != number.account_id:
        raise TemplateUnavailable


def _check_ready(campaign: Campaign) -> None:
    _check(campaign.template, campaign.number)
    if not any(campaign.audience.values()) and not campaign.listed.exists():
        raise NobodyInIt
    if not all(guards.fits(*words) for words in guards.words_of(campaign)):
        raise DoesNotFit
