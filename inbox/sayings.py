"""What is more than words, as forms that an agent fills in: each knows its kind and makes the Cloud API's object of it.

How long a text may be and the like is not asked here: the limits are asked when it is said, and name themselves.
"""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox import places
from nxtchat.whatsapp.limits.interactive import BUTTONS, ROWS


class Saying(forms.Form):
    """The base of them all."""

    kind = "interactive"
    title: Promise
    icon = "check"

    def content(self) -> Any:
        """The object of the kind, as docs/surface.md describes it."""
        raise NotImplementedError


def _words(label: Any, *, required: bool = True, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows, "dir": "auto"}) if rows else forms.TextInput({"dir": "auto"})
    return forms.CharField(label=label, required=required, widget=widget, **more)


class LocationSaying(Saying):
    kind, icon = "location", "pin"
    title = gettext_lazy("Location")

    where = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=2000,
        help_text=gettext_lazy("A link copied from a map, or latitude and longitude: 38.7139, -9.1394"),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    name = _words(gettext_lazy("Name of the place"), required=False)
    address = _words(gettext_lazy("Address"), required=False)

    def clean_where(self) -> places.Place:
        try:
            return places.find(self.cleaned_data["where"])
        except places.NotFound as problem:
            raise forms.ValidationError(str(problem.reason), code=problem.code) from problem

    def content(self) -> dict[str, Any]:
        given, where = self.cleaned_data, self.cleaned_data["where"]
        texts = {"name": given["name"] or where.name, "address": given["address"]}
        told = {"latitude": where.latitude, "longitude": where.longitude}
        return told | {key: value for key, value in texts.items() if value}


class ContactSaying(Saying):
    kind, icon = "contacts", "contacts"
    title = gettext_lazy("Contact card")

    first_name = _words(gettext_lazy("First name"))
    last_name = _words(gettext_lazy("Last name"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone number"), widget=forms.TextInput({"dir": "ltr", "type": "tel"}))
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    company = _words(gettext_lazy("Company"), required=False)

    def content(self) -> list[dict[str, Any]]:
        given = self.cleaned_data
        names = {key: given[key] for key in ("first_name", "last_name") if given[key]}
        card: dict[str, Any] = {
            "name": {"formatted_name": " ".join(names.values()), **names},
            "phones": [{"phone": given["phone"], "type": "CELL"}],
        }
        if given["email"]:
            card["emails"] = [{"email": given["email"], "type": "WORK"}]
        if given["company"]:
            card["org"] = {"company": given["company"]}
        return [card]


class Choosing(Saying):
    """Something to read, and something to press below it."""

    body = _words(gettext_lazy("Text"), rows=3)

    def content(self) -> dict[str, Any]:
        given = self.cleaned_data
        parts: dict[str, Any] = {"type": self.type, "body": {"text": given["body"]}, "action": self.action(given)}
        if given.get("header"):
            parts["header"] = {"type": "text", "text": given["header"]}
        if given.get("footer"):
            parts["footer"] = {"text": given["footer"]}
        return parts

    type: str

    def action(self, given: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError


class ButtonsSaying(Choosing):
    type = "button"
    title = gettext_lazy("Up to three buttons")

    button_1 = _words(gettext_lazy("First button"))
    button_2 = _words(gettext_lazy("Second button"), required=False)
    button_3 = _words(gettext_lazy("Third button"), required=False)
    header = _words(gettext_lazy("Line above"), required=False)
    footer = _words(gettext_lazy("Small line below"), required=False)

    def action(self, given: dict[str, Any]) -> dict[str, Any]:
        titles = [title for place in range(1, BUTTONS + 1) if (title := given[f"button_{place}"])]
        replies = [{"id": f"button-{place}", "title": title} for place, title in enumerate(titles, start=1)]
        return {"buttons": [{"type": "reply", "reply": reply} for reply in replies]}


class ListSaying(Choosing):
    type = "list"
    title = gettext_lazy("List to choose from")

    button = _words(gettext_lazy("Button that opens the list"))
    rows = _words(
        gettext_lazy("Choices, one per line"),
        rows=5,
        help_text=gettext_lazy("What explains a choice stands behind a bar: Monday | from 9 to 12"),
    )
    header = _words(gettext_lazy("Line above"), required=False)
    footer = _words(gettext_lazy("Small line below"), required=False)

    def clean_rows(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["rows"].splitlines() if line.strip()]
        if len(lines) > ROWS:
            told = {"limit": ROWS, "found": len(lines)}
            raise forms.ValidationError(
                _("A list may have %(limit)d choices; this one has %(found)d.") % told, code="too_many"
            )
        rows = [line.partition("|") for line in lines]
        return [(title.strip(), description.strip()) for title, _bar, description in rows]

    def action(self, given: dict[str, Any]) -> dict[str, Any]:
        rows = [
            {"id": f"row-{place}", "title": title} | ({"description": description} if description else {})
            for place, (title, description) in enumerate(given["rows"], start=1)
        ]
        return {"button": given["button"], "sections": [{"rows": rows}]}


class LinkSaying(Choosing):
    type, icon = "cta_url", "link"
    title = gettext_lazy("Button with a link")

    button = _words(gettext_lazy("Button"))
    url = forms.URLField(label=gettext_lazy("Where it leads"), assume_scheme="https")
    footer = _words(gettext_lazy("Small line below"), required=False)

    def action(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"name": "cta_url", "parameters": {"display_text": given["button"], "url": given["url"]}}


class AskLocationSaying(Choosing):
    type, icon = "location_request_message", "pin"
    title = gettext_lazy("Ask where they are")

    def action(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"name": "send_location"}


class FlowSaying(Choosing):
    type = "flow"
    title = gettext_lazy("Flow")

    button = _words(gettext_lazy("Button that opens the flow"))
    flow_id = forms.CharField(label=gettext_lazy("Flow id"), help_text=gettext_lazy("As Meta's Flow manager shows it."))

    def action(self, given: dict[str, Any]) -> dict[str, Any]:
        parameters = {"flow_message_version": "3", "flow_id": given["flow_id"], "flow_cta": given["button"]}
        return {"name": "flow", "parameters": parameters}


SAYINGS: dict[str, type[Saying]] = {
    "buttons": ButtonsSaying,
    "list": ListSaying,
    "link": LinkSaying,
    "location": LocationSaying,
    "ask-location": AskLocationSaying,
    "contact": ContactSaying,
    "flow": FlowSaying,
}
