"""What Meta told that somebody should see to, and what it told before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nxtchat.guard import SignedIn, may
from nxtchat.whatsapp import notices as book
from nxtchat.whatsapp.models import Notice
from nxtchat.whatsapp.notices_words import in_words


@never_cache
@require_GET
@may("numbers.manage")
def notices(request: SignedIn) -> HttpResponse:
    before = request.GET.get("before", "")
    is_key = before.isdecimal() and len(before) < 19
    found = list(book.earlier(before=int(before) if is_key else None)[: book.PAGE + 1])
    context = {
        "standing": [] if is_key else [(notice, in_words(notice)) for notice in book.standing()],
        "earlier": [(notice, in_words(notice)) for notice in found[: book.PAGE]],
        "older": found[book.PAGE - 1].pk if len(found) > book.PAGE else None,
        "is_first": not is_key,
    }
    return render(request, "setup/notices.html", context)


@require_POST
@may("numbers.manage")
def seen(request: SignedIn, notice_id: int) -> HttpResponse:
    """Put it away."""
    notice = get_object_or_404(Notice, pk=notice_id)
    book.put_away(notice, by=request.user.pk)
    messages.success(request, _("Put away. It stays listed below."))
    return redirect("whatsapp:notices")
