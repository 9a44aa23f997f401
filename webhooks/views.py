"""Meta's handshake, and the page where an admin sees every event that came in."""

import json

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nxtchat.guard import SignedIn, may
from webhooks import queries, reasons, refusals, services
from webhooks.models import WebhookEvent

log = structlog.get_logger(__name__)

LONGEST_CHALLENGE = 512


@login_not_required
@require_GET
def handshake(request: HttpRequest) -> HttpResponse:
    """Meta asks once whether we expect it; the bare challenge is the answer. Its POSTs go to receiver.py."""
    challenge = request.GET.get("hub.challenge", "")
    if request.GET.get("hub.mode") != "subscribe" or not 0 < len(challenge) <= LONGEST_CHALLENGE:
        return HttpResponse(status=403)
    if not services.verify(token=request.GET.get("hub.verify_token", "")):
        return HttpResponse(status=403)
    return HttpResponse(challenge, content_type="text/plain; charset=utf-8")


@require_GET
@may("events.read")
def events(request: SignedIn) -> HttpResponse:
    state = request.GET.get("state", "")
    before = request.GET.get("before", "")
    is_key = before.isdecimal() and len(before) < 19
    page = queries.page(state, before=int(before) if is_key else None)
    context = {
        "page": page,
        "state": state if state in WebhookEvent.State else "",
        "states": WebhookEvent.State.choices,
        "before": before,
        "refused": sum(refusals.refused().values()),
    }
    return render(request, "webhooks/events.html", context)


@require_GET
@may("events.read")
def event(request: SignedIn, event_id: int) -> HttpResponse:
    """One event with its raw body. Bodies hold what customers wrote, so looking at one leaves a line in the log."""
    found = get_object_or_404(WebhookEvent.objects.select_related("account"), pk=event_id)
    log.info("event body read", webhook_event=found.pk, agent=request.user.pk)
    context = {
        "event": found,
        "reason": reasons.in_words(found.error),
        "parked": found.parked.order_by("position"),
        "body": _readable(bytes(found.body)),
        "may_replay": request.user.may("events.replay"),
    }
    return render(request, "webhooks/event.html", context)


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
def replay_failed(request: SignedIn) -> HttpResponse:
    count = services.replay(queries.failed())
    words = ngettext("%(count)d event is being handled again.", "%(count)d events are being handled again.", count)
    messages.success(request, words % {"count": count})
    return redirect("webhooks:events")


def _readable(body: bytes) -> str:
    """The body laid out for reading; as it came where it is no JSON."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return body.decode(errors="replace")
