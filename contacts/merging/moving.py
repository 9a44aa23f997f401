"""Rows that name one row come to name another: found by looking at the models, so that no table is forgotten."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.related import ForeignKey

Row = dict[str, Any]


@dataclass
class Carried:
    """What was done, to be undone one day."""

    moved: dict[str, list[int]] = field(default_factory=dict)  # column → the rows that name the other one now
    taken: dict[str, list[Row]] = field(default_factory=dict)  # table → the rows that could not, and are gone


def carry(one: type[models.Model], *, drop: int, keep: int, leave: Iterable[str] = ()) -> Carried:
    """Let everything that names the row `drop` name `keep`. What `keep` has already is taken away.

    `leave`: tables that the caller or the database looks after.
    """
    carried = Carried()
    for column in naming(one):
        if column.model._meta.label in leave:
            continue
        rows = column.model._base_manager.filter(**{column.name: drop})
        if doubles := [row.pk for double in _doubles(column, keep) for row in rows.filter(double)]:
            take(carried, column.model._base_manager.filter(pk__in=doubles))
        moved = list(rows.order_by("pk").values_list("pk", flat=True))
        if moved:
            rows.update(**{column.name: keep})
            carried.moved[f"{column.model._meta.label}.{column.name}"] = moved
    return carried


def take(carried: Carried, rows: models.QuerySet) -> None:
    """Remove these, and keep what was in them."""
    if found := [as_row(row) for row in rows.order_by("pk")]:
        carried.taken.setdefault(rows.model._meta.label, []).extend(found)
        rows.delete()


def give_back(one: type[models.Model], *, moved: dict[str, list[int]], kept: int, back: int) -> None:
    """What went over goes back, as far as it is still there."""
    for column in naming(one):
        if rows := moved.get(f"{column.model._meta.label}.{column.name}"):
            theirs = column.model._base_manager.filter(pk__in=rows, **{column.name: kept})
            theirs.update(**{column.name: back})


def put_back(taken: dict[str, list[Row]]) -> None:
    """Write rows again that were taken away, but for those that name something which is gone."""
    for label, rows in taken.items():
        model = apps.get_model(label)
        model._base_manager.bulk_create([from_row(model, row) for row in rows if _is_whole(model, row)])


def naming(one: type[models.Model]) -> list[ForeignKey]:
    """Every column of the database that names a row of this table."""
    found: list[Any] = [
        relation.field  # type: ignore[union-attr]
        for relation in one._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one) and relation.auto_created and not relation.concrete
    ]
    return sorted(found, key=lambda column: (column.model._meta.label, column.name))


def as_row(row: models.Model) -> Row:
    found = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
    return json.loads(json.dumps(found, cls=DjangoJSONEncoder))


def from_row(model: type[models.Model], row: Row) -> models.Model:
    columns = {column.attname: column for column in model._meta.concrete_fields}
    return model(**{name: columns[name].to_python(given) for name, given in row.items() if name in columns})


def _is_whole(model: type[models.Model], row: Row) -> bool:
    named = [column for column in model._meta.concrete_fields if column.is_relation and row.get(column.attname)]
    return all(_others(column).filter(pk=row[column.attname]).exists() for column in named)


def _others(column: models.Field) -> models.QuerySet:
    assert column.related_model is not None
    return column.related_model._base_manager.all()


def _doubles(column: ForeignKey, keep: int) -> Iterable[Q]:
    """Which rows could not name `keep`, because a row like them does."""
    model = column.model
    sets = [(names, Q()) for names in model._meta.unique_together if column.name in names]
    if column.unique:
        sets.append(((column.name,), Q()))
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            names = constraint.fields or tuple(str(one.name) for one in constraint.expressions if isinstance(one, F))  # type: ignore[attr-defined]
            if column.name in names:
                sets.append((tuple(names), constraint.condition or Q()))
    for names, condition in sets:
        others = {name: OuterRef(name) for name in names if name != column.name}
        like = model._base_manager.filter(condition, **{column.name: keep}, **others)
        yield condition & Q(Exists(like))
