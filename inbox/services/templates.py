"""A template that is to be sent: what goes into it, and what does the customer read?"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from inbox.models import Conversation
from inbox.services.refusals import Unsayable
from nxtchat.team.models import Agent
from nxtchat.whatsapp.limits import Fault
from templates_app import filling
from templates_app.models import Template


def filled(template: Template, content: dict[str, Any]) -> str:
    """The words of the template with what is filled in, which must fit."""
    components = content.get("components") or []
    if found := filling.misfits(template, components):
        raise Unsayable(found)
    return filling.shown(template, components)


def with_components(conversation: Conversation, asked: Any, *, by: Agent) -> Any:
    """`values` by the places of the template, or where each comes from, made into the Cloud API's components.

    Without them it is given back as it is. Whether the template may be sent is for the gate to say.
    """
    if not isinstance(asked, dict) or "values" not in asked:
        return asked
    if asked.get("components"):
        raise Unsayable([Fault("values", "invalid", _("Give either the values or the components."))])
    content = {key: held for key, held in asked.items() if key != "values"}
    language = asked.get("language")
    code = language.get("code") if isinstance(language, dict) else None
    of = Template.objects.filter(account=conversation.number.account_id, name=str(asked.get("name")))
    template = of.filter(language=str(code)).first()
    return content if template is None else content | _components(template, asked["values"], conversation, by)


def _components(template: Template, values: Any, conversation: Conversation, by: Agent) -> dict[str, Any]:
    try:
        sources = filling.read(values)
    except ValueError as error:
        words = _("This must be an object: by each place its words, or where they come from.")
        raise Unsayable([Fault("values", "invalid", words)]) from error
    mine = filling.Filling(template, sources, agent=by.name)
    if found := mine.faults:
        raise Unsayable(_named(found))
    made = mine.of([conversation.contact_id])[conversation.contact_id]
    if made.faults:
        raise Unsayable(_named(made.faults))
    return {"components": made.components} if made.components else {}


def _named(faults: Any) -> list[Fault]:
    return [replace(fault, where=f"values.{fault.where}") for fault in faults]
