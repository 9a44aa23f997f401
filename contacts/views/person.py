"""One contact's page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts import access, services
from contacts.forms import NameForm
from contacts.models import Contact
from nxtchat.guard import SignedIn, may


@require_GET
@may("contacts.read")
def contact(request: SignedIn, contact_id: int) -> HttpResponse:
    found = access.contact(request.user, contact_id)
    return _show(request, found, NameForm(initial={"name": found.name}))


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


def _show(request: SignedIn, contact: Contact, form: NameForm, *, status: int = 200) -> HttpResponse:
    context = {
        "contact": contact,
        "form": form,
        "may_edit": request.user.may("contacts.edit"),
        "may_read": request.user.may("conversations.read"),
    }
    return render(request, "contacts/contact.html", context, status=status)
