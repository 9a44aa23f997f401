"""What goes into each place of the template: the same for everybody, or what is known of each person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Field
from templates_app import filling
from templates_app.filling import sources
from templates_app.filling.places import FILES
from templates_app.models import Template

FILE_KINDS = set(FILES.values())
OF_FIELD = "field:"


@dataclass(frozen=True)
class Row:
    """One place, with the fields it is filled in by."""

    place: filling.Place
    title: str
    fields: list[forms.BoundField]


class TemplateForm(forms.Form):
    template = forms.ModelChoiceField(label=gettext_lazy("Template"), queryset=Template.objects.none())

    def __init__(self, *args: Any, templates: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]


class MessageForm(forms.Form):
    def __init__(self, *args: Any, template: Template, values: dict[str, Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = filling.places(template.design)
        kept = sources.read(values)
        kinds: list[tuple[str, Any]] = [(kind, words) for kind, words in sources.KINDS.items() if kind != sources.AGENT]
        kinds += [(f"{OF_FIELD}{field.key}", field.name) for field in Field.objects.all()]
        for place in self.places:
            source = kept.get(place.key, sources.Source())
            if place.takes_words:
                self._add_words(place, source, kinds)
            elif place.kind in FILE_KINDS:
                told = source.value if isinstance(source.value, dict) else {}
                self.fields[f"{place.key}-value"] = forms.URLField(
                    label=_("Address of the file"),
                    initial=told.get("link", ""),
                    required=False,
                    assume_scheme="https",
                    help_text=_("WhatsApp fetches it from there; it must begin with https."),
                )

    def _add_words(self, place: filling.Place, source: filling.Source, kinds: list[tuple[str, Any]]) -> None:
        is_field = source.kind == sources.FIELD
        self.fields[f"{place.key}-from"] = forms.ChoiceField(
            label=_("What goes in"), choices=kinds, initial=f"{OF_FIELD}{source.field}" if is_field else source.kind
        )
        for name, label, initial in (
            ("value", _("The words, if they are the same for everybody"), source.value),
            ("fallback", _("Instead, where it is not known"), source.fallback),
        ):
            self.fields[f"{place.key}-{name}"] = forms.CharField(
                label=label, initial=initial, required=False, widget=forms.TextInput({"dir": "auto"})
            )

    @property
    def rows(self) -> list[Row]:
        return [Row(place, title(place), list(self._fields_of(place))) for place in self.places]

    def filled_from(self) -> dict[str, filling.Source]:
        """As it is kept; whether it is right is asked of the filling."""
        return {place.key: source for place in self.places if (source := self._source(place))}

    def _fields_of(self, place: filling.Place) -> Iterator[forms.BoundField]:
        for name in ("from", "value", "fallback"):
            if f"{place.key}-{name}" in self.fields:
                yield self[f"{place.key}-{name}"]

    def _source(self, place: filling.Place) -> filling.Source | None:
        said = self.cleaned_data
        value = said.get(f"{place.key}-value", "")
        if place.kind in FILE_KINDS:
            return sources.Source(value={"link": value}) if value else None
        kind = said.get(f"{place.key}-from")
        if not kind:
            return None
        field = kind.removeprefix(OF_FIELD) if kind.startswith(OF_FIELD) else ""
        fallback = said.get(f"{place.key}-fallback", "")
        if field:
            return sources.Source(sources.FIELD, field=field, fallback=fallback)
        if kind == sources.FIXED:
            return sources.Source(value=value)
        return sources.Source(kind, fallback=fallback)


def title(place: filling.Place) -> str:
    told = {"name": place.name, "card": (place.card or 0) + 1}
    if place.kind in FILE_KINDS:
        words = _("File in the header")
    elif place.part == "button":
        words = _("Code to copy") if place.kind == "coupon_code" else _("End of the link")
    elif place.part == "header":
        words = _("Header: %(name)s") % told
    else:
        words = _("Text: %(name)s") % told
    return words if place.card is None else _("Card %(card)d: ") % told + words
