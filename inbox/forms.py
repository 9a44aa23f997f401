"""What the inbox's forms take."""

from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inbox.models import Conversation
from nxtchat.team.models import Agent


class WordsForm(forms.Form):
    """A reply or a note. The service says what is wrong with the words; the browser chose the id."""

    text = forms.CharField(required=False, strip=False)
    client_id = forms.UUIDField(required=False)

    def clean_client_id(self):
        return self.cleaned_data["client_id"] or uuid4()


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
