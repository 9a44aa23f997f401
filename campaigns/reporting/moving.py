"""Pause, go on, end, take back: only what is possible now."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import access, services
from campaigns.models import Campaign
from nxtchat.guard import SignedIn, may

State = Campaign.State
FROM = {
    "pause": {State.RUNNING},
    "resume": {State.PAUSED},
    "cancel": {State.SCHEDULED, State.RUNNING, State.PAUSED},
    "unschedule": {State.SCHEDULED},
}
DO = {
    "pause": services.pause,
    "resume": services.resume,
    "cancel": services.cancel,
    "unschedule": services.unschedule,
}


def possible(campaign: Campaign) -> list[str]:
    return [name for name, states in FROM.items() if campaign.state in states]


@require_POST
@may("campaigns.edit")
def move(request: SignedIn, campaign_id: int, to: str) -> HttpResponse:
    campaign = access.campaign(request.user, campaign_id, to="campaigns.edit")
    if to not in DO:
        raise Http404
    try:
        DO[to](campaign=campaign, by=request.user)
    except services.NotPossible:
        messages.error(request, _("Somebody was quicker, or it has ended: this is how it stands now."))
    return redirect("campaigns:campaign", campaign.pk)
