"""Filters that are kept under a name."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts import access, filters, queries
from contacts.models import Segment
from contacts.segments import conditions, services
from contacts.segments import queries as segments
from nxtchat.guard import SignedIn, may


@may("contacts.read")
@require_http_methods(["GET", "POST"])
def all_of_them(request: SignedIn) -> HttpResponse:
    if request.method == "POST":
        return _keep(request, None)
    rows = [_row(request, segment) for segment in segments.segments_for(request.user)]
    return render(request, "contacts/segments.html", {"rows": rows})


@require_POST
@may("contacts.read")
def change(request: SignedIn, segment_id: int) -> HttpResponse:
    return _keep(request, access.segment(request.user, segment_id))


@require_POST
@may("contacts.read")
def remove(request: SignedIn, segment_id: int) -> HttpResponse:
    segment = access.segment(request.user, segment_id)
    services.remove(segment)
    messages.success(request, _("The segment “%(name)s” is gone. Nobody in it was changed.") % {"name": segment})
    return redirect("contacts:segments")


@require_GET
@may("contacts.read")
def count(request: SignedIn, segment_id: int) -> HttpResponse:
    """All of them, counted because somebody asked."""
    segment = access.segment(request.user, segment_id, to_change=False)
    return render(request, "contacts/_segment_count.html", {"row": _row(request, segment, most=None)})


def _keep(request: SignedIn, segment: Segment | None) -> HttpResponse:
    query = request.POST.get("filter", "")[:4000]
    wanted = filters.read(QueryDict(query), agent=request.user)
    try:
        kept = services.keep(
            name=request.POST.get("name", ""),
            asked=wanted.asked,
            match=wanted.match,
            is_shared=request.POST.get("is_shared") == "1",
            by=request.user,
            segment=segment,
        )
    except services.CannotKeep as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('contacts:contacts')}?{query}")
    messages.success(request, _("The segment “%(name)s” is kept.") % {"name": kept})
    return redirect(f"{reverse('contacts:contacts')}?segment={kept.pk}")


def _row(request: SignedIn, segment: Segment, most: int | None = queries.COUNTED) -> dict:
    try:
        people = [part & segments.people_in(segment) for part in access.parts(request.user)]
        words = [conditions.in_words(one) for one in segments.conditions_of(segment)]
        return {"segment": segment, "words": words, "count": queries.count(people, most=most)}
    except conditions.Wrong as wrong:
        return {"segment": segment, "wrong": str(wrong)}
