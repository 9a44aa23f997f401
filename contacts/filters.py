"""Which people a list shows: what stands in its address, read, written back and made a query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from contacts import access, finding, queries
from contacts.models import Contact, Favourite, Segment
from contacts.segments import conditions
from contacts.segments import queries as segments
from contacts.segments.conditions import Condition, Wrong
from nxtchat.team.models import Agent

SORTS = (queries.CREATED, queries.NAME, queries.HEARD)
MOST = 20  # conditions


@dataclass(frozen=True)
class Filter:
    q: str = ""
    asked: tuple[Condition, ...] = ()
    match: str = Segment.Match.ALL
    sort: str = queries.CREATED
    only_favourites: bool = False
    segment: int | None = None  # whose conditions these were
    wrong: tuple[str, ...] = field(default=(), compare=False)  # what of the address could not be meant

    @property
    def is_on(self) -> bool:
        return bool(self.q or self.asked or self.only_favourites)

    @property
    def query(self) -> str:
        return urlencode(self.parts)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What stands in the address, and in hidden fields of forms."""
        usual = Filter()
        plain = {
            "q": self.q,
            "match": self.match if self.match != usual.match else "",
            "sort": self.sort if self.sort != usual.sort else "",
            "favourites": "1" if self.only_favourites else "",
            "segment": str(self.segment or ""),
        }
        return [(name, value) for name, value in plain.items() if value] + [("c", one.token) for one in self.asked]

    @property
    def parts_without_q(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.parts if name != "q"]

    @property
    def stored(self) -> dict[str, Any]:
        return {
            "q": self.q,
            "match": self.match,
            "conditions": [one.stored for one in self.asked],
            "favourites": self.only_favourites,
        }

    def but(self, **other: Any) -> "Filter":
        return replace(self, **other)


def read(asked: QueryDict, *, agent: Agent) -> Filter:
    """The filter of an address; what cannot be meant is left out and told in `wrong`."""
    number = asked.get("segment", "")
    segment = segments.segments_for(agent).filter(pk=number).first() if _is_id(number) else None
    given = [Condition.read(token) for token in asked.getlist("c")]
    match = asked.get("match", "")
    if segment and not given:
        given, match = segments.conditions_of(segment), match or segment.match
    if asked.get("add"):  # one more, from the form that has a field for each part
        given.append(Condition.read(f"{asked['add']}.{asked.get('value', '')}"))
    good, wrong = _cleaned(given)
    sort = asked.get("sort", "")
    return Filter(
        q=asked.get("q", "").replace("\0", "").strip()[:100],
        asked=tuple(good),
        match=match if match in Segment.Match.values else Segment.Match.ALL,
        sort=sort if sort in SORTS else queries.CREATED,
        only_favourites=asked.get("favourites") == "1",
        segment=segment.pk if segment else None,
        wrong=tuple(wrong),
    )


@dataclass(frozen=True)
class Listed:
    """Those of whom all this is true, and whom the agent may know of: in parts without anybody in common."""

    parts: list[QuerySet[Contact]]
    is_cut: bool = False  # what is typed may find others


def listed(wanted: Filter, *, agent: Agent) -> Listed:
    true_of_them, is_cut = segments.matching(wanted.asked, match=wanted.match), False
    if wanted.q:
        found = finding.found(wanted.q, seen=access.seen_by(agent))
        true_of_them, is_cut = true_of_them & Q(pk__in=finding.these(found.ids)), found.is_cut
    if wanted.only_favourites:
        true_of_them &= Q(pk__in=Favourite.objects.filter(agent=agent).values("contact"))
    return Listed([part.filter(true_of_them) for part in access.parts(agent)], is_cut)


def people(wanted: Filter, *, agent: Agent) -> QuerySet[Contact]:
    """The same people as one query, for whoever takes them all."""
    return reduce(or_, listed(wanted, agent=agent).parts)


def from_stored(stored: Mapping[str, Any]) -> Filter:
    return Filter(
        q=stored.get("q", ""),
        match=stored.get("match", Segment.Match.ALL),
        asked=tuple(conditions.from_stored(stored.get("conditions", []))),
        only_favourites=bool(stored.get("favourites")),
    )


def _cleaned(given: Iterable[Condition]) -> tuple[list[Condition], list[str]]:
    good: list[Condition] = []
    wrong: list[str] = []
    for one in list(given)[:MOST]:
        try:
            cleaned = conditions.clean(one)
        except Wrong as refusal:
            wrong.append(str(refusal))
        else:
            if cleaned not in good:
                good.append(cleaned)
    return good, wrong


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
