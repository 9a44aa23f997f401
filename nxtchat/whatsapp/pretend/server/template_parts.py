"""What a template is made of, as Meta looks through it before a reviewer does."""

import re
from itertools import groupby
from typing import Any

from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.uploads import HANDLE

Parts = list[dict[str, Any]]
PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")


def check(components: Parts, *, is_authentication: bool) -> None:
    """What Meta refuses at once, before its reviewers look."""
    for part in components:
        match str(part.get("type", "")).upper():
            case "HEADER":
                _check_header(part)
            case "FOOTER" if len(str(part.get("text", ""))) > 60 or "{{" in str(part.get("text", "")):
                raise invalid("The footer may have 60 characters and no variables.", 2388072)
            case "BUTTONS":
                _check_buttons(part.get("buttons") or [], is_authentication=is_authentication)
            case "CAROUSEL" if not 2 <= len(part.get("cards") or []) <= 10:
                raise invalid("A carousel has 2 to 10 cards.", 2388072)
    body = next((each for each in components if str(each.get("type", "")).upper() == "BODY"), None)
    if body is None:
        raise invalid("The template needs a body.", 2388072)
    if is_authentication:
        return  # Meta writes the text of these
    text = str(body.get("text", ""))
    if not text or len(text) > 1024:
        raise invalid("The body must have 1 to 1024 characters.", 2388040)
    if re.match(r"\s*\{\{", text) or re.search(r"\}\}\s*$", text):
        raise invalid("Variables can't be at the start or end of the template.", 2388299)
    wanted, given = len(set(PLACEHOLDER.findall(text))), _examples(body)
    if wanted != given:
        raise invalid(f"The body has {wanted} variables and {given} example values.", 2388043)


def _check_header(part: dict[str, Any]) -> None:
    kind, text = str(part.get("format", "")).upper(), str(part.get("text", ""))
    if kind == "TEXT" and (not text or len(text) > 60 or len(set(PLACEHOLDER.findall(text))) > 1):
        raise invalid("The header may have 60 characters and one variable.", 2388072)
    if kind in {"IMAGE", "VIDEO", "DOCUMENT", "GIF"}:
        handles = (part.get("example") or {}).get("header_handle") or [""]
        if not HANDLE.match(str(handles[0])):
            raise invalid("A template with a file in its header needs a sample of it.", 2388043)


def _check_buttons(buttons: Parts, *, is_authentication: bool) -> None:
    if not 1 <= len(buttons) <= 10:
        raise invalid("A template may have 1 to 10 buttons.", 2388072)
    kinds = [str(button.get("type", "")).upper() for button in buttons]
    if is_authentication != ("OTP" in kinds):
        raise invalid("Authentication templates, and only those, have an OTP button.", 2388072)
    if len([kind for kind, _run in groupby(kinds, key=lambda kind: kind == "QUICK_REPLY")]) > 2:
        raise invalid("Quick reply buttons must stand together.", 2388072)
    if any(len(str(button.get("text", ""))) > 25 for button in buttons) or kinds.count("URL") > 2:
        raise invalid("Button texts may have 25 characters, and 2 buttons may open an address.", 2388072)
    for button in buttons:
        if "{{" in str(button.get("url", "")) and not button.get("example"):
            raise invalid("An address with a variable needs an example.", 2388043)


def _examples(body: dict[str, Any]) -> int:
    example = body.get("example") or {}
    named = example.get("body_text_named_params")
    if named is not None:
        return len(named)
    rows = example.get("body_text") or [[]]
    return len(rows[0]) if isinstance(rows[0], list) else 0


def invalid(why: str, subcode: int) -> Refusal:
    return Refusal(
        100,
        message="Invalid parameter",
        error_subcode=subcode,
        is_transient=False,
        error_user_title="Message template could not be created",
        error_user_msg=why,
    )
