"""The list, the thread and the contact, each at its own address."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from contacts.consent.limits import limits as limits_of
from contacts.models import Contact, Mark, Purpose
from inbox import access, gate, queries, services, threads
from inbox.models import Conversation, Direction, Message, Note, Status
from inbox.sayings import SAYINGS
from nxtchat.guard import SignedIn, may
from nxtchat.live import stream
from nxtchat.whatsapp import limits
from nxtchat.whatsapp.models import Number


def is_fragment(request: SignedIn) -> bool:
    """Asked for by a script of the page that is open, which puts the answer into place."""
    return "HX-Request" in request.headers


def _page(view):
    """The same address answers with the whole page or a part of it."""
    return require_safe(vary_on_headers("HX-Request")(view))


@may("conversations.read")
@_page
def inbox(request: SignedIn) -> HttpResponse:
    since = stream.head()
    context = _list(request)
    if is_fragment(request) and "cursor" in request.GET:
        return render(request, "inbox/_rows.html", context)
    context |= {"since": since, "has_numbers": bool(context["page"].rows) or Number.objects.exists()}
    return render(request, "inbox/page.html", context)


@may("conversations.read")
@_page
def conversation(request: SignedIn, conversation_id: int) -> HttpResponse:
    found = access.conversation(request.user, conversation_id, with_names=False)
    if is_fragment(request) and "before" in request.GET:
        queries.with_names([found.contact])
        context = {
            "conversation": found,
            "filter": queries.Filter.of(request.GET),
            "thread": threads.thread(found, before=request.GET["before"]),
        }
        return render(request, "inbox/_items.html", context)
    return show(request, found, mode=request.GET.get("mode", "reply"))


@may("conversations.read")
@_page
def contact(request: SignedIn, conversation_id: int) -> HttpResponse:
    return show(request, access.conversation(request.user, conversation_id, with_names=False), pane="contact")


def show(request: SignedIn, found: Conversation, *, status: int = 200, **more: Any) -> HttpResponse:
    """A conversation, alone for a script, with the list beside it for everyone else."""
    # Before the queries: what happens while they run is told again, and nothing is missed.
    since = stream.head()
    context = thread_context(request, found) | {"pane": "thread", "since": since} | more
    if is_fragment(request):
        queries.with_names([found.contact])
        return render(request, "inbox/_conversation.html", context, status=status)
    context |= _list(request, found.contact) | {"has_numbers": True}
    return render(request, "inbox/page.html", context, status=status)


def thread_context(request: SignedIn, found: Conversation) -> dict[str, Any]:
    page = threads.thread(found, before=request.GET.get("before", ""))
    unread = found.inbound_count - (getattr(found, "seen_count", None) or 0)
    threads.mark_unread(page.items, unread)
    if unread > 0 and "before" not in request.GET:
        services.mark_read(conversation=found, by=request.user)
    return tools_context(request, found) | {
        "thread": page,
        "is_newest": "before" not in request.GET,
        "limit": limits.TEXT,
        "sayings": SAYINGS,
        "client_id": uuid4(),  # without scripts, pressing send twice still says it once
        **_blanks(request, found),
    }


def tools_context(request: SignedIn, found: Conversation) -> dict[str, Any]:
    may_reply = request.user.may("conversations.reply")
    known = gate.facts(found)
    refusal = gate.why_not(found, known=known) if may_reply else None
    return {
        "conversation": found,
        "filter": queries.Filter.of(request.GET),
        "may_reply": may_reply,
        "refusal": refusal,
        "limits": limits_of(known.standing),
        "is_blocked": Mark.Kind.BLOCKED in known.standing.marks,
        "consents": [(Purpose(one).label, known.standing.consents.get(one)) for one in Purpose.values],
        "colleagues": access.colleagues(found) if may_reply else [],
        "address": reverse("inbox:conversation", args=[found.pk]),
    }


def _list(request: SignedIn, *beside: Contact) -> dict[str, Any]:
    wanted = queries.Filter.of(request.GET)
    return {
        "filter": wanted,
        "page": queries.rows(request.user, wanted, cursor=request.GET.get("cursor", ""), beside=beside),
        "tabs": tabs(request, wanted),
        "states": [(key, label, wanted.but(state=key).query) for key, label in queries.STATES.items()],
    }


def tabs(request: SignedIn, wanted: queries.Filter) -> list[dict[str, Any]]:
    counts = queries.waiting(request.user)
    return [
        {
            "label": label,
            "query": wanted.but(view=view).query,
            "is_here": wanted.view == view,
            "count": counts.get(view, 0),
            "is_many": counts.get(view, 0) > queries.COUNTED,
        }
        for view, label in queries.VIEWS.items()
    ]


def _blanks(request: SignedIn, found: Conversation) -> dict[str, threads.Item]:
    """What the browser clones at the moment somebody presses send."""
    reply = Message(
        conversation=found, direction=Direction.OUT, status=Status.QUEUED, author=request.user, number=found.number
    )
    note = Note(conversation=found, author=request.user)
    return {"blank_reply": threads.Item("message", reply), "blank_note": threads.Item("note", note)}
