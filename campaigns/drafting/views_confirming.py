"""The last two steps: a test, and the yes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from campaigns import access
from campaigns.drafting import audience, confirming, looking, services, steps, trying
from campaigns.drafting.forms import ConfirmForm, TrialForm
from campaigns.models import Campaign
from contacts.segments.conditions import Wrong
from nxtchat.guard import SignedIn, may

EDIT = "campaigns.edit"
WORDS = {
    "nobody": gettext_lazy("Nobody in the audience may get it. Choose people first."),
    "template": gettext_lazy("WhatsApp does not let this template be sent any more. Take another."),
    "message": gettext_lazy("Something in the message is not filled in yet."),
    "typed": gettext_lazy("The number is not that of the people who get it."),
    "test": gettext_lazy("So many people: send a test first, and read it."),
    "second": gettext_lazy("Somebody else has to agree."),
    "audience": gettext_lazy("This audience cannot be found any more."),
}


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: SignedIn, campaign_id: int) -> HttpResponse:
    campaign = access.campaign(request.user, campaign_id, to=EDIT)
    form = TrialForm(request.POST if request.method == "POST" else None, agent=request.user)
    if request.method == "POST" and request.POST.get("to") not in steps.STEPS:
        if form.is_valid():
            sent, refused = trying.try_out(campaign, on=form.people(), by=request.user)
            if sent:
                told = ngettext("%(count)s test is on its way.", "%(count)s tests are on their way.", len(sent))
                messages.success(request, told % {"count": len(sent)})
            for problem in refused:
                messages.error(request, f"{problem.contact}: {problem.reason}")
            return redirect(steps.url(campaign, "trial"))
    elif request.method == "POST":
        return redirect(steps.url(campaign, steps.wanted(request, here="trial")))
    context = {"form": form, "trials": trying.trials(campaign), "was_read": trying.was_read(campaign)}
    context["read_above"] = trying.READ_ABOVE
    return _show(request, campaign, "trial", context, status=422 if form.errors else 200)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: SignedIn, campaign_id: int) -> HttpResponse:
    campaign = access.campaign(request.user, campaign_id, to=EDIT)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        reason = _confirm(request, campaign, form)
        if not reason:
            return redirect("campaigns:campaign", campaign.pk)
        form.add_error(None, str(WORDS[reason]))
        status = 422
    try:
        context |= _sentence(request, campaign)
    except Wrong:
        context["missing"] = [WORDS["audience"]]
    return _show(request, campaign, "confirmation", context, status=status)


def _confirm(request: SignedIn, campaign: Campaign, form: ConfirmForm) -> str:
    """Why not, or nothing."""
    said = form.cleaned_data
    try:
        if campaign.confirmed_at and campaign.needs_second:
            confirming.second(campaign, by=request.user)
        else:
            confirming.confirm(
                campaign, by=request.user, typed=said["count"], waives_test=bool(said["accepts_no_test"])
            )
        launched = confirming.launch(campaign, by=request.user)
    except confirming.NotYet as problem:
        return problem.reason
    except Wrong:
        return "audience"
    except services.NoDraft:
        return ""  # somebody was quicker; its page says how it stands
    messages.success(request, launched)
    return ""


def _sentence(request: SignedIn, campaign: Campaign) -> dict[str, Any]:
    counted = audience.counted(campaign)
    missing = confirming.missing(campaign, counted, agent=request.user)
    return {
        "counted": counted,
        "estimate": looking.cost(campaign, counted),
        "minutes": looking.minutes(campaign, counted.going),
        "days": looking.days(campaign, counted.going),
        "missing": [WORDS[reason] for reason in missing],
        "needs_typing": confirming.needs_typing(counted),
        "needs_test": confirming.needs_test(campaign, counted),
        "may_waive": request.user.may("team.manage"),
        "waits_for_second": bool(campaign.needs_second and campaign.confirmed_at),
        "is_mine": campaign.confirmed_by_id == request.user.pk,
    }


def _show(
    request: SignedIn, campaign: Campaign, step: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    if campaign.state != Campaign.State.DRAFT:
        return redirect("campaigns:campaign", campaign.pk)
    context |= {"campaign": campaign, "steps": steps.steps(campaign, step)}
    return render(request, f"campaigns/drafting/{step}.html", context, status=status)
