"""Doing something to many contacts, and taking it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts import access, actions, filters, queries
from contacts.actions import choices
from nxtchat.guard import SignedIn, may

MOST_CHOSEN = 1_000


@require_POST
@may("contacts.edit")
def act(request: SignedIn) -> HttpResponse:
    query = request.POST.get("filter", "")[:4000]
    back = f"{reverse('contacts:contacts')}?{query}"
    what = choices.chosen(request.POST.get("do", ""))
    if what is None:
        messages.error(request, _("Choose what to do first."))
        return redirect(back)
    try:
        action = actions.begin(by=request.user, value=request.POST.get("value"), **what, **_whom(request, query))
    except actions.CannotDo as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    return redirect(f"{back}{'&' if query else ''}done={action.pk}")


@require_POST
@may("contacts.edit")
def undo(request: SignedIn, action_id: int) -> HttpResponse:
    action = access.action(request.user, str(action_id))
    if action is None:
        raise Http404
    if not actions.take_back(action):
        messages.error(request, _("This cannot be taken back now."))
    return redirect(f"{reverse('contacts:contacts')}?done={action.pk}")


def _whom(request: SignedIn, query: str) -> dict:
    if request.POST.get("whom") != "all":
        ticked = [pk for pk in request.POST.getlist("ids") if pk.isdecimal() and len(pk) < 19]
        return {"ids": [int(pk) for pk in ticked[:MOST_CHOSEN]]}
    wanted = filters.read(QueryDict(query), agent=request.user)
    if wanted.wrong:
        raise actions.CannotDo(wanted.wrong[0])
    found = filters.listed(wanted, agent=request.user)
    if wanted.q:  # found now: what is typed finds other people tomorrow
        if found.is_cut:
            raise actions.CannotDo(_("This finds too many people at once. Type more, or use filters."))
        return {"ids": [pk for part in found.parts for pk in part.values_list("pk", flat=True)]}
    return {"among": wanted, "expected": queries.count(found.parts, most=1_000_000).number}
