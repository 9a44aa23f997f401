"""What interactive messages may hold, each type by its own rule."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from nxtchat.whatsapp.limits.commerce import carousel, catalog_message, product, product_list
from nxtchat.whatsapp.limits.headers import header
from nxtchat.whatsapp.limits.measuring import (
    Fault,
    Faults,
    Object,
    address,
    at,
    choice,
    entries,
    inner,
    invalid,
    not_twice,
    number,
    only,
    text,
)

BODY, LIST_BODY, FOOTER = 1024, 4096, 60
BUTTONS, SECTIONS, ROWS = 3, 10, 10
TEXT_OR_FILE = ("text", "image", "video", "document")


def interactive(content: Object) -> Faults:
    kind = content.get("type")
    if not isinstance(kind, str) or kind not in RULES:
        yield from choice(content, "type", "", what=_("The kind of an interactive message"), of=RULES)
        return
    yield from only(content, {"type", "header", "body", "footer", "action"}, "")
    yield from _head(kind, content)
    body = yield from inner(content, "body", "", what=_("The text"), needed=kind not in WITHOUT_BODY)
    if body or kind not in WITHOUT_BODY:
        yield from text(body, "text", "body", what=_("The text"), most=LIST_BODY if kind == "list" else BODY)
    footer = yield from inner(content, "footer", "", what=_("The footer"), needed=False)
    if "footer" in content:
        yield from text(footer, "text", "footer", what=_("A footer"), most=FOOTER)
    action = yield from inner(content, "action", "", what=_("What can be done (action)"))
    if action:
        yield from RULES[kind](action)


def _head(kind: str, content: Object) -> Faults:
    head = yield from inner(content, "header", "", what=_("The header"), needed=kind == "product_list")
    allowed = HEADERS.get(kind, ())
    if head and not allowed:
        yield invalid("header", _("A message of this kind has no header."))
    elif head:
        yield from header(head, "header", of=allowed)


def _button(action: Object) -> Faults:
    yield from only(action, {"buttons"}, "action")
    buttons = yield from entries(action, "buttons", "action", what=_("Buttons"), most=BUTTONS)
    for place, button in enumerate(buttons):
        where = at("action", "buttons", place)
        yield from only(button, {"type", "reply"}, where)
        yield from choice(button, "type", where, what=_("The kind of a button"), of=["reply"])
        reply = yield from inner(button, "reply", where, what=_("What a button says (reply)"))
        if reply:
            yield from only(reply, {"id", "title"}, at(where, "reply"))
            yield from text(reply, "title", at(where, "reply"), what=_("A button's title"), most=20)
            yield from text(reply, "id", at(where, "reply"), what=_("A button's id"), most=256)
    replies = [button["reply"] for button in buttons if isinstance(button.get("reply"), dict)]
    yield from not_twice([reply.get("title") for reply in replies], "action.buttons", what=_("The titles of buttons"))
    yield from not_twice([reply.get("id") for reply in replies], "action.buttons", what=_("The ids of buttons"))


def _list(action: Object) -> Faults:
    yield from only(action, {"button", "sections"}, "action")
    yield from text(action, "button", "action", what=_("The button that opens the list"), most=20)
    sections = yield from entries(action, "sections", "action", what=_("Sections"), most=SECTIONS)
    rows: list[Object] = []
    for place, section in enumerate(sections):
        where = at("action", "sections", place)
        yield from only(section, {"title", "rows"}, where)
        several = len(sections) > 1
        yield from text(section, "title", where, what=_("The title of a section"), most=24, needed=several)
        # However many: below the rows are counted over all sections.
        listed = yield from entries(section, "rows", where, what=_("Rows"), most=10_000)
        rows += listed
        for line, row in enumerate(listed[:ROWS]):
            yield from _row(row, at(where, "rows", line))
    if rows:
        what = _("Rows in all sections together")
        yield from number(len(rows), "action.sections", what=what, least=1, most=ROWS)
    yield from not_twice([row.get("id") for row in rows], "action.sections", what=_("The ids of rows"))


def _row(row: Object, where: str) -> Faults:
    yield from only(row, {"id", "title", "description"}, where)
    yield from text(row, "id", where, what=_("A row's id"), most=200)
    yield from text(row, "title", where, what=_("A row's title"), most=24)
    yield from text(row, "description", where, what=_("A row's description"), most=72, needed=False)


def _cta_url(action: Object) -> Faults:
    yield from _named("cta_url", action)
    parameters = yield from inner(action, "parameters", "action", what=_("The link (parameters)"))
    if parameters:
        yield from only(parameters, {"display_text", "url"}, "action.parameters")
        yield from text(parameters, "display_text", "action.parameters", what=_("The label of a link"), most=20)
        yield from address(parameters, "url", "action.parameters", what=_("The address of a link"))


def _flow(action: Object) -> Faults:
    yield from _named("flow", action)
    parameters = yield from inner(action, "parameters", "action", what=_("The flow (parameters)"))
    where = "action.parameters"
    if not parameters:
        return
    yield from only(parameters, FLOW, where)
    yield from choice(parameters, "flow_message_version", where, what=_("The version of a flow"), of=["3"])
    yield from text(parameters, "flow_cta", where, what=_("The label of a flow"), most=30)
    if bool(parameters.get("flow_id")) == bool(parameters.get("flow_name")):
        yield Fault(at(where, "flow_id"), "required", _("A flow is named by its id or by its name, not by both."))
    yield from choice(parameters, "mode", where, what=_("The mode"), of=["draft", "published"], needed=False)
    actions = ["navigate", "data_exchange"]
    yield from choice(parameters, "flow_action", where, what=_("What the flow begins with"), of=actions, needed=False)
    yield from inner(parameters, "flow_action_payload", where, what=_("What the flow is given"), needed=False)


FLOW = {
    *("flow_message_version", "flow_id", "flow_name", "flow_cta", "flow_token"),
    *("flow_action", "flow_action_payload", "mode"),
}


def _address_message(action: Object) -> Faults:
    yield from _named("address_message", action)
    parameters = yield from inner(action, "parameters", "action", what=_("The country (parameters)"))
    if parameters:
        yield from text(parameters, "country", "action.parameters", what=_("The country"), most=2)


def _named(name: str, action: Object) -> Faults:
    yield from only(action, {"name", "parameters"}, "action")
    yield from choice(action, "name", "action", what=_("The name of the action"), of=[name])


def _just(name: str) -> Callable[[Object], Faults]:
    """An action with nothing but a name, and whatever WhatsApp takes along with it."""
    return lambda action: _named(name, action)


RULES: dict[str, Callable[[Object], Faults]] = {
    "button": _button,
    "list": _list,
    "cta_url": _cta_url,
    "flow": _flow,
    "location_request_message": _just("send_location"),
    "product": product,
    "product_list": product_list,
    "catalog_message": catalog_message,
    "carousel": carousel,
    "address_message": _address_message,
    "call_permission_request": _just("call_permission_request"),
    "voice_call": _just("voice_call"),
    "contact_request": _just("request_contact_info"),
}
WITHOUT_BODY = {"product", "call_permission_request"}
HEADERS: dict[str, tuple[str, ...]] = {
    "button": TEXT_OR_FILE,
    "list": ("text",),
    "cta_url": TEXT_OR_FILE,
    "flow": TEXT_OR_FILE,
    "product_list": ("text",),
}
