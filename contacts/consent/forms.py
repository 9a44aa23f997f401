"""What an agent heard somebody allow or forbid, and what is set against writing to them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from contacts.above import Proof
from contacts.consent.ledger import AHEAD
from contacts.models import ConsentEvent, Mark, Purpose, Wording

LONG = 2000
OFFSETS = 15 * 60  # minutes that a clock may be away from the server's


class ConsentForm(forms.Form):
    """`proofs`: what they wrote to us, of which one may be the proof."""

    purpose = forms.ChoiceField(label=_("For"), choices=Purpose)
    is_given = forms.TypedChoiceField(
        label=_("They said"),
        choices=[("yes", _("Yes, they agree")), ("no", _("No, they want none"))],
        coerce=lambda word: word == "yes",
    )
    at = forms.DateTimeField(
        label=_("When they said it"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    # How many minutes the clock of the browser is behind; without scripts the server's own time is meant.
    offset = forms.IntegerField(
        min_value=-OFFSETS, max_value=OFFSETS, required=False, widget=forms.HiddenInput({"autocomplete": "off"})
    )
    channel = forms.ChoiceField(label=_("Where"), choices=[("", "—"), *ConsentEvent.Channel.choices])
    message = forms.ChoiceField(label=_("Their message that proves it"), required=False)
    version = forms.ModelChoiceField(
        Wording.objects.all(), label=_("The sentence that they agreed to"), required=False, empty_label=_("Another one")
    )
    wording = forms.CharField(
        label=_("Or in which words"),
        max_length=LONG,
        required=False,
        help_text=_("What they said, or the sentence that was shown to them."),
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
    evidence = forms.CharField(
        label=_("Where else the proof is"),
        max_length=LONG,
        required=False,
        help_text=_("For example: the form in the folder of May, the e-mail of that day."),
        widget=forms.TextInput({"dir": "auto"}),
    )

    def __init__(self, *args: Any, proofs: Sequence[Proof] = (), chosen: str = "", **kwargs: Any) -> None:
        self.proofs = {proof.id: proof for proof in proofs}
        kwargs["initial"] = _from(self.proofs.get(chosen)) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        told = [(proof.id, _shortly(proof)) for proof in proofs]
        self.fields["message"].choices = [("", _("None of them")), *told]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        proof, version = self.proofs.get(given.pop("message", "")), given.pop("version", None)
        given["message"] = proof.message if proof else None
        given["version"], given["language"] = (str(version), version.language) if version else ("", "")
        given["wording"] = version.text if version else given.get("wording") or (proof.words if proof else "")
        if not given["wording"]:
            self.add_error("wording", _("Without the words nothing can be proven."))
        if version and version.purpose != given.get("purpose"):
            self.add_error("version", _("This sentence is for something else."))
        if at := given.get("at"):
            given["at"] = _exactly(at + timedelta(minutes=given.get("offset") or 0), proof)
            if given["at"] > timezone.now() + AHEAD:
                self.add_error("at", _("This lies in the future."))
        given.pop("offset", None)
        return given


class WordingForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("Where it stands, such as “Form at the till”. The same name again makes the next version."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    purpose = forms.ChoiceField(label=_("For"), choices=Purpose)
    text = forms.CharField(label=_("The sentence"), max_length=LONG, widget=forms.Textarea({"rows": 3, "dir": "auto"}))
    language = forms.ChoiceField(label=_("Language"), choices=[("", "—"), *settings.LANGUAGES], required=False)


class MarkForm(forms.Form):
    kind = forms.ChoiceField(label=_("What"), choices=[])
    reason = forms.CharField(label=_("Why"), max_length=LONG, widget=forms.TextInput({"dir": "auto"}))

    def __init__(self, *args, kinds: list[Mark.Kind], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(label=_("What"), choices=[(kind.value, kind.label) for kind in kinds])
        self.order_fields(["kind", "reason"])


def _from(proof: Proof | None) -> dict[str, Any]:
    """What the form says before anybody filled it in: that it was just now, or what the message says."""
    if proof is None:
        return {"at": _minute(timezone.now())}
    chat = ConsentEvent.Channel.CHAT
    return {"at": _minute(proof.at), "message": proof.id, "wording": proof.words, "channel": chat}


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0, tzinfo=None)


def _exactly(minute: datetime, proof: Proof | None) -> datetime:
    """The second that is meant: what they said in the same minute before or after counts differently."""
    meant = [proof.at] if proof else []
    return next((at for at in [*meant, timezone.now()] if _minute(at) == _minute(minute)), minute)


def _shortly(proof: Proof) -> str:
    return f"{date_format(proof.at, 'SHORT_DATETIME_FORMAT')} · {Truncator(proof.words).chars(60)}"
