"""What can be asked of people by what contacts itself knows."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts.consent import queries as consent
from contacts.models import Contact, Group, Label
from contacts.models.consent import Purpose
from contacts.models.people import UNPLACED
from contacts.segments.conditions import Choices, Kind, Op, Wrong, register

IS, IS_NOT = Op(gettext_lazy("is")), Op(gettext_lazy("is not"))
LONGEST_PAST = 36_500  # days
_CODES = """
WITH RECURSIVE step AS (
    (SELECT {column} AS code FROM contacts_contact WHERE {column} <> '' ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT {column} FROM contacts_contact WHERE {column} <> '' AND {column} > step.code
            ORDER BY {column} LIMIT 1)
    FROM step WHERE step.code IS NOT NULL)
SELECT code FROM step WHERE code IS NOT NULL LIMIT 300
"""


def _of_rows(label: object, model: type[Model], through: type[Model], column: str) -> Kind:
    """Whoever has, or has not, a row of `model`: a label, a group."""

    def clean(op: str, value: str) -> str:
        if not (value.isascii() and value.isdigit() and len(value) < 19):
            raise Wrong(_("This is none of the things to choose from."))
        if not model._default_manager.filter(pk=value).exists():
            raise Wrong(_("This is not there any more."))
        return value

    def query(op: str, value: str) -> Q:
        has = Q(Exists(through._default_manager.filter(**{column: value}, contact_id=OuterRef("pk"))))
        return has if op == "is" else ~has

    def words(op: str, value: str) -> str:
        found = model._default_manager.filter(pk=value).first()
        return str(found) if found else _("(gone)")

    def choices() -> Choices:
        return [(str(row.pk), str(row)) for row in model._default_manager.order_by("name")]

    return Kind(label, {"is": IS, "not": IS_NOT}, clean, query, words, choices)  # type: ignore[arg-type]


def _of_code(label: object, column: str, shape: Callable[[str], bool], tidy: Callable[[str], str]) -> Kind:
    """Whoever has this code in a column: a language, a country."""

    def clean(op: str, value: str) -> str:
        if not shape(value):
            raise Wrong(_("“%(code)s” is no such code.") % {"code": value[:20]})
        return tidy(value)

    def query(op: str, value: str) -> Q:
        return Q(**{column: value}) if op == "is" else ~Q(**{column: value})

    def choices() -> Choices:
        return [(code, code) for code in _codes(column)]

    return Kind(label, {"is": IS, "not": IS_NOT}, clean, query, lambda op, value: value, choices)  # type: ignore[arg-type]


def _codes(column: str) -> list[str]:
    """The codes that somebody has, each found by one step through the index, however many people there are."""
    with connection.cursor() as cursor:
        cursor.execute(_CODES.format(column=column))
        return [code for (code,) in cursor.fetchall() if code != UNPLACED]


def _days(op: str, value: str) -> str:
    if not (value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= LONGEST_PAST):
        raise Wrong(_("Say how many days, such as 30."))
    return str(int(value))


def _in_days(op: str, value: str) -> str:
    return ngettext("%(count)s day", "%(count)s days", int(value)) % {"count": value}


def _since(value: str) -> datetime:
    return timezone.now() - timedelta(days=int(value))


def _heard(op: str, value: str) -> Q:
    if op == "never":
        return Q(last_heard_at=None)
    return Q(last_heard_at__gte=_since(value)) if op == "within" else Q(last_heard_at__lt=_since(value))


def _known(op: str, value: str) -> Q:
    return Q(created_at__gte=_since(value)) if op == "within" else Q(created_at__lt=_since(value))


def _purpose(op: str, value: str) -> str:
    if value not in Purpose.values:
        raise Wrong(_("This is none of the things to choose from."))
    return value


def _consent(op: str, value: str) -> Q:
    if op == "given":
        return consent.with_consent(value)
    if op == "withdrawn":
        return consent.opted_out(value)
    return ~consent.with_consent(value) & ~consent.opted_out(value)


_WITHIN = Op(gettext_lazy("within the last days"), "number")
_BEFORE = Op(gettext_lazy("longer ago than days"), "number")

register("label", _of_rows(gettext_lazy("Label"), Label, Contact.labels.through, "label_id"))
register("group", _of_rows(gettext_lazy("Group"), Group, Group.members.through, "group_id"))
register(
    "language",
    _of_code(
        gettext_lazy("Language"),
        "language",
        lambda code: len(code) <= 10 and code.replace("_", "").replace("-", "").isalpha(),
        lambda code: code,
    ),
)
register(
    "country",
    _of_code(gettext_lazy("Country"), "country", lambda code: len(code) == 2 and code.isalpha(), str.upper),
)
register(
    "heard",
    Kind(
        gettext_lazy("Last wrote"),
        {"within": _WITHIN, "before": _BEFORE, "never": Op(gettext_lazy("never"), "none")},
        _days,
        _heard,
        _in_days,
    ),
)
register("known", Kind(gettext_lazy("On file"), {"within": _WITHIN, "before": _BEFORE}, _days, _known, _in_days))
register(
    "consent",
    Kind(
        gettext_lazy("Consent"),
        {
            "given": Op(gettext_lazy("given for")),
            "withdrawn": Op(gettext_lazy("withdrawn for")),
            "unknown": Op(gettext_lazy("never asked for")),
        },
        _purpose,
        _consent,
        lambda op, value: str(Purpose(value).label),
        lambda: [(value, str(label)) for value, label in Purpose.choices],
    ),
)
