"""What an agent heard somebody allow or forbid, and what is set against writing to them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.models import Mark, Purpose

LONG = 2000


class ConsentForm(forms.Form):
    purpose = forms.ChoiceField(label=_("For"), choices=Purpose)
    is_given = forms.TypedChoiceField(
        label=_("They said"),
        choices=[("yes", _("Yes, they agree")), ("no", _("No, they want none"))],
        coerce=lambda word: word == "yes",
    )
    wording = forms.CharField(
        label=_("In which words"),
        max_length=LONG,
        help_text=_("What they said, or the sentence on the form that they agreed to."),
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
    evidence = forms.CharField(
        label=_("Where the proof is"),
        max_length=LONG,
        required=False,
        help_text=_("For example: a form at the till, a call, an e-mail; and the day."),
        widget=forms.TextInput({"dir": "auto"}),
    )


class MarkForm(forms.Form):
    kind = forms.ChoiceField(label=_("What"), choices=[])
    reason = forms.CharField(label=_("Why"), max_length=LONG, widget=forms.TextInput({"dir": "auto"}))

    def __init__(self, *args, kinds: list[Mark.Kind], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(label=_("What"), choices=[(kind.value, kind.label) for kind in kinds])
        self.order_fields(["kind", "reason"])
