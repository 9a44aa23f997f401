"""Beginning again from one that was."""

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from nxtchat.team.models import Agent

KEPT = (
    *("template", "number", "values", "audience", "zone", "in_their_zone", "quiet_from", "quiet_until", "per_second"),
    *("per_day", "stop_percent", "stop_among", "cap_messages", "cap_days", "held_back", "hold_out", "needs_second"),
)


def copy(campaign: Campaign, *, by: Agent) -> Campaign:
    """A draft like it. When it starts, and who confirmed it, is said anew."""
    name = _("%(name)s (copy)") % {"name": campaign.name[:100]}
    same = {column: getattr(campaign, column) for column in KEPT}
    return Campaign.objects.create(name=name, created_by=by, copied_from=campaign, **same)
