"""A template that is to be sent: is it allowed to leave, and what does the customer read?"""

from typing import Any

from django.utils.translation import gettext as _

from inbox import gate
from inbox.models import Conversation
from inbox.services.refusals import CannotSend, Unsayable
from templates_app import filling
from templates_app.models import Template


def filled(conversation: Conversation, content: dict[str, Any]) -> str:
    """The words of the template with what is filled in. It must be approved, and the values must fit."""
    of = Template.objects.filter(account=conversation.number.account_id)
    template = of.filter(name=content["name"], language=content["language"]["code"]).first()
    if template is None or template.status != "APPROVED":
        raise CannotSend(gate.Refusal(gate.TEMPLATE_UNAVAILABLE, _why_not(template)))
    components = content.get("components") or []
    if found := filling.misfits(template, components):
        raise Unsayable(found)
    return filling.shown(template, components)


def _why_not(template: Template | None) -> str:
    if template is None:
        return _("This account has no template with this name in this language. Read the templates from Meta again.")
    told = {"status": template.status_in_words}
    return _("WhatsApp does not let this template be sent: %(status)s.") % told
