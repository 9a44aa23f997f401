"""The pieces of the page that changed, by id. An id that is unknown or not theirs brings nothing."""

from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inbox import access, queries, threads
from inbox.models import Conversation
from inbox.views.pages import tabs, tools_context
from nxtchat.guard import SignedIn, may

MOST = 200  # ids in one question; the browser asks in portions


@may("conversations.read")
@require_safe
def fragments(request: SignedIn) -> HttpResponse:
    """`?rows=7,9&messages=41&c=7`, with the filter of the list as in the page's address."""
    wanted = queries.Filter.of(request.GET)
    visible = access.conversations(request.user)
    row_ids, message_ids = _ids(request, "rows"), _ids(request, "messages")
    context = {
        "filter": wanted,
        "tabs": tabs(request, wanted) if row_ids else [],
        "rows": queries.rows_by_id(request.user, wanted, row_ids) if row_ids else [],
        "items": threads.items_by_id(visible, message_ids) if message_ids else [],
        "open_id": 0,
    }
    if found := _opened(request):
        context |= tools_context(request, found) | {"ours": threads.latest_of_ours(found), "open_id": found.pk}
    return render(request, "inbox/fragments.html", context)


def _opened(request: SignedIn) -> Conversation | None:
    for asked in _ids(request, "c")[:1]:
        with suppress(Http404):
            return access.conversation(request.user, asked)
    return None


@may("conversations.read")
@require_safe
def banner(request: SignedIn) -> HttpResponse:
    """The line above the page, as it is now."""
    return render(request, "parts/_banner.html")


def _ids(request: SignedIn, name: str) -> list[int]:
    asked = request.GET.get(name, "").split(",")
    return [int(word) for word in asked[:MOST] if word.isascii() and word.isdigit() and len(word) < 19]
