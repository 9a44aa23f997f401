"""What people fill in about themselves and each other."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from nxtchat.team import throttle
from nxtchat.team.models import Agent, Team
from nxtchat.team.roles import CAPABILITIES, Role


class SignInForm(AuthenticationForm):
    """Says the same whether the e-mail, the password or the permission to sign in is missing."""

    error_messages = {
        "invalid_login": lazy("This e-mail and password do not belong together."),
        "inactive": lazy("This e-mail and password do not belong together."),
    }
    wait = 0  # seconds until the next try, when there were too many

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["username"]
        email.label = _("E-mail")
        email.widget = forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True, "maxlength": 254})

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not email or not password:
            return self.cleaned_data
        assert self.request is not None  # the view always gives it
        tries = throttle.counters(self.request, email=email)
        if wait := throttle.try_now(tries):
            self.wait = wait
            raise ValidationError(too_many_tries(wait), code="wait")
        cleaned = super().clean()
        throttle.succeeded(tries)
        return cleaned


def too_many_tries(wait: int) -> str:
    if wait < 60:
        words = ngettext(
            "Too many attempts. Please wait %(n)s second.", "Too many attempts. Please wait %(n)s seconds.", wait
        )
        return words % {"n": wait}
    minutes = -(-wait // 60)
    words = ngettext(
        "Too many attempts. Please wait %(n)s minute.", "Too many attempts. Please wait %(n)s minutes.", minutes
    )
    return words % {"n": minutes}


class WelcomeForm(forms.Form):
    """The first thing a person tells us. The e-mail is asked only of the first admin."""

    name = forms.CharField(
        label=lazy("Your name"),
        max_length=120,
        help_text=lazy("Colleagues see it beside what you write."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    email = forms.EmailField(
        label=lazy("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=lazy("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, invited: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())
        if invited:
            self.fields["email"].disabled = True
            self.fields["email"].initial = invited

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            person = Agent(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=lazy("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=lazy("Role"), choices=Role, initial=Role.AGENT)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=lazy("Role"), choices=Role)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class TeamForm(forms.ModelForm):
    """A new team: its name only; the members are chosen on its own card."""

    class Meta:
        model = Team
        fields = ("name",)
        labels = {"name": lazy("Name of the team")}


class MembersForm(forms.Form):
    members = forms.ModelMultipleChoiceField(
        label=lazy("Members"),
        queryset=Agent.objects.filter(is_active=True).order_by("name", "pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class PreferencesForm(forms.ModelForm):
    """Name, language and theme, as the agent wants them."""

    class Meta:
        model = Agent
        fields = ("name", "language", "theme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from django.conf import settings

        super().__init__(*args, **kwargs)
        languages = [("", _("As the browser says")), *settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
        themes = [("", _("Like the device")), ("light", _("Light")), ("dark", _("Dark"))]
        self.fields["theme"] = forms.ChoiceField(label=_("Theme"), choices=themes, required=False)
        self.fields["name"].label = _("Name")


class ChangePasswordForm(PasswordChangeForm):
    """Django's, with the tries at the old password made as slow as those at signing in."""

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        del self.fields["old_password"].widget.attrs["autofocus"]  # the page is about more than the password
        self.fields["new_password1"].help_text = " ".join(password_validators_help_texts())

    @sensitive_variables()
    def clean_old_password(self) -> str:
        tries = throttle.counters(self.request, email=self.user.email)
        if wait := throttle.try_now(tries):
            raise ValidationError(too_many_tries(wait), code="wait")
        old_password = super().clean_old_password()
        throttle.succeeded(tries)
        return old_password


class TokenForm(forms.Form):
    name = forms.CharField(label=lazy("What it is for"), max_length=80)

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(name, name) for name in sorted(CAPABILITIES) if agent.may(name)]
        choices = [("all", _("Everything that I may do")), *own]
        self.fields["scopes"] = forms.MultipleChoiceField(
            label=_("What it may do"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one thing that it may do.")},
        )
