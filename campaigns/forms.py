"""What a marketer fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from inbox import access as inbox_access
from nxtchat.team.models import Agent
from nxtchat.whatsapp.models import Number
from templates_app import queries


class NumberField(forms.ModelChoiceField):
    def label_from_instance(self, number: Number) -> str:
        return f"{number} · {number.display_phone}"


class CampaignForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("For your team; customers do not see it."))

    def __init__(self, *args, agent: Agent, **more) -> None:
        super().__init__(*args, **more)
        self.numbers = inbox_access.numbers(agent).select_related("account").order_by("pk")
        self.templates = queries.approved().filter(account__in=self.numbers.values("account"))
        self.fields["number"] = NumberField(label=_("From"), queryset=self.numbers)
        self.fields["template"] = forms.ModelChoiceField(
            label=_("Template"), queryset=self.templates, help_text=_("Approved ones only.")
        )

    @property
    def can_be_filled(self) -> bool:
        """Is there at least one number and one template to choose?"""
        return self.numbers.exists() and self.templates.exists()

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        template, number = cleaned.get("template"), cleaned.get("number")
        if template and number and template.account_id != number.account_id:
            self.add_error("template", _("This template belongs to another account than the number."))
        return cleaned
