"""How a value is shown to people."""

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from contacts.fields.cleaning import Value
from contacts.models import Field


def shown(field: Field, value: Value) -> str:
    if value is None or value == "":
        return ""
    if field.kind == Field.Kind.YES_NO:
        return gettext("Yes") if value else gettext("No")
    if field.kind == Field.Kind.NUMBER and isinstance(value, int | float):
        return number_format(value, use_l10n=True, force_grouping=abs(value) >= 10_000)
    if field.kind == Field.Kind.DATE:
        return date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
    return str(value)
