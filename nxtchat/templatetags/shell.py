"""What the frame around every page needs: which doors this person has."""

from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nxtchat.guard import SignedIn

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class Door:
    """One entry of the rail: who has it, where it leads, what it is called."""

    capability: str
    view: str
    label: Promise
    icon: str

    @property
    def url(self) -> str:
        try:
            return reverse(self.view)
        except NoReverseMatch:  # a room without pages yet
            return ""


DOORS = (
    Door(capability="conversations.read", view="inbox:inbox", label=_("Inbox"), icon="inbox"),
    Door(capability="contacts.read", view="contacts:contacts", label=_("Contacts"), icon="contacts"),
    Door(capability="templates.read", view="templates_app:templates", label=_("Templates"), icon="templates"),
    Door(capability="campaigns.read", view="campaigns:campaigns", label=_("Campaigns"), icon="campaigns"),
    Door(capability="privacy.requests", view="privacy:requests", label=_("Privacy"), icon="privacy"),
    Door(capability="events.read", view="webhooks:events", label=_("Events"), icon="events"),
    Door(capability="team.manage", view="team:team", label=_("Team"), icon="team"),
    Door(capability="numbers.manage", view="whatsapp:setup", label=_("Set-up"), icon="setup"),
)


@register.simple_tag(takes_context=True)
def doors(context: template.Context) -> list[dict[str, object]]:
    """The rail for the signed-in person, the door they stand in marked."""
    request: SignedIn = context["request"]
    return [
        {"url": url, "label": door.label, "icon": door.icon, "is_here": request.path.startswith(url)}
        for door in DOORS
        if request.user.may(door.capability) and (url := door.url)
    ]


@register.simple_tag(takes_context=True)
def allowed(context: template.Context, capability: str) -> bool:
    """Whether to show what only some may use; the view behind it asks again."""
    return context["request"].user.may(capability)
