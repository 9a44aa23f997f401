"""What a person says about a file."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from contacts.imports import columns, detecting, preview
from contacts.models import Import


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, TSV or Excel (.xlsx), up to 50 MB and 500,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"empty": _("There is nothing in this file.")},
    )


class ReadingForm(forms.Form):
    """How the file is to be read."""

    encoding = forms.ChoiceField(label=_("Letters"), choices=list(detecting.ENCODINGS.items()))
    delimiter = forms.ChoiceField(label=_("Between the columns"), choices=list(detecting.DELIMITERS.items()))
    has_header = forms.BooleanField(label=_("The first row holds the names of the columns"), required=False)
    country = forms.ChoiceField(
        label=_("Country of numbers without a country code"),
        required=False,
        help_text=_("The country of your own number, unless you say otherwise."),
    )

    def __init__(self, *args, kept: Import, **kwargs) -> None:
        kwargs["initial"] = {name: getattr(kept, name) for name in ("encoding", "delimiter", "has_header", "country")}
        super().__init__(*args, **kwargs)
        none = [("", _("None: every number begins with its country code"))]
        self.fields["country"].choices = none + preview.countries()  # type: ignore[attr-defined]
        if kept.format == Import.Format.XLSX:
            del self.fields["encoding"], self.fields["delimiter"]

    def read_as(self, kept: Import) -> dict[str, Any]:
        said = {"encoding": kept.encoding, "delimiter": kept.delimiter} | self.cleaned_data
        return {name: said[name] for name in ("encoding", "delimiter", "has_header", "country")}


class ColumnsForm(forms.Form):
    """What each column holds: one choice for each."""

    def __init__(self, *args, kept: Import, samples: Sequence[Sequence[str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.count = len(kept.headers)
        for index, header in enumerate(kept.headers):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=lazystr(header),
                choices=columns.choices(),
                required=False,
                initial=kept.columns[index] if index < len(kept.columns) else columns.IGNORE,
                help_text=" · ".join(samples[index]),
            )

    def chosen(self) -> list[str]:
        return [self.cleaned_data.get(f"column_{index}", columns.IGNORE) for index in range(self.count)]


class ConsentForm(forms.Form):
    """What these people agreed to. Without it they are on file, and are not written to."""

    has_consent = forms.TypedChoiceField(
        label=_("Did these people agree to be written to by you on WhatsApp?"),
        choices={"yes": _("Yes, and I can say how"), "no": _("No, or I do not know: they get nothing from us")},
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    wording = forms.CharField(
        label=_("The exact words they agreed to"),
        required=False,
        max_length=5_000,
        help_text=_("Copy them from your form or page, as they stood there."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    how = forms.CharField(
        label=_("Where and how they agreed"),
        required=False,
        max_length=2_000,
        help_text=_("For example: a box to tick at the checkout of our shop."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    on = forms.DateField(
        label=_("When they agreed"),
        required=False,
        help_text=_("The day, or the last one it was possible."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, kept: Import, **kwargs) -> None:
        said = {True: "yes", False: "no", None: None}[kept.has_consent]
        kwargs["initial"] = {
            "has_consent": said,
            "wording": kept.consent_wording,
            "how": kept.consent_how,
            "on": kept.consent_on,
        }
        super().__init__(*args, **kwargs)

    def said(self) -> dict:
        """What was typed so far, finished or not."""
        names = ("has_consent", "wording", "how", "on")
        empty = {"has_consent": None, "wording": "", "how": "", "on": None}
        return {name: self.cleaned_data.get(name, empty[name]) for name in names}

    def ask_for_the_rest(self) -> None:
        """Going on needs an answer, and a proof where there is one to give."""
        said = self.said()
        if said["has_consent"] is None:
            self.add_error("has_consent", _("Choose one. Without an answer nobody is imported."))
        if said["has_consent"]:
            for name in ("wording", "how", "on"):
                if not said[name] and name not in self.errors:
                    self.add_error(name, _("Needed as a proof, should anybody ask."))


class DoublesForm(forms.Form):
    doubles = forms.ChoiceField(
        label=_("People who are on file already"), choices=Import.Doubles.choices, widget=forms.RadioSelect
    )
