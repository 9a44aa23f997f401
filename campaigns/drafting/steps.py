"""The steps of a campaign, in order; each is a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.drafting.services import NoDraft
from campaigns.models import Campaign
from nxtchat.guard import SignedIn

STEPS = {
    "audience": _("Who"),
    "message": _("Message"),
    "timing": _("When"),
    "trial": _("Test"),
    "confirmation": _("Confirm"),
}


View = Callable[[SignedIn, int], HttpResponse]


def of_drafts(view: View) -> View:
    """Whoever comes too late to change it is shown how it stands."""

    @wraps(view)
    def kept(request: SignedIn, campaign_id: int) -> HttpResponse:
        try:
            return view(request, campaign_id)
        except NoDraft:
            return redirect("campaigns:campaign", campaign_id)

    return kept


@dataclass(frozen=True)
class Step:
    name: str
    title: Any
    url: str
    is_current: bool


def steps(campaign: Campaign, current: str) -> list[Step]:
    return [Step(name, title, url(campaign, name), name == current) for name, title in STEPS.items()]


def url(campaign: Campaign, step: str) -> str:
    return reverse(f"campaigns:{step}", args=[campaign.pk])


def wanted(request: HttpRequest, *, here: str) -> str:
    """Where the button that was pressed leads; without a word, to the next step."""
    to = request.POST.get("to", "")
    names = list(STEPS)
    return to if to in names else names[min(names.index(here) + 1, len(names) - 1)]


def is_forward(to: str, *, here: str) -> bool:
    names = list(STEPS)
    return names.index(to) > names.index(here)
