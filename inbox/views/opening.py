"""Writing to somebody first, from what is known of them: by which number, and then with which template."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from contacts import access as contacts_access
from inbox import access, services
from inbox.models import Conversation
from nxtchat.guard import SignedIn, may
from nxtchat.whatsapp.models import Number


class NumberField(forms.ModelChoiceField):
    def label_from_instance(self, number: Number) -> str:
        return " · ".join(filter(None, (number.verified_name, number.display_phone)))


class NumberForm(forms.Form):
    """Which of our numbers writes."""

    def __init__(self, *args: Any, numbers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"] = NumberField(numbers, label=gettext_lazy("Number that writes"), empty_label=None)


@may("conversations.reply")
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: SignedIn, contact_id: int) -> HttpResponse:
    """Leads to the templates of the conversation with them, which begins here if there is none."""
    contact = contacts_access.contact(request.user, contact_id)
    numbers = access.numbers(request.user).select_related("account").order_by("pk")
    form = NumberForm(request.POST or None, numbers=numbers)
    context = {"contact": contact, "form": form, "has_numbers": numbers.exists()}
    if request.method != "POST":
        begun = Conversation.objects.filter(contact=contact, number__in=numbers)[:2]
        if len(begun) == 1 and numbers.count() == 1:
            return redirect("inbox:saying", begun[0].pk, "template")
        return render(request, "inbox/opening.html", context)
    if not form.is_valid():
        return render(request, "inbox/opening.html", context, status=422)
    to = services.address_of(contact, number=form.cleaned_data["number"])
    if to is None:
        problem = _("WhatsApp has not told us an address of this person.")
        return render(request, "inbox/opening.html", context | {"problem": problem}, status=409)
    conversation = services.conversation_with(number=form.cleaned_data["number"], to=to)
    return redirect("inbox:saying", conversation.pk, "template")
