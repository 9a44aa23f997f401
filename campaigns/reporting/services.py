"""Beginning again from one that was."""

from django.utils.translation import gettext as _

from campaigns import copying
from campaigns.models import Campaign
from nxtchat.team.models import Agent


def copy(campaign: Campaign, *, by: Agent) -> Campaign:
    """A draft like it. When it starts, and who confirmed it, is said anew."""
    name = _("%(name)s (copy)") % {"name": campaign.name[:100]}
    return copying.copy(campaign, by=by, name=name, repeats="")
