"""What the inbox's forms take."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inbox.models import Conversation
from nxtchat.team.models import Agent
from nxtchat.whatsapp.media_rules import RULES


class WordsForm(forms.Form):
    """A reply or a note. The service says what is wrong with the words; the browser chose the id."""

    text = forms.CharField(required=False, strip=False)
    client_id = forms.UUIDField(required=False)

    def clean_client_id(self):
        return self.cleaned_data["client_id"] or uuid4()


class ReasonForm(forms.Form):
    """Why somebody is blocked, or let in again."""

    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.TextInput({"dir": "auto"}))

    def clean_reason(self):
        return self.cleaned_data["reason"].replace("\0", "")


class AssignmentForm(forms.Form):
    """Whose conversation it is; nobody's when left empty."""

    def __init__(self, *args, colleagues: QuerySet[Agent], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ModelChoiceField(colleagues, required=False)


class StateForm(forms.Form):
    state = forms.ChoiceField(
        choices=[(choice.value, choice.label) for choice in Conversation.State if choice != "snoozed"]
    )


class SettlementForm(forms.Form):
    """What the customer said about a message that was perhaps sent."""

    sent = forms.ChoiceField(choices=[("yes", _("It arrived")), ("no", _("It did not arrive"))])


class UploadForm(forms.Form):
    """A file to be sent, as a kind of message if that is not plain from what it is."""

    file = forms.FileField(allow_empty_file=True, max_length=1000)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in RULES], required=False)
    voice = forms.BooleanField(required=False)

    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"file": given["file"], "kind": given["kind"] or None, "is_voice": given["voice"]}
