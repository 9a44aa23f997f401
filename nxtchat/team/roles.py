"""What each role may do. Every check in the product asks for one of these capabilities by name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ADMIN = "admin", _("Admin")
    MARKETER = "marketer", _("Marketer")
    AGENT = "agent", _("Agent")
    PRIVACY = "privacy", _("Privacy officer")
    VIEWER = "viewer", _("Viewer")


_READ = {"conversations.read", "contacts.read", "numbers.read", "templates.read"}
_ANSWER = _READ | {"conversations.reply", "contacts.edit"}
_MARKET = _READ | {"templates.edit", "campaigns.read", "campaigns.edit", "contacts.import", "contacts.export"}
_PRIVACY = {"contacts.read", "numbers.read", "privacy.requests"}
_ADMIN = _ANSWER | _MARKET | _PRIVACY | {"numbers.manage", "team.manage", "events.read", "events.replay"}

GRANTS: dict[Role, frozenset[str]] = {
    Role.ADMIN: frozenset(_ADMIN),
    Role.MARKETER: frozenset(_MARKET),
    Role.AGENT: frozenset(_ANSWER),
    Role.PRIVACY: frozenset(_PRIVACY),
    Role.VIEWER: frozenset(_READ),
}
CAPABILITIES = GRANTS[Role.ADMIN]
