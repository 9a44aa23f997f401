"""Consent of one person: what holds, all that was ever said, and the forms to add to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts import access
from contacts.above import above
from contacts.consent import services
from contacts.consent.forms import ConsentForm, MarkForm
from contacts.consent.queries import state
from contacts.models import Contact
from nxtchat.guard import SignedIn, may


@require_http_methods(["GET", "HEAD", "POST"])
@may("contacts.read")
def consent(request: SignedIn, contact_id: int) -> HttpResponse:
    if request.method != "POST":
        return _show(request, access.contact(request.user, contact_id))
    found = access.contact(request.user, contact_id, to="contacts.edit")
    form = _form(request, found, request.POST)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    given = form.cleaned_data
    for refusal in services.write_down(contact=found, by=request.user, **given):
        form.add_error(None, refusal.reason)
        return _show(request, found, form=form, status=422)
    held = state(found).get(given["purpose"])
    if held and held.is_given != given["is_given"]:
        messages.warning(request, _("This is noted. What they said later still holds."))
    else:
        messages.success(request, _("This is noted."))
    return redirect("contacts:consent", contact_id)


@require_POST
@may("contacts.read")
def marks(request: SignedIn, contact_id: int) -> HttpResponse:
    """Set something against writing to them, or lift it."""
    found = access.contact(request.user, contact_id)
    kinds = services.kinds_for(request.user)
    form = MarkForm(request.POST, kinds=kinds)
    if not kinds:
        raise Http404
    if not form.is_valid():
        return _show(request, found, mark_form=form, status=422)
    do = services.lift_mark if request.POST.get("lift") else services.put_mark
    do(contact=found, by=request.user, **form.cleaned_data)
    messages.success(request, _("This is noted."))
    return redirect("contacts:consent", contact_id)


@require_safe
@may("privacy.requests")
def set_aside(request: SignedIn) -> HttpResponse:
    """Who is kept, but not used: nowhere else are they found."""
    return render(request, "contacts/consent/set_aside.html", {"marks": access.set_aside(request.user)})


def _form(request: SignedIn, contact: Contact, *given: QueryDict) -> ConsentForm:
    """`?message=`: which of what they wrote is to be the proof."""
    chosen = (given[0] if given else request.GET).get("message", "")
    return ConsentForm(*given, proofs=above().proofs(contact, request.user, chosen), chosen=chosen)


def _show(
    request: SignedIn,
    contact: Contact,
    *,
    form: ConsentForm | None = None,
    mark_form: MarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    kinds = services.kinds_for(request.user)
    context: dict[str, Any] = {
        "contact": contact,
        "form": form or _form(request, contact),
        "mark_form": (mark_form or MarkForm(kinds=kinds)) if kinds else None,
        "may_edit": request.user.may("contacts.edit"),
        "liftable": [kind.value for kind in kinds],
    }
    return render(request, "contacts/consent/consent.html", context, status=status)
