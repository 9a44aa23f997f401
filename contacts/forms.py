"""What an agent may change about a contact."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("For your team. Empty: what they call themselves on WhatsApp."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
