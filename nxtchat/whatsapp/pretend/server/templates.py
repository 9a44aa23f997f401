"""Templates: their review, and whether a send fits what was approved."""

import re
from typing import Any

from nxtchat.whatsapp.pretend.server import template_parts
from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.template_parts import invalid
from nxtchat.whatsapp.pretend.server.things import Template, Waba, new_id
from nxtchat.whatsapp.pretend.server.world import World

CATEGORIES = {"AUTHENTICATION", "MARKETING", "UTILITY"}
MOST = 6000  # of an account whose business is verified

# What a new account has, so that there is something to try: one that informs, and one that sells to somebody by name.
FIRST = (
    {
        "name": "order_ready",
        "language": "en",
        "category": "UTILITY",
        "components": [{"type": "BODY", "text": "Good news: your order is ready. Pick it up today until 7 pm."}],
    },
    {
        "name": "spring_offer",
        "language": "en",
        "category": "MARKETING",
        "components": [
            {
                "type": "BODY",
                "text": "Hello {{1}}, spring is here: this week all succulents are 20% off.",
                "example": {"body_text": [["Ana"]]},
            },
            {"type": "FOOTER", "text": "Reply STOP to get no more offers."},
        ],
    },
)


def give_first(waba: Waba, *, world: World) -> None:
    """Reviewed long ago, so nobody is told of it."""
    for wanted in FIRST:
        template = create(wanted, waba=waba, world=world)
        template.status = "APPROVED"
        world.keep(template)


def create(wanted: dict[str, Any], *, waba: Waba, world: World) -> Template:
    name, language = wanted.get("name"), wanted.get("language")
    category = str(wanted.get("category", "")).upper()
    if not name:
        raise Refusal(100, message="(#100) The parameter name is required.")
    if not language:
        raise Refusal(100, message="(#100) The parameter language is required.")
    if not re.fullmatch(r"[a-z0-9_]{1,512}", str(name)):
        raise invalid("The template name may have lowercase letters, digits and underscores only.", 2388025)
    if category not in CATEGORIES:
        raise Refusal(100, message="(#100) Param category must be one of {UTILITY, MARKETING, AUTHENTICATION}")
    if any(each.name == name and each.language == language for each in of(waba, world=world)):
        raise invalid("There is already content in this language for this template.", 2388024)
    if waba.blocked_names.get(str(name), 0) > world.now():
        raise invalid("Message template language is being deleted: try again in 4 weeks or use another name.", 2388023)
    if len(of(waba, world=world)) >= MOST:
        raise invalid("This account cannot have more templates.", 2388019)
    components = wanted.get("components") or []
    template_parts.check(components, is_authentication=category == "AUTHENTICATION")
    template = Template(
        template_id=new_id(),
        waba_id=waba.waba_id,
        name=name,
        language=language,
        category=category,
        components=components,
        parameter_format=str(wanted.get("parameter_format", "POSITIONAL")).upper(),
        seconds_to_live=wanted.get("message_send_ttl_seconds"),
    )
    world.keep(template)
    return template


def of(waba: Waba, *, world: World) -> list[Template]:
    return [template for template in world.templates.values() if template.waba_id == waba.waba_id]


def shown_to_business(template: Template) -> dict[str, Any]:
    return {
        "name": template.name,
        "parameter_format": template.parameter_format,
        "components": template.components,
        "language": template.language,
        "status": template.status,
        "category": template.category,
        "rejected_reason": template.rejected_reason,
        "quality_score": {"score": template.quality},
        **({"correct_category": template.correct_category} if template.correct_category else {}),
        **({"message_send_ttl_seconds": template.seconds_to_live} if template.seconds_to_live else {}),
        "id": template.template_id,
    }
