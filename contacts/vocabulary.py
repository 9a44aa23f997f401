"""The words we sort people by: labels and groups."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contacts.models import Group, Label


class CannotName(Exception):
    """A label or a group cannot be called that, and why."""


def add(model: type[Label] | type[Group], *, name: str) -> Label | Group:
    return _save(model(), name)


def rename(row: Label | Group, *, name: str) -> None:
    _save(row, name)


def remove(row: Label | Group) -> None:
    """The word, not the people."""
    row.delete()


def _save(row: Label | Group, name: str) -> Label | Group:
    row.name = name.replace("\0", "").strip()
    if not row.name or len(row.name) > 60:
        raise CannotName(_("A name has from 1 to 60 characters."))
    if type(row)._default_manager.filter(name__iexact=row.name).exclude(pk=row.pk).exists():
        raise CannotName(_("This name is taken."))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise CannotName(_("This name is taken.")) from None
    return row
