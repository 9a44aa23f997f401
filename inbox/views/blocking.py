"""Blocking whoever writes here, and letting them in again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.consent import services as consent
from contacts.models import Mark
from inbox import access
from inbox.forms import ReasonForm
from inbox.models import Conversation
from inbox.views.pages import is_fragment
from inbox.views.words import back
from nxtchat.guard import SignedIn, may


@may("contacts.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def blocking(request: SignedIn, conversation_id: int) -> HttpResponse:
    """The form that asks why; and sent, it is done. WhatsApp is asked afterwards, and the page shows what it says."""
    found = access.conversation(request.user, conversation_id, to="contacts.edit")
    if request.method != "POST":
        return _show(request, found, ReasonForm())
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    do = consent.lift_mark if request.POST.get("lift") else consent.put_mark
    do(contact=found.contact, kind=Mark.Kind.BLOCKED, reason=form.cleaned_data["reason"], by=request.user)
    if is_fragment(request):
        return HttpResponse(status=201)  # the live update shows it
    messages.success(request, _("This is noted."))
    return redirect(back(request, found))


def _show(request: SignedIn, found: Conversation, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    is_blocked = found.contact.marks.filter(kind=Mark.Kind.BLOCKED, lifted_at=None).exists()
    part = "#asked" if is_fragment(request) else ""
    context = {"conversation": found, "form": form, "is_blocked": is_blocked}
    return render(request, f"inbox/blocking.html{part}", context, status=status)
