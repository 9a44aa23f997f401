"""The sentences that people agree to: publishing a version, and retiring one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contacts.consent import wordings
from contacts.consent.forms import WordingForm
from contacts.models import Wording
from nxtchat.guard import SignedIn, may


@require_http_methods(["GET", "HEAD", "POST"])
@may("contacts.import")
def all_of_them(request: SignedIn) -> HttpResponse:
    form = WordingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = wordings.publish(by=request.user, **form.cleaned_data)
        except wordings.CannotPublish as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Published: %(version)s") % {"version": found})
            return redirect("contacts:wordings")
    context = {"form": form, "wordings": Wording.objects.select_related("by")}
    return render(request, "contacts/consent/wordings.html", context, status=422 if form.errors else 200)


@require_POST
@may("contacts.import")
def retire(request: SignedIn, wording_id: int) -> HttpResponse:
    wordings.retire(get_object_or_404(Wording, pk=wording_id))
    messages.success(request, _("It is shown to nobody any more. What people agreed to by it stays."))
    return redirect("contacts:wordings")
