"""The list of contacts: who is shown, in which order, with which columns."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts import access, columns, filters, queries
from contacts.actions import choices
from contacts.segments import conditions
from contacts.segments import queries as segments
from nxtchat.guard import SignedIn, may


@require_GET
@may("contacts.read")
def contacts(request: SignedIn) -> HttpResponse:
    wanted = filters.read(request.GET, agent=request.user)
    if "add" in request.GET and not wanted.wrong:
        return redirect(f"{reverse('contacts:contacts')}?{wanted.query}")
    among = filters.listed(wanted, agent=request.user)
    after = request.GET.get("after", "")
    last = int(after) if after.isdecimal() and len(after) < 19 else None
    page = queries.page(among.parts, sort=wanted.sort, after=last)
    shown = columns.chosen_by(request.user)
    counts_all = request.GET.get("count") == "all"
    context = {
        "filter": wanted,
        "rows": [(contact, [columns.cell(column, contact) for column in shown]) for contact in page.contacts],
        "columns": shown,
        "all_columns": columns.there_are(),
        "after": after,
        "next": page.after,
        "count": queries.count(among.parts, most=None if counts_all else queries.COUNTED) if wanted.is_on else None,
        "is_cut": among.is_cut,
        "kinds": [(key, kind, kind.choices() if kind.choices else None) for key, kind in conditions.kinds().items()],
        "chips": [(one, conditions.in_words(one), _without(wanted, one)) for one in wanted.asked],
        "segment": segments.segments_for(request.user).filter(pk=wanted.segment).first() if wanted.segment else None,
        "sorts": [(queries.CREATED, _("Newest")), (queries.NAME, _("Name")), (queries.HEARD, _("Last wrote"))],
        "done": access.action(request.user, request.GET.get("done", "")),
        "acts": choices.there_are() if request.user.may("contacts.edit") else None,
    }
    return render(request, "contacts/contacts.html", context)


@require_POST
@may("contacts.read")
def look(request: SignedIn) -> HttpResponse:
    columns.choose(agent=request.user, keys=request.POST.getlist("column"))
    return redirect(f"{reverse('contacts:contacts')}?{request.POST.get('filter', '')[:4000]}")


def _without(wanted: filters.Filter, one: conditions.Condition) -> str:
    left = tuple(other for other in wanted.asked if other != one)
    return wanted.but(asked=left, segment=wanted.segment if left else None).query
