"""A template, chosen from those that Meta approved, with what has to be filled in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.models import Conversation
from inbox.sayings import Saying
from nxtchat.whatsapp.media_rules import RULES
from templates_app import filling, queries
from templates_app.models import Template

SHOWN = 40  # templates to choose from at once; who has more searches


class TemplateSaying(Saying):
    """`keep`: takes the file of a header and gives the id to say it by."""

    kind, icon = "template", "templates"
    title = gettext_lazy("Template")

    def __init__(self, *args: Any, template: Template, keep: Callable[[Any, str], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template, self._keep = template, keep
        for place in filling.places(template.design):
            self.fields[place.key] = _field(place)

    def content(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        for place in filling.places(self.template.design):
            if place.kind in RULES:
                values[place.key] = {"id": self._keep(values[place.key], place.kind)}
        content: dict[str, Any] = {"name": self.template.name, "language": {"code": self.template.language}}
        if components := filling.components(self.template.design, values):
            content["components"] = components
        return content


def to_choose_from(conversation: Conversation, *, q: str = "") -> list[Template]:
    """Approved ones of the number's account that an agent can fill in."""
    found = _approved(conversation, q=q)
    return [template for template in found[: SHOWN * 2] if filling.can_be_filled(template.design)][:SHOWN]


def chosen(conversation: Conversation, template_id: str) -> Template | None:
    if not template_id.isdecimal() or len(template_id) > 18:
        return None
    found = _approved(conversation).filter(pk=int(template_id)).first()
    return found if found and filling.can_be_filled(found.design) else None


def _approved(conversation: Conversation, *, q: str = "") -> QuerySet[Template]:
    found = queries.templates(q=q).filter(status="APPROVED", account=conversation.number.account_id)
    return found.order_by("name", "language")


def _field(place: filling.Place) -> forms.Field:
    if place.kind in RULES:
        return forms.FileField(label=_("File in the header"))
    if place.part == "button":
        label = _("Code to copy") if place.kind == "coupon_code" else _("End of the link")
    else:
        told = {"name": place.name}
        label = _("Header: %(name)s") % told if place.part == "header" else _("Text: %(name)s") % told
    return forms.CharField(label=label, widget=forms.TextInput({"dir": "auto"}), help_text=place.around)
