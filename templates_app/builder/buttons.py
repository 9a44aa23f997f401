"""The fields of one button: those that its kind has."""

import json

from django.utils.translation import gettext as _

from templates_app.builder.entries import Action, Choices, Entry, Section
from templates_app.design import VARIABLE, Button
from templates_app.rules import buttons as rules


def button_section(key: str, button: Button, *, place: int) -> Section:
    kind = Entry(f"{key}.kind", _("What it does"), button.kind, "select", kinds(button), reshapes=True)
    entries = [kind, *_of_kind(key, button)]
    if button.more:
        entries.append(Entry(f"{key}.more", "", json.dumps(button.more), "hidden"))
    actions = [Action(f"remove:{key}", _("Remove the button"))]
    if place:
        actions.insert(0, Action(f"up:{key}", _("Move it up")))
    return Section(key, _("Button %(number)d") % {"number": place + 1}, entries, actions=actions)


def kinds(button: Button) -> Choices:
    known = [
        ("QUICK_REPLY", _("Quick reply")),
        ("URL", _("Open a website")),
        ("PHONE_NUMBER", _("Call a phone number")),
        ("COPY_CODE", _("Copy a coupon code")),
        ("FLOW", _("Open a flow")),
        ("CATALOG", _("Show the catalogue")),
        ("MPM", _("Show several products")),
        ("SPM", _("Show one product")),
        ("VOICE_CALL", _("Call on WhatsApp")),
        ("REQUEST_CONTACT_INFO", _("Ask for the phone number")),
        ("ORDER_DETAILS", _("Show an order to pay")),
        ("OTP", _("Take over a sign-in code")),
    ]
    return known if button.kind in dict(known) else [*known, (button.kind, button.kind)]


def _of_kind(key: str, button: Button) -> list[Entry]:
    text = Entry(f"{key}.text", _("Words on it"), button.text, most=rules.TEXT)
    match button.kind:
        case "URL":
            help = _("Its end may be a variable: https://example.com/{{1}}")
            url = Entry(f"{key}.url", _("Address"), button.url, help=help, most=rules.ADDRESS)
            sample = Entry(f"{key}.sample", _("Example for the end of the address"), button.sample, most=rules.ADDRESS)
            inside = [sample] if VARIABLE.search(button.url) or button.sample else []
            return [text, url, Entry(f"{key}.sample", "", widget="group", inside=inside)]
        case "PHONE_NUMBER":
            return [text, Entry(f"{key}.phone", _("Phone number"), button.phone, most=rules.PHONE)]
        case "COPY_CODE":
            return [Entry(f"{key}.sample", _("Example of a code"), button.sample, most=rules.CODE)]
        case "FLOW":
            return [text, *_flow(key, button)]
        case "OTP":
            return [*_otp(key, button), text]
    return [text]


def _flow(key: str, button: Button) -> list[Entry]:
    ways = [("flow_id", _("Id")), ("flow_name", _("Name")), ("flow_json", _("JSON"))]
    actions = [("", _("As WhatsApp does")), ("navigate", _("With a screen")), ("data_exchange", _("Ask our server"))]
    return [
        Entry(f"{key}.flow_by", _("The flow is named by its"), button.flow_by or "flow_id", "select", ways),
        Entry(f"{key}.flow", _("Flow"), button.flow, "area" if button.flow_by == "flow_json" else "text"),
        Entry(f"{key}.flow_action", _("It begins"), button.flow_action, "select", actions),
        Entry(f"{key}.screen", _("First screen"), button.screen),
    ]


def _otp(key: str, button: Button) -> list[Entry]:
    ways = [("COPY_CODE", _("Copied")), ("ONE_TAP", _("Filled in at a tap")), ("ZERO_TAP", _("Filled in by itself"))]
    made = [Entry(f"{key}.otp", _("The code is"), button.otp or "COPY_CODE", "select", ways, reshapes=True)]
    if button.otp in {"ONE_TAP", "ZERO_TAP"}:
        apps = "\n".join(f"{app.package} {app.signature}" for app in button.apps)
        help = _("One app a line: its name, a space, its signature.")
        made.append(Entry(f"{key}.autofill_text", _("Words for filling in"), button.autofill_text, most=rules.TEXT))
        made.append(Entry(f"{key}.apps", _("Android apps"), apps, "area", help=help))
    if button.otp == "ZERO_TAP":
        accepted = "on" if button.accepts_zero_tap else ""
        made.append(Entry(f"{key}.accepts_zero_tap", _("We accept Meta's terms for this"), accepted, "check"))
    return made
