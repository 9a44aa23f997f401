"""The campaigns of the team."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns import access, services
from campaigns.forms import CampaignForm
from nxtchat.guard import SignedIn, may


@require_http_methods(["GET", "HEAD", "POST"])
@may("campaigns.read")
def campaigns(request: SignedIn) -> HttpResponseBase:
    """The list, and for those who may, the form for one more."""
    if request.method != "POST":
        return _show(request, CampaignForm(agent=request.user))
    return _prepare(request)


@may("campaigns.edit")
def _prepare(request: SignedIn) -> HttpResponse:
    form = CampaignForm(request.POST, agent=request.user)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        campaign = services.prepare(**form.cleaned_data, by=request.user)
    except services.TemplateUnavailable:
        form.add_error("template", _("This template cannot be sent any more. Choose another."))
        return _show(request, form, status=422)
    messages.success(request, _("The draft is kept. Nothing has been sent."))
    return redirect("campaigns:audience", campaign.pk)


@require_POST
@may("campaigns.edit")
def removal(request: SignedIn, campaign_id: int) -> HttpResponse:
    campaign = access.campaign(request.user, campaign_id, to="campaigns.edit")
    try:
        services.discard(campaign=campaign)
    except services.NotPossible as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("The draft is deleted."))
    return redirect("campaigns:campaigns")


def _show(request: SignedIn, form: CampaignForm, *, status: int = 200) -> HttpResponse:
    drafts = access.campaigns(request.user).select_related("template", "number__account", "created_by")[:200]
    context = {"campaigns": drafts, "form": form, "may_edit": request.user.may("campaigns.edit")}
    return render(request, "campaigns/campaigns.html", context, status=status)
