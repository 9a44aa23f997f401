"""What an admin types to connect a number. Secrets go in and are never shown again."""

import re

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from nxtchat.whatsapp.checkup import Result
from nxtchat.whatsapp.models import Number

# Meta gives digits; a stand-in for Meta may give words with a digit in them.
META_ID = re.compile(r"(?=.*\d)[\w.-]{1,40}", re.ASCII)


class MetaIdField(forms.CharField):
    """One of Meta's long numbers, as people paste it: with spaces around, or in a line of other words."""

    def __init__(self, **more) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **more)

    def clean(self, value: str) -> str:
        value = super().clean(value)
        if value and not META_ID.fullmatch(value):
            raise forms.ValidationError(_("This is a long number without letters or spaces, such as 102290129340398."))
        return value


class SecretField(forms.CharField):
    """Write-only: what was typed is not sent back, not even beside a mistake elsewhere."""

    def __init__(self, **more) -> None:
        secret = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        super().__init__(max_length=2000, widget=secret, **more)

    def clean(self, value: str) -> str:
        value = super().clean(value)
        if re.search(r"\s", value):
            raise forms.ValidationError(_("There is a space or a line break in it. Copy it again."))
        if not (value.isascii() and value.isprintable()):
            raise forms.ValidationError(_("There is a character in it that Meta never uses. Copy it again."))
        return value


class TokenForm(forms.Form):
    token = SecretField(
        label=_("Access token"),
        help_text=_("It is long, and most begin with EAA."),
    )


class SecretForm(forms.Form):
    app_secret = SecretField(label=_("App secret"), help_text=_("At Meta: your app, “App settings”, “Basic”."))


class ConnectForm(TokenForm, SecretForm):
    """Also reads the options of the `connect_number` command."""

    app_id = MetaIdField(label=_("App id"), help_text=_("At Meta: your app, at the top of every page."))
    waba_id = MetaIdField(
        label=_("WhatsApp business account id"), help_text=_("At Meta: your app, “WhatsApp”, “API Setup”.")
    )
    phone_number_id = MetaIdField(label=_("Phone number id"), help_text=_("On the same page, under the number."))
    display_phone = forms.CharField(
        label=_("Phone number"),
        max_length=40,
        help_text=_("As customers know it, with the country code: +55 11 98765-4321."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    verify_token = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    field_order = ("app_id", "app_secret", "token", "waba_id", "phone_number_id", "display_phone")

    def clean_display_phone(self) -> str:
        phone = self.cleaned_data["display_phone"]
        if len(re.sub(r"\D", "", phone)) < 7:
            raise forms.ValidationError(_("A phone number has more digits."))
        return phone

    def clean(self) -> dict[str, str]:
        """Three of the numbers look alike and stand close together at Meta."""
        cleaned = super().clean() or {}
        ids = [cleaned.get(name) for name in ("app_id", "waba_id", "phone_number_id")]
        if ids[2] and ids[2] in ids[:2]:
            self.add_error("phone_number_id", _("This id was typed twice; the phone number has one of its own."))
        elif ids[1] and ids[0] == ids[1]:
            self.add_error("waba_id", _("This id was typed twice; the account has one of its own."))
        return cleaned


class NewNumberForm(ConnectForm):
    """The page connects new ones only: what is known of the others changes on their own pages."""

    def clean_phone_number_id(self) -> str:
        known = self.cleaned_data["phone_number_id"]
        if number := Number.objects.filter(phone_number_id=known).first():
            said = _("This number is connected already: replace its token or secret on its page.")
            link = format_html('<a href="{}">{}</a>', reverse("whatsapp:number", args=[number.pk]), number)
            raise forms.ValidationError(format_html("{} {}", said, link))
        return known

    def add_refusal(self, results: list[Result]) -> None:
        """What Meta does not accept, line by line."""
        self.add_error(None, _("This business account is connected already, with other keys. Nothing was changed:"))
        for result in results:
            self.add_error(None, f"{result.question} {result.said} {result.fix}")
