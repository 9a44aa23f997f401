"""What can be asked of people by custom fields."""

from decimal import Decimal

from django.db.models import Q
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual, StartsWith
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts import fields
from contacts.fields import finding
from contacts.models import Field
from contacts.segments.conditions import Choices, Kind, Op, Wrong, register_family

IS, FROM, TO = gettext_lazy("is"), gettext_lazy("is at least"), gettext_lazy("is at most")
_OPS: dict[str, dict[str, Op]] = {
    Field.Kind.TEXT: {"is": Op(IS, "text"), "begins": Op(gettext_lazy("begins with"), "text")},
    Field.Kind.NUMBER: {"is": Op(IS, "number"), "from": Op(FROM, "number"), "to": Op(TO, "number")},
    Field.Kind.DATE: {
        "is": Op(IS, "date"),
        "from": Op(gettext_lazy("is on or after"), "date"),
        "to": Op(gettext_lazy("is on or before"), "date"),
    },
    Field.Kind.CHOICE: {"is": Op(IS), "not": Op(gettext_lazy("is not"))},
    Field.Kind.YES_NO: {"is": Op(IS)},
}
_ALWAYS = {
    "known": Op(gettext_lazy("is filled in"), "none"),
    "unknown": Op(gettext_lazy("is empty"), "none"),
}


def _kind(member: str) -> Kind:
    field = (
        Field.objects.filter(pk=member).first() if member.isascii() and member.isdigit() and len(member) < 19 else None
    )
    if field is None:
        raise Wrong(_("This field is not there any more."))
    return _kind_of(field)


def _kind_of(field: Field) -> Kind:
    def clean(op: str, value: str) -> str:
        try:
            found = fields.clean(field, value)
        except fields.Unfit as unfit:
            raise Wrong(str(unfit)) from unfit
        return {True: "true", False: "false"}.get(found, str(found)) if isinstance(found, bool) else str(found)

    def query(op: str, value: str) -> Q:
        known = Q(finding.is_known(field))
        if op == "known":
            return known
        if op == "unknown":
            return ~known
        is_so = _compared(field, op, value)
        return ~(known & is_so) if op == "not" else is_so

    def words(op: str, value: str) -> str:
        return _shown(field, value)

    return Kind(field.name, _OPS[field.kind] | _ALWAYS, clean, query, words, lambda: _choices(field))


def _compared(field: Field, op: str, value: str) -> Q:
    there = finding.value_of(field)
    if field.kind == Field.Kind.TEXT:
        return Q((StartsWith if op == "begins" else Exact)(there, value.lower()))
    compare = {"from": GreaterThanOrEqual, "to": LessThanOrEqual}.get(op, Exact)
    return Q(compare(there, Decimal(value) if field.kind == Field.Kind.NUMBER else value))


def _choices(field: Field) -> Choices:
    if field.kind == Field.Kind.YES_NO:
        return [("true", _("Yes")), ("false", _("No"))]
    return [(choice, choice) for choice in field.choices]


def _shown(field: Field, value: str) -> str:
    try:
        return fields.shown(field, fields.clean(field, value))
    except fields.Unfit:
        return value  # a choice that is none any more


def _members() -> dict[str, Kind]:
    return {field.slot: _kind_of(field) for field in Field.objects.all()}


register_family("field", _kind, _members)
