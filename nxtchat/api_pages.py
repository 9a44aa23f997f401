"""Pages of a list that keep their place while rows come and go: they go on by key, not by count."""

from collections.abc import Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

if TYPE_CHECKING:
    from rest_framework.views import APIView

DEFAULT, LARGEST = 50, 200
OLDER, NEWER = "older", "newer"


class Pages(BasePagination):
    """Newest first by the view's `newest_by`, a moment, and then by id; or by id alone."""

    request: Request

    def paginate_queryset(  # type: ignore[override]  # a list has no keys to go on by
        self, queryset: QuerySet | Sequence[QuerySet], request: Request, view: "APIView | None" = None
    ) -> list[Any]:
        """`queryset`: also parts without a row in common, each of which an index finds by itself."""
        self.request = request
        self.newest_by = getattr(view, "newest_by", "created_at")
        limit, cursor = _limit(request), request.query_params.get("cursor", "")
        way, key = self._read(cursor) if cursor else (OLDER, None)
        sign = "-" if way == OLDER else ""
        parts = [queryset] if isinstance(queryset, QuerySet) else queryset
        rows = []
        for part in parts:
            found = part.order_by(*(f"{sign}{field}" for field in self._fields))
            rows += list((found.filter(self._beyond(way, key)) if key else found)[: limit + 1])
        if len(parts) > 1:
            rows.sort(key=attrgetter(*self._fields), reverse=way == OLDER)
            rows = rows[: limit + 1]
        goes_on = len(rows) > limit
        rows = rows[:limit] if way == OLDER else rows[:limit][::-1]
        # On the side that we came from there is always more.
        self.has_older = goes_on if way == OLDER else True
        self.has_newer = bool(key) if way == OLDER else goes_on
        self.ends = (rows[0], rows[-1]) if rows else None
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, **self._links()})

    def get_paginated_response_schema(self, schema: dict) -> dict:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {"results": schema, "next": link, "previous": link},
        }

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict]:
        limit = {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": DEFAULT}
        return [
            {"name": "cursor", "in": "query", "schema": {"type": "string"}, "description": "Taken from `next`."},
            {"name": "limit", "in": "query", "schema": limit, "description": "How many at most."},
        ]

    def _links(self) -> dict[str, str | None]:
        if not self.ends:
            return {"next": None, "previous": None}
        newest, oldest = self.ends
        return {
            "next": self._link(OLDER, oldest) if self.has_older else None,
            "previous": self._link(NEWER, newest) if self.has_newer else None,
        }

    def _link(self, way: str, row: Model) -> str:
        moment = "" if self._is_by_id else getattr(row, self.newest_by).astimezone(UTC).isoformat()
        asked = self.request.query_params.dict() | {"cursor": f"{way}_{moment}_{row.pk}"}
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(asked)}")

    @property
    def _is_by_id(self) -> bool:
        return self.newest_by == "id"

    @property
    def _fields(self) -> tuple[str, ...]:
        return ("id",) if self._is_by_id else (self.newest_by, "id")

    def _read(self, cursor: str) -> tuple[str, tuple[datetime | None, int]]:
        try:
            way, moment, pk = cursor.split("_")
            if way not in {OLDER, NEWER} or len(pk) > 18 or not (pk.isascii() and pk.isdigit()):
                raise ValueError
            at = None if self._is_by_id else datetime.fromisoformat(moment).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError({"cursor": _("This cursor was not given out here.")}) from error
        return way, (at, int(pk))

    def _beyond(self, way: str, key: tuple[datetime | None, int]) -> Q:
        at, pk = key
        than = "lt" if way == OLDER else "gt"
        if at is None:
            return Q(**{f"id__{than}": pk})
        later = Q(**{f"{self.newest_by}__{than}": at})
        same = Q(**{self.newest_by: at, f"id__{than}": pk})
        return (later | same) & Q(**{f"{self.newest_by}__{than}e": at})  # the last lets the index find the place


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(DEFAULT))
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= LARGEST):
        raise ValidationError({"limit": _("A whole number from 1 to %(largest)d.") % {"largest": LARGEST}})
    return int(text)
