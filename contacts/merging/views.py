"""Contacts that may be one person: the list, the two side by side, and back again."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts import access, queries
from contacts.merging import access as merging_access
from contacts.merging import previewing, services
from contacts.models import Contact
from nxtchat.guard import SignedIn, may

PAGE, CHOICE = 50, 10


@require_GET
@may("contacts.read")
def doubles(request: SignedIn) -> HttpResponse:
    found = list(merging_access.suggestions(request.user)[: PAGE + 1])
    context = {"found": found[:PAGE], "has_more": len(found) > PAGE, "may_edit": request.user.may("contacts.edit")}
    return render(request, "contacts/merging/doubles.html", context)


@require_POST
@may("contacts.edit")
def dismissal(request: SignedIn, suggestion_id: int) -> HttpResponse:
    services.dismiss(suggestion=merging_access.suggestion(request.user, suggestion_id), by=request.user)
    messages.success(request, _("They stay two people."))
    return redirect("contacts:doubles")


@require_http_methods(["GET", "HEAD", "POST"])
@may("contacts.edit")
def merge(request: SignedIn, contact_id: int) -> HttpResponse:
    """Look for the second of the two, see both, and put them together."""
    kept = access.contact(request.user, contact_id, to="contacts.edit")
    named = request.POST.get("with") or request.GET.get("with", "")
    if not named:
        return _choose(request, kept)
    other = merging_access.other(request.user, than=kept, contact_id=named)
    if request.method != "POST":
        return _show(request, kept, other)
    try:
        services.merge(keep=kept, drop=other, by=request.user)
    except services.Impossible:
        return _show(request, kept, other, status=409)
    messages.success(request, _("They are one contact now."))
    return redirect("contacts:contact", kept.pk)


@require_POST
@may("contacts.edit")
def undo(request: SignedIn, merge_id: int) -> HttpResponse:
    done = merging_access.merge(request.user, merge_id)
    survivor = done.survivor_id
    try:
        services.undo(done=done, by=request.user)
        messages.success(request, _("They are two contacts again."))
    except services.Impossible:
        messages.error(request, _("This cannot be undone any more."))
    return redirect("contacts:contact", survivor)


def _choose(request: SignedIn, kept: Contact) -> HttpResponse:
    q = request.GET.get("q", "").strip()
    found: QuerySet[Contact] = access.contacts(request.user).exclude(pk=kept.pk)
    matches = (
        found.filter(queries.named(q, seen=access.seen_by(request.user)))
        .order_by("-pk")
        .prefetch_related("identities")[:CHOICE]
        if q
        else []
    )
    return render(request, "contacts/merging/choose.html", {"contact": kept, "q": q, "found": matches})


def _show(request: SignedIn, kept: Contact, other: Contact, *, status: int = 200) -> HttpResponse:
    context = {
        "sides": previewing.sides(request.user, kept, other),
        "contact": kept,
        "other": other,
        "stays_no": previewing.stays_no(kept, other),
        "is_impossible": status == 409,
    }
    return render(request, "contacts/merging/merge.html", context, status=status)
