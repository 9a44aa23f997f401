"""Templates: their review, and whether a send fits what was approved."""

import re
from typing import Any

from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.things import Template, Waba, new_id
from nxtchat.whatsapp.pretend.server.world import World

CATEGORIES = {"AUTHENTICATION", "MARKETING", "UTILITY"}
PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")

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
        raise _invalid("The template name may have lowercase letters, digits and underscores only.", 2388025)
    if category not in CATEGORIES:
        raise Refusal(100, message="(#100) Param category must be one of {UTILITY, MARKETING, AUTHENTICATION}")
    if any(each.name == name and each.language == language for each in of(waba, world=world)):
        raise _invalid("There is already content in this language for this template.", 2388024)
    components = wanted.get("components") or []
    _check_body(components, is_authentication=category == "AUTHENTICATION")
    template = Template(
        template_id=new_id(),
        waba_id=waba.waba_id,
        name=name,
        language=language,
        category=category,
        components=components,
        parameter_format=str(wanted.get("parameter_format", "POSITIONAL")).upper(),
    )
    world.keep(template)
    return template


def _check_body(components: list[dict[str, Any]], *, is_authentication: bool) -> None:
    body = next((each for each in components if str(each.get("type", "")).upper() == "BODY"), None)
    if body is None:
        raise _invalid("The template needs a body.", 2388072)
    if is_authentication:
        return  # Meta writes the text of these
    text = str(body.get("text", ""))
    if not text or len(text) > 1024:
        raise _invalid("The body must have 1 to 1024 characters.", 2388040)
    if re.match(r"\s*\{\{", text) or re.search(r"\}\}\s*$", text):
        raise _invalid("Variables can't be at the start or end of the template.", 2388299)
    wanted, given = len(set(PLACEHOLDER.findall(text))), _examples(body)
    if wanted != given:
        raise _invalid(f"The body has {wanted} variables and {given} example values.", 2388043)


def _examples(body: dict[str, Any]) -> int:
    example = body.get("example") or {}
    named = example.get("body_text_named_params")
    if named is not None:
        return len(named)
    rows = example.get("body_text") or [[]]
    return len(rows[0]) if isinstance(rows[0], list) else 0


def _invalid(why: str, subcode: int) -> Refusal:
    return Refusal(
        100,
        message="Invalid parameter",
        error_subcode=subcode,
        is_transient=False,
        error_user_title="Message template could not be created",
        error_user_msg=why,
    )


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
        "quality_score": {"score": "UNKNOWN"},
        "id": template.template_id,
    }
