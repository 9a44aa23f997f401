"""A template that is to be sent: what does the customer read?"""

from typing import Any

from inbox.services.refusals import Unsayable
from templates_app import filling
from templates_app.models import Template


def filled(template: Template, content: dict[str, Any]) -> str:
    """The words of the template with what is filled in, which must fit."""
    components = content.get("components") or []
    if found := filling.misfits(template, components):
        raise Unsayable(found)
    return filling.shown(template, components)
