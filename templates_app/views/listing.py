"""The templates that Meta knows of."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nxtchat.guard import SignedIn, may
from templates_app import queries, syncing


@require_GET
@may("templates.read")
def templates(request: SignedIn) -> HttpResponse:
    q = request.GET.get("q", "").strip()
    after = request.GET.get("after", "")
    page = queries.page(q=q, after=int(after) if after.isdecimal() and len(after) < 19 else None)
    may_edit = request.user.may("templates.edit")
    context = {"page": page, "q": q, "after": after, "may_edit": may_edit}
    if may_edit:
        context |= {"drafts": queries.drafts(), "accounts": queries.accounts()}
    return render(request, "templates_app/templates.html", context)


@require_POST
@may("templates.edit")
def sync(request: SignedIn) -> HttpResponse:
    """Ask Meta now."""
    found = syncing.sync_all()
    if found.silent:
        said = ngettext(
            "%(count)d account did not answer; its templates are shown as they were.",
            "%(count)d accounts did not answer; their templates are shown as they were.",
            found.silent,
        )
        messages.error(request, said % {"count": found.silent})
    else:
        said = ngettext("WhatsApp has %(count)d template.", "WhatsApp has %(count)d templates.", found.there)
        messages.success(request, said % {"count": found.there})
    return redirect("templates_app:templates")
