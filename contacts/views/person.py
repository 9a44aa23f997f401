"""One contact's page: what is known of them, and changing it in place."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts import access, actions, fields, notes, services, timeline
from contacts.actions import choices
from contacts.forms import NameForm
from contacts.models import Contact, Field, Group, Label
from nxtchat.guard import SignedIn, may


@require_GET
@may("contacts.read")
def contact(request: SignedIn, contact_id: int) -> HttpResponse:
    found = access.contact(request.user, contact_id)
    return _show(request, found, NameForm(initial={"name": found.name}))


@require_GET
@may("contacts.read")
def history(request: SignedIn, contact_id: int) -> HttpResponse:
    """The rest of the timeline, a page at a time."""
    found = access.contact(request.user, contact_id)
    return render(request, "contacts/history.html", {"contact": found, **_timeline(request, found)})


@require_POST
@may("contacts.edit")
def name(request: SignedIn, contact_id: int) -> HttpResponse:
    found = access.contact(request.user, contact_id, to="contacts.edit")
    form = NameForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    services.rename(contact=found, name=form.cleaned_data["name"])
    messages.success(request, _("The name is kept."))
    return redirect("contacts:contact", contact_id)


@require_POST
@may("contacts.edit")
def field(request: SignedIn, contact_id: int, field_id: int) -> HttpResponse:
    found = access.contact(request.user, contact_id, to="contacts.edit")
    of = Field.objects.filter(pk=field_id).first()
    if of is None:
        raise Http404
    value = request.POST.get("value", "")
    try:
        actions.begin(verb="set", by=request.user, ids=[found.pk], field=of, value=value)
    except actions.CannotDo as refusal:
        form = NameForm(initial={"name": found.name})
        return _show(request, found, form, status=422, wrong={of.pk: (value, str(refusal))})
    messages.success(request, _("“%(field)s” is kept.") % {"field": of})
    return redirect("contacts:contact", contact_id)


@require_POST
@may("contacts.edit")
def word(request: SignedIn, contact_id: int) -> HttpResponse:
    """A label or a group more, or less."""
    found = access.contact(request.user, contact_id, to="contacts.edit")
    what = choices.chosen(request.POST.get("do", ""))
    if what is None or "field" in what:
        messages.error(request, _("Choose a label or a group first."))
    else:
        actions.begin(by=request.user, ids=[found.pk], **what)
    return redirect("contacts:contact", contact_id)


@require_POST
@may("contacts.edit")
def note(request: SignedIn, contact_id: int) -> HttpResponse:
    found = access.contact(request.user, contact_id, to="contacts.edit")
    try:
        client_id = UUID(request.POST.get("client_id", ""))
    except ValueError:
        client_id = uuid4()
    try:
        notes.add(contact=found, text=request.POST.get("text", ""), client_id=client_id, by=request.user)
    except notes.CannotNote as refusal:
        messages.error(request, str(refusal))
    return redirect("contacts:contact", contact_id)


@require_POST
@may("contacts.read")
def favourite(request: SignedIn, contact_id: int) -> HttpResponse:
    found = access.contact(request.user, contact_id)
    notes.keep_at_hand(contact=found, by=request.user, wanted=request.POST.get("wanted") == "1")
    return redirect("contacts:contact", contact_id)


def _show(
    request: SignedIn,
    contact: Contact,
    form: NameForm,
    *,
    status: int = 200,
    wrong: dict[int, tuple[str, str]] | None = None,
) -> HttpResponse:
    has_labels, has_groups = set(contact.labels.all()), set(contact.groups.all())
    context = {
        "contact": contact,
        "form": form,
        "fields": [_field(contact, one, (wrong or {}).get(one.pk)) for one in Field.objects.all()],
        "labels": sorted(has_labels, key=str),
        "groups": sorted(has_groups, key=str),
        "more_labels": [one for one in Label.objects.order_by("name") if one not in has_labels],
        "more_groups": [one for one in Group.objects.all() if one not in has_groups],
        "is_favourite": contact.favourite_of.filter(agent=request.user).exists(),
        "client_id": uuid4(),
        "may_edit": request.user.may("contacts.edit"),
        "may_read": request.user.may("conversations.read"),
        "may_write": request.user.may("conversations.reply"),
        **_timeline(request, contact),
    }
    return render(request, "contacts/contact.html", context, status=status)


def _field(contact: Contact, of: Field, wrong: tuple[str, str] | None) -> dict:
    value = contact.fields.get(of.slot)
    written = wrong[0] if wrong else ("" if value is None else str(value).lower() if value in (True, False) else value)
    return {"field": of, "value": written, "shown": fields.shown(of, value), "error": wrong[1] if wrong else ""}


def _timeline(request: SignedIn, contact: Contact) -> dict:
    moments, older = timeline.of(contact, agent=request.user, before=_moment(request.GET.get("before", "")))
    return {"moments": moments, "older": older}


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at and at.tzinfo else None
