"""The desk of events: what came in, what became of it, and another try."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nxtchat.guard import SignedIn, may
from nxtchat.whatsapp.models import Account, Notice
from nxtchat.whatsapp.notices_words import in_words
from webhooks import glance, outcome, queries, readings, reasons, refusal_words, refusals, retention, search, services
from webhooks.models import WebhookEvent
from webhooks.queries import Age

REPLAYED = ("failed", "unrouted")  # all at once


@never_cache
@require_GET
@may("events.read")
def events(request: SignedIn) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "age", "q")}
    state, age, q = asked["state"], asked["age"], asked["q"]
    moments = queries.of_age(age)
    below = _key(request, "before")
    found = queries.events(state, **moments, among=search.about(q) if q else None)
    page = queries.page(found, below=below)
    glance.add(page.events, agent=request.user)
    context = {
        "page": page,
        **asked,
        "kept": urlencode({name: value for name, value in asked.items() if value}),  # for the next page
        "states": [(value, label, count) for (value, label), count in _states(moments, shown=not q)],
        "ages": [("", _("Any time")), *Age.choices],
        "before": below,
        "refused": sum(one.total for one in refusals.refused()),
        "waits_since": queries.waiting_since(),
        "replays": queries.in_trouble(state).count() if state in REPLAYED and not q else 0,
    }
    return render(request, "webhooks/events.html", context)


@never_cache
@require_GET
@may("events.read")
def turned_away(request: SignedIn) -> HttpResponse:
    """What never became an event: how often, when, and what helps. Nothing of it was kept."""
    accounts = {account.pk: account for account in Account.objects.all()}
    rows = [(one, refusal_words.in_words(one.reason), accounts.get(one.account)) for one in refusals.refused()]
    path = reverse("webhooks:whatsapp")
    return render(request, "webhooks/turned_away.html", {"rows": rows, "days": refusals.DAYS, "path": path})


@never_cache
@require_GET
@may("events.read")
def event(request: SignedIn, event_id: int) -> HttpResponse:
    """One event and what became of it. Its body holds what customers wrote: that is another click, and remembered."""
    found = WebhookEvent.objects.select_related("account").filter(pk=event_id).first()
    if found is None:
        days = {state: kept.days for state, kept in retention.KEPT.items()}
        return render(request, "webhooks/gone.html", {"days": days}, status=404)
    return _show(request, found)


@never_cache
@require_POST
@may("events.read")
def reading(request: SignedIn, event_id: int) -> HttpResponse:
    """Look at the raw body."""
    found = _find(event_id)
    body = readings.read(found, by=request.user)
    asked = search.messages(request.POST.get("message", ""))
    piece = outcome.piece(body, asked[0].wamid) if asked else ""
    return _show(request, found, body=outcome.readable(body), piece=piece)


@require_GET
@may("events.read")
def all_readings(request: SignedIn) -> HttpResponse:
    """Who has looked at raw bodies."""
    rows = queries.readings(below=_key(request, "before"))
    older = rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else None
    context = {"readings": rows[: queries.PAGE], "older": f"?before={older}" if older else ""}
    return render(request, "webhooks/readings.html", context)


@require_POST
@may("events.replay")
def replay(request: SignedIn, event_id: int) -> HttpResponse:
    found = WebhookEvent.objects.filter(pk=event_id)
    get_object_or_404(found.only("pk"))
    services.replay(found)
    messages.success(request, _("The event is being handled again."))
    return redirect("webhooks:event", event_id)


@require_POST
@may("events.replay")
def replay_all(request: SignedIn) -> HttpResponse:
    """All that failed, or all that was not understood: after an upgrade it may be."""
    state = request.POST.get("state", "")
    if state not in REPLAYED:
        raise Http404
    count = services.replay(queries.in_trouble(state))
    words = ngettext("%(count)d event is being handled again.", "%(count)d events are being handled again.", count)
    messages.success(request, words % {"count": count})
    return redirect("webhooks:events")


def _show(request: SignedIn, found: WebhookEvent, **body: str) -> HttpResponse:
    context: dict[str, Any] = {
        "event": found,
        "reason": reasons.in_words(found.error),
        "outcomes": outcome.of(found),
        "notices": [in_words(notice) for notice in Notice.objects.filter(event_id=found.pk)[: queries.PAGE]],
        "readings": found.readings.select_related("agent")[: queries.PAGE],
        "may_replay": request.user.may("events.replay"),
        "message": request.POST.get("message") or request.GET.get("message", ""),
        **body,
    }
    return render(request, "webhooks/event.html", context)


def _find(event_id: int) -> WebhookEvent:
    return get_object_or_404(WebhookEvent.objects.select_related("account"), pk=event_id)


def _states(moments: dict[str, Any], *, shown: bool) -> list[tuple[Any, Any]]:
    """Each state with how many there are; while searching nobody counts."""
    counts = queries.counts(**moments) if shown else {}
    return [(choice, counts.get(choice[0])) for choice in WebhookEvent.State.choices]


def _key(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 19 else None
