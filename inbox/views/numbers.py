"""What an admin does with a number that is about its conversations: who sees them, and whether they are sent."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from inbox.services.numbers import give_number, resume_number
from nxtchat.guard import SignedIn, may
from nxtchat.team.models import Team
from nxtchat.whatsapp.models import Number


class TeamsForm(forms.Form):
    teams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Teams"),
        queryset=Team.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@may("numbers.manage")
def teams(request: SignedIn, number_id: int) -> HttpResponse:
    number = get_object_or_404(Number.objects.select_related("account"), pk=number_id)
    given = list(number.access.values_list("team", flat=True))
    form = TeamsForm(request.POST) if request.method == "POST" else TeamsForm(initial={"teams": given})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "inbox/number_teams.html", {"number": number, "form": form}, status=status)
    give_number(number=number, teams=form.cleaned_data["teams"], by=request.user)
    messages.success(request, _("Who sees this number was saved."))
    return redirect("whatsapp:number", number_id)


@require_POST
@may("numbers.manage")
def sending(request: SignedIn, number_id: int) -> HttpResponse:
    """Go on after a stop."""
    resume_number(number=get_object_or_404(Number, pk=number_id), by=request.user)
    messages.success(request, _("We are sending again. The messages that waited leave now."))
    return redirect("whatsapp:number", number_id)
