"""People by what is known of them in a field: the same expressions as the indexes have, letter by letter."""

from django.db.models import BooleanField, DecimalField, F, Func, TextField

from contacts.models import Field

_OVER = {
    Field.Kind.TEXT: """(lower(fields ->> '{slot}') COLLATE "C")""",
    Field.Kind.NUMBER: "((fields ->> '{slot}')::numeric)",
}
_OTHER = """((fields ->> '{slot}') COLLATE "C")"""


def expression(field: Field) -> str:
    """What the index of the field is over. Of a text the small letters; of a date, as it is kept, ISO."""
    return _OVER.get(Field.Kind(field.kind), _OTHER).format(slot=field.pk)


def value_of(field: Field) -> Func:
    """The value, to be compared. Nothing is known: null."""
    template = expression(field).replace("fields ->>", "%(expressions)s ->>")
    output = DecimalField() if field.kind == Field.Kind.NUMBER else TextField()
    return Func(F("fields"), template=template, output_field=output)


def is_known(field: Field) -> Func:
    template = value_of(field).extra["template"]
    return Func(F("fields"), template=f"({template} IS NOT NULL)", output_field=BooleanField())
