"""What one can do with the pretend phone."""

import base64
import json
import secrets
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from nxtchat.whatsapp.pretend.tricks import TRICKS

PLACE = {"latitude": -23.5614, "longitude": -46.6559, "name": "MASP", "address": "Av. Paulista, 1578, São Paulo"}
EMOJI = ("👍", "❤️", "😂", "🙏", "")
# What the phone can send besides words: the fields of a message as the server takes them.
OTHER_KINDS: dict[str, dict[str, Any]] = {
    "location": {"type": "location", "location": PLACE},
    "contacts": {
        "type": "contacts",
        "contacts": [
            {
                "name": {"formatted_name": "Rui Costa", "first_name": "Rui"},
                "phones": [{"phone": "+351 910 000 145", "type": "CELL"}],
            }
        ],
    },
    "unsupported": {"type": "unsupported", "unsupported": {"type": "poll"}},
}
KINDS = ("text", "reaction", "tap", *OTHER_KINDS)


class SayForm(forms.Form):
    text = forms.CharField(label=_("Message"), max_length=65_536, required=False)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS], required=False)
    to = forms.CharField(max_length=200, required=False)  # the wamid that this is about
    choice = forms.CharField(max_length=256, required=False)  # what is pressed on it
    file = forms.FileField(label=_("A file"), required=False, max_length=200)
    emoji = forms.ChoiceField(choices=[(emoji, emoji) for emoji in EMOJI], required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        kind = given.get("kind") or "text"
        if kind == "text" and not given.get("text") and not given.get("file"):
            raise forms.ValidationError(_("Write something first."))
        return given

    def message(self) -> dict[str, Any]:
        given = self.cleaned_data
        kind = given["kind"] or "text"
        if given["file"]:
            return _with_file(given["file"])
        if kind == "text":
            return {"text": given["text"]} | ({"reply_to": given["to"]} if given["to"] else {})
        if kind == "tap":
            return {"on": given["to"], "choice": given["choice"]}
        if kind == "reaction":
            emoji = {"emoji": given["emoji"]} if given["emoji"] else {}
            return {"type": "reaction", "reaction": {"message_id": given["to"]} | emoji}
        return json.loads(json.dumps(OTHER_KINDS[kind]))


def _with_file(file: UploadedFile) -> dict[str, Any]:
    """As a phone sends it: pictures, films and sound as such, all else as a document."""
    mime_type = file.content_type or "application/octet-stream"
    family = mime_type.partition("/")[0]
    kind = family if family in {"image", "video", "audio"} else "document"
    more = {"filename": file.name} if kind == "document" else {}
    content = base64.b64encode(file.read()).decode()
    return {"type": kind, kind: {"content": content, "mime_type": mime_type, **more}}


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=24,
        validators=[RegexValidator(r"^\+?[\d\s().-]{7,24}$", _("A phone number with its country code."))],
        help_text=_("With the country code. Leave it empty and one is made up."),
    )
    username = forms.SlugField(label=_("Username"), max_length=35, required=False)
    hidden = forms.BooleanField(
        label=_("Hides the phone number"),
        required=False,
        help_text=_("WhatsApp then tells us a user id and the username, and no number."),
    )

    def person(self) -> dict[str, Any]:
        made_up = f"1555{secrets.randbelow(9_000_000) + 1_000_000}"
        return self.cleaned_data | {"phone": self.cleaned_data["phone"] or made_up}


class TrickForm(forms.Form):
    trick = forms.ChoiceField(choices=[(key, key) for key in TRICKS])
    on = forms.BooleanField(required=False)

    def wanted(self) -> dict[str, Any]:
        trick = TRICKS[self.cleaned_data["trick"]]
        return {trick.kind: trick.how if self.cleaned_data["on"] else False}
