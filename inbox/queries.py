"""What the inbox shows: a page of the list, a page of a thread."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, Greatest, JSONObject
from django.utils.translation import gettext_lazy as _

from contacts.consent.limits import Limit, limits
from contacts.consent.standing import Standing
from contacts.models import ConsentState, Contact, Identity, Mark
from contacts.queries import named
from inbox import access
from inbox.models import Conversation, Media, ReadMark
from nxtchat.team.models import Agent

PAGE = 30
COUNTED = 99  # a view with more conversations than this says "99+"

VIEWS = {"mine": _("Mine"), "unassigned": _("Unassigned"), "all": _("All")}
STATES = {"open": _("Open"), "resolved": _("Resolved"), "all": _("Open and resolved")}


@dataclass(frozen=True)
class Filter:
    """What of the list somebody asked for. It lives in the address of the page."""

    view: str = "all"
    state: str = "open"
    q: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filter":
        view, state = asked.get("view", ""), asked.get("status", "")
        return cls(
            view=view if view in VIEWS else "all",
            state=state if state in STATES else "open",
            q=asked.get("q", "").replace("\0", "").strip()[:200],
        )

    @property
    def query(self) -> str:
        """For links: only what differs from the usual."""
        usual = Filter()
        asked = {"view": self.view, "status": self.state, "q": self.q}
        given = {
            key: value for key, value in asked.items() if value != getattr(usual, key if key != "status" else "state")
        }
        return f"?{urlencode(given)}" if given else ""

    def but(self, **other: str) -> "Filter":
        return replace(self, **other)


@dataclass(frozen=True)
class Page:
    rows: list[Conversation]
    next_cursor: str


def rows(agent: Agent, wanted: Filter, *, cursor: str = "", limit: int = PAGE, beside: Iterable[Contact] = ()) -> Page:
    """One page of the list, newest first. Going on is by key, so a row that moves is neither lost nor doubled."""
    found = _matching(agent, wanted)
    if key := _key(cursor):
        at, pk = key
        found = found.filter(Q(last_message_at__lt=at) | Q(last_message_at=at, pk__lt=pk), last_message_at__lte=at)
    shown = with_what_rows_show(found, agent).prefetch_related(None)
    page = list(shown.order_by("-last_message_at", "-pk")[: limit + 1])
    more = len(page) > limit
    page = page[:limit]
    with_names([*beside, *(row.contact for row in page)])
    return Page(rows=page, next_cursor=cursor_of(page[-1]) if more else "")


def rows_by_id(agent: Agent, wanted: Filter, ids: Iterable[int]) -> list[Conversation]:
    """Those of the named rows that the agent may see and that belong into this list."""
    return list(with_what_rows_show(_matching(agent, wanted).filter(pk__in=ids), agent))


def waiting(agent: Agent) -> dict[str, int]:
    """How many open conversations each view holds, counted no further than anybody reads."""
    mine, nobodys = (
        _matching(agent, Filter(view=view)).order_by().values_list("assignee_id", flat=True)[: COUNTED + 1]
        for view in ("mine", "unassigned")
    )
    found: list[int | None] = list(mine.union(nobodys, all=True))
    return {"mine": found.count(agent.pk), "unassigned": found.count(None)}


def cursor_of(conversation: Conversation) -> str:
    return f"{conversation.last_message_at.isoformat()}_{conversation.pk}"


def with_names(contacts: Iterable[Contact]) -> None:
    """The ids that people are shown by; one query for all who are on the page."""
    prefetch_related_objects(list(contacts), Prefetch("identities", Identity.objects.order_by("-last_seen")))


def _matching(agent: Agent, wanted: Filter) -> QuerySet[Conversation]:
    found = access.conversations(agent)
    if wanted.view == "mine":
        found = found.filter(assignee=agent)
    elif wanted.view == "unassigned":
        found = found.filter(assignee=None)
    if wanted.state != "all":
        found = found.filter(state=wanted.state)
    return found.filter(named(wanted.q, seen=access.people(agent), contact="contact__")) if wanted.q else found


def with_what_rows_show(found: QuerySet[Conversation], agent: Agent) -> QuerySet[Conversation]:
    seen = ReadMark.objects.filter(agent=agent, conversation=OuterRef("pk")).values("seen_count")[:1]
    return (
        found.select_related("contact", "assignee", "number__account")
        .prefetch_related(Prefetch("contact__identities", Identity.objects.order_by("-last_seen")))
        .annotate(
            unread=Greatest(F("inbound_count") - Coalesce(Subquery(seen, output_field=IntegerField()), 0), 0),
            preview_seconds=_of_the_audio("seconds"),
            preview_is_voice=_of_the_audio("is_voice"),
            marks=ArraySubquery(_theirs(Mark, lifted_at=None).values("kind")),
            consents=ArraySubquery(_theirs(ConsentState).values(told=JSONObject(p="purpose", is_given="is_given"))),
        )
    )


def limits_of_row(row: Conversation) -> list[Limit]:
    """What limits writing to them. For rows of the list."""
    marks, consents = getattr(row, "marks", ()), getattr(row, "consents", ())
    return limits(Standing(set(marks), {told["p"]: told["is_given"] for told in consents}))


def _theirs(model: type[Mark] | type[ConsentState], **what: Any) -> QuerySet:
    return model._default_manager.filter(contact=OuterRef("contact"), **what).order_by()


def _of_the_audio(fact: str) -> Case:
    """Looked up only where the newest message can be listened to."""
    newest = Media.objects.filter(conversation=OuterRef("pk"), kind="audio", message__isnull=False).order_by("-pk")
    return Case(When(preview_kind="audio", then=Subquery(newest.values(fact)[:1])))


def _key(cursor: str) -> tuple[datetime, int] | None:
    at, _sign, pk = cursor.rpartition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), int(pk)
    except ValueError:
        return None
