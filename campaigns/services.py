"""What a marketer does with a campaign. So far: prepare it, and throw it away."""

from campaigns.models import Campaign
from nxtchat.team.models import Agent
from nxtchat.whatsapp.models import Number
from templates_app.models import Template


class TemplateUnavailable(Exception):
    """It is not approved, or belongs to another account than the number."""


def prepare(*, name: str, template: Template, number: Number, by: Agent) -> Campaign:
    """Write down what is meant to be sent. Nothing is sent."""
    if template.status != "APPROVED" or template.account_id != number.account_id:
        raise TemplateUnavailable
    return Campaign.objects.create(name=name, template=template, number=number, created_by=by)


def discard(*, campaign: Campaign) -> None:
    """Throw a draft away. What was ever confirmed to start stays."""
    Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.DRAFT).delete()
