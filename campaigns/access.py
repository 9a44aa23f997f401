"""May this marketer?"""

from django.db.models import QuerySet
from django.http import Http404

from campaigns.models import Campaign
from inbox import access as inbox_access
from nxtchat.team.models import Agent


def campaigns(agent: Agent) -> QuerySet[Campaign]:
    """Those on numbers whose conversations the agent may see."""
    if not agent.may("campaigns.read"):
        return Campaign.objects.none()
    return Campaign.objects.filter(number__in=inbox_access.numbers(agent))


def campaign(agent: Agent, campaign_id: int, *, to: str = "campaigns.read") -> Campaign:
    """The campaign, or the same 404 whether it is missing or not theirs."""
    found = campaigns(agent).filter(pk=campaign_id).first() if agent.may(to) else None
    if found is None:
        raise Http404
    return found
