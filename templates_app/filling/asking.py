"""The places of a template as fields of a form, and what was written there as the Cloud API's values."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nxtchat.whatsapp.limits.template import NOT_IN_TEXT
from templates_app.filling.places import CATALOG, CODE, COUPON, FLOW, LINK, LOCATION, OFFER, PRODUCT, PRODUCTS, Place

KNOWN = "known-values"  # the list of what is known of the contact, in the page
Fields = dict[str, forms.Field]
NO_BREAKS = RegexValidator(
    NOT_IN_TEXT,
    gettext_lazy("What is filled in may have no line breaks or tabs, and no more than 4 spaces in a row."),
    inverse_match=True,
)


class ProductsField(forms.CharField):
    """Lines: the name of a section, a colon, and the ids of its products with commas between them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        lines = [line for line in (super().to_python(value) or "").splitlines() if line.strip()]
        return [self._section(line) for line in lines]

    def _section(self, line: str) -> dict[str, Any]:
        title, colon, ids = line.partition(":")
        products = [{"product_retailer_id": each.strip()} for each in ids.split(",") if each.strip()]
        if not (colon and title.strip() and products):
            raise forms.ValidationError(_("Write each section as: Summer: id-1, id-2"), code="invalid")
        return {"title": title.strip(), "product_items": products}


def fields(place: Place, *, initial: str = "") -> Fields:
    """What is asked for this place. Files are asked for by whoever keeps them."""
    key = place.key
    match place.kind:
        case "location":
            return {
                f"{key}_latitude": forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90),
                f"{key}_longitude": forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180),
                f"{key}_name": _words(_("Name of the place"), most=1000),
                f"{key}_address": _words(_("Address"), most=1000),
            }
        case "product":
            return {
                f"{key}_product": _words(_("Id of the product"), most=200),
                f"{key}_catalog": _words(_("Id of the catalogue"), most=200),
            }
        case "offer":
            widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            return {key: forms.DateTimeField(label=_("When the offer ends (UTC)"), widget=widget)}
        case "flow":
            return {
                f"{key}_token": _words(_("Token of the flow"), most=500, needed=False),
                f"{key}_data": forms.JSONField(
                    label=_("Data for its first screen, as JSON"), required=False, widget=forms.Textarea({"rows": 2})
                ),
            }
        case "catalog":
            label = _("Product whose picture is shown (its id)")
            return {key: _words(label, most=200, needed=False)}
        case "products":
            help_text = _("One section in each line, with the ids of its products: Summer: id-1, id-2")
            return {
                f"{key}_thumbnail": _words(_("Product whose picture is shown (its id)"), most=200),
                f"{key}_sections": ProductsField(label=_("Products"), help_text=help_text),
            }
    return {key: _words(label_of(place), most=place.most, initial=initial, help_text=place.around, known=True)}


def value(place: Place, given: dict[str, Any]) -> Any:
    """What the fields say, cleaned, as `making` takes it; nothing where the place is left open."""

    def of(name: str) -> Any:
        return given.get(f"{place.key}_{name}")

    match place.kind:
        case kind if kind == LOCATION:
            found = {name: of(name) for name in ("latitude", "longitude", "name", "address")}
            return {name: each for name, each in found.items() if each not in (None, "")}
        case kind if kind == PRODUCT:
            return {"product_retailer_id": of("product"), "catalog_id": of("catalog")}
        case kind if kind == OFFER:
            ends: datetime = given[place.key]
            return {"expiration_time_ms": int(ends.timestamp() * 1000)}
        case kind if kind == FLOW:
            data = {"flow_action_data": of("data")} if of("data") else {}
            return {"flow_token": of("token") or "unused"} | data
        case kind if kind == CATALOG:
            return {"thumbnail_product_retailer_id": given[place.key]} if given.get(place.key) else {}
        case kind if kind == PRODUCTS:
            return {"thumbnail_product_retailer_id": of("thumbnail"), "sections": of("sections")}
    return given.get(place.key, "")


def label_of(place: Place) -> str:
    """What belongs into this place."""
    words = _label(place)
    if place.card is None:
        return words
    return _("Card %(number)d: %(what)s") % {"number": place.card + 1, "what": words}


def _label(place: Place) -> str:
    match place.kind:
        case kind if kind == CODE:
            return _("Sign-in code")
        case kind if kind == COUPON:
            return _("Code to copy")
        case kind if kind == LINK:
            return _("End of the link")
        case "image" | "video" | "document":
            return _("File in the header")
    told = {"name": place.name}
    return _("Header: %(name)s") % told if place.part == "header" else _("Text: %(name)s") % told


def _words(label: str, *, most: int, needed: bool = True, known: bool = False, **more: Any) -> forms.CharField:
    widget = forms.TextInput({"dir": "auto"} | ({"list": KNOWN} if known else {}))
    return forms.CharField(label=label, max_length=most, required=needed, widget=widget, validators=[NO_BREAKS], **more)
