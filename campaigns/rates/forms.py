"""What somebody says about a rate card."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CardForm(forms.Form):
    file = forms.FileField(
        label=_("Rate card"),
        help_text=_("Meta's CSV file, as it is: the rates of one currency, or its volume tiers."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv"}),
        error_messages={"empty": _("There is nothing in this file.")},
    )
    starts_on = forms.DateField(
        label=_("Holds from"),
        help_text=_("The day that Meta names for these rates. Earlier tables stay, and hold until then."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
