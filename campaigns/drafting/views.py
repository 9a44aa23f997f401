"""The steps of a campaign. What was said is kept whichever way somebody leaves."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns import access
from campaigns.drafting import audience, looking, services, steps
from campaigns.drafting.forms import AudienceForm, TimingForm
from campaigns.drafting.message_form import MessageForm, TemplateForm
from campaigns.models import Campaign, Recipient
from contacts.segments.conditions import Wrong
from nxtchat.guard import SignedIn, may
from templates_app import filling, queries

EDIT = "campaigns.edit"


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@steps.of_drafts
def who(request: SignedIn, campaign_id: int) -> HttpResponse:
    campaign = access.campaign(request.user, campaign_id, to=EDIT)
    form = AudienceForm(request.POST if request.method == "POST" else None, campaign=campaign, agent=request.user)
    if request.method == "POST" and form.is_valid():
        services.keep_audience(campaign, chosen=form.cleaned_data)
        if request.POST.get("to") == "here":
            return redirect(steps.url(campaign, "audience"))
        return redirect(steps.url(campaign, steps.wanted(request, here="audience")))
    return _show(request, campaign, "audience", {"form": form}, status=422 if form.errors else 200)


@may(EDIT)
@require_GET
def count(request: SignedIn, campaign_id: int) -> HttpResponse:
    """How many get it, who does not and why; a part of the page, because it may take its time."""
    campaign = access.campaign(request.user, campaign_id, to=EDIT)
    context: dict[str, Any] = {"campaign": campaign}
    try:
        context["counted"] = audience.counted(campaign)
        context["samples"] = audience.page(campaign, agent=request.user, rule=audience.GOES, size=audience.SAMPLES)
    except Wrong as wrong:
        context["wrong"] = wrong
    return render(request, "campaigns/drafting/_count.html", context)


@may(EDIT)
@require_GET
def left_out(request: SignedIn, campaign_id: int, rule: str) -> HttpResponse:
    """The people whom one rule keeps from getting it."""
    campaign = access.campaign(request.user, campaign_id, to=EDIT)
    known = {each.value: each.label for each in Recipient.Rule}
    after = request.GET.get("after", "")
    people = (
        audience.page(campaign, agent=request.user, rule=rule, after=int(after) if after.isdecimal() else 0)
        if rule in known
        else []
    )
    context = {
        "campaign": campaign,
        "people": people,
        "title": known.get(rule, ""),
        "after": people[-1].pk if len(people) == audience.PAGE else None,
    }
    return render(request, "campaigns/drafting/left_out.html", context)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@steps.of_drafts
def message(request: SignedIn, campaign_id: int) -> HttpResponse:
    campaign = access.campaign(request.user, campaign_id, to=EDIT)
    form = MessageForm(
        request.POST if request.method == "POST" else None, template=campaign.template, values=campaign.values
    )
    if request.method == "POST" and form.is_valid():
        services.keep_values(campaign, filled_from=form.filled_from())
        to = steps.wanted(request, here="message")
        faults = looking.filling_of(campaign, agent=request.user).faults
        if request.POST.get("to") != "here" and not (faults and steps.is_forward(to, here="message")):
            return redirect(steps.url(campaign, to))
        _tell(form, faults)
        if not form.errors:
            return redirect(steps.url(campaign, "message"))
    context = {
        "form": form,
        "choose": TemplateForm(templates=_templates(campaign), initial={"template": campaign.template}),
        "languages": queries.languages(campaign.template),
        "can_be_filled": filling.can_be_filled(campaign.template.design),
    }
    return _show(request, campaign, "message", context, status=422 if form.errors else 200)


@may(EDIT)
@require_POST
@steps.of_drafts
def template(request: SignedIn, campaign_id: int) -> HttpResponse:
    """Other words, chosen from those that Meta approved."""
    campaign = access.campaign(request.user, campaign_id, to=EDIT)
    form = TemplateForm(request.POST, templates=_templates(campaign))
    if form.is_valid():
        services.keep_template(campaign, template=form.cleaned_data["template"])
    return redirect(steps.url(campaign, "message"))


@may(EDIT)
@require_GET
def faces(request: SignedIn, campaign_id: int) -> HttpResponse:
    """How it reads for the people with the longest values; a part of the page."""
    campaign = access.campaign(request.user, campaign_id, to=EDIT)
    place = request.GET.get("face", "0")
    context: dict[str, Any] = {"campaign": campaign}
    try:
        words = looking.words(campaign, agent=request.user)
    except Wrong as wrong:
        return render(request, "campaigns/drafting/_faces.html", context | {"wrong": wrong})
    at = min(int(place) if place.isdecimal() else 0, max(len(words.faces) - 1, 0))
    context |= {"words": words, "face": words.faces[at] if words.faces else None, "place": at + 1}
    context |= {"before": at - 1 if at else None, "behind": at + 1 if at + 1 < len(words.faces) else None}
    return render(request, "campaigns/drafting/_faces.html", context)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@steps.of_drafts
def timing(request: SignedIn, campaign_id: int) -> HttpResponse:
    campaign = access.campaign(request.user, campaign_id, to=EDIT)
    form = TimingForm(request.POST if request.method == "POST" else None, instance=campaign)
    if request.method == "POST" and form.is_valid():
        services.keep_timing(campaign, **form.cleaned_data)
        return redirect(steps.url(campaign, steps.wanted(request, here="timing")))
    return _show(request, campaign, "timing", {"form": form}, status=422 if form.errors else 200)


@may(EDIT)
@require_GET
def estimate(request: SignedIn, campaign_id: int) -> HttpResponse:
    """What it costs and how long it takes; a part of the page."""
    campaign = access.campaign(request.user, campaign_id, to=EDIT)
    context: dict[str, Any] = {"campaign": campaign}
    try:
        counted = audience.counted(campaign)
    except Wrong as wrong:
        return render(request, "campaigns/drafting/_estimate.html", context | {"wrong": wrong})
    context |= {
        "counted": counted,
        "estimate": looking.cost(campaign, counted),
        "minutes": looking.minutes(campaign, counted.going),
        "days": looking.days(campaign, counted.going),
        "tier": looking.tier(campaign),
    }
    return render(request, "campaigns/drafting/_estimate.html", context)


def _tell(form: MessageForm, faults: list[Any]) -> None:
    for fault in faults:
        place = next((each for each in form.places if each.key == fault.where), None)
        names = [f"{fault.where}-{part}" for part in ("fallback", "value")]
        source = form.filled_from().get(fault.where)
        field = names[0] if source and source.needs_fallback else names[1]
        if field in form.fields:
            form.add_error(field, fault.words)
        else:
            form.add_error(None, f"{fault.words} ({place.key if place else fault.where})")


def _templates(campaign: Campaign) -> Any:
    return queries.approved().filter(account=campaign.number.account_id)


def _show(
    request: SignedIn, campaign: Campaign, step: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    if campaign.state != Campaign.State.DRAFT:
        return redirect("campaigns:campaign", campaign.pk)
    context |= {"campaign": campaign, "steps": steps.steps(campaign, step)}
    return render(request, f"campaigns/drafting/{step}.html", context, status=status)
