"""One's own name, language, look, password, and the tokens of one's own programs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nxtchat.guard import SignedIn, anyone_signed_in
from nxtchat.team import queries, services
from nxtchat.team.forms import ChangePasswordForm, PreferencesForm, TokenForm
from nxtchat.team.models import Agent


@anyone_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedIn) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    form = PreferencesForm(request.POST, instance=_fresh(request))
    if not form.is_valid():
        return _page(request, preferences=form, status=422)
    services.set_preferences(agent=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("team:account")


@anyone_signed_in
@sensitive_post_parameters()
@require_POST
def password(request: SignedIn) -> HttpResponse:
    form = ChangePasswordForm(request.user, request.POST, request=request)
    if not form.is_valid():
        return _page(request, password_form=form, status=422)
    services.change_password(agent=request.user, password=form.cleaned_data["new_password1"])
    update_session_auth_hash(request, request.user)  # this browser stays in; all others have to sign in again
    messages.success(request, _("Your password was changed. Other browsers have to sign in again."))
    return redirect("team:account")


@anyone_signed_in
@require_POST
def tokens(request: SignedIn) -> HttpResponse:
    """Make a token. It is shown in this answer and never again."""
    form = TokenForm(request.POST, agent=request.user)
    if not form.is_valid():
        return _page(request, token_form=form, status=422)
    token = services.issue_token(agent=request.user, **form.cleaned_data)
    return _page(request, new_token=token, new_token_name=form.cleaned_data["name"], status=201)


@anyone_signed_in
@require_POST
def revocation(request: SignedIn, token_id: int) -> HttpResponse:
    services.revoke_token(token=get_object_or_404(queries.tokens(request.user), pk=token_id))
    messages.success(request, _("The token does not work any more."))
    return redirect("team:account")


def _fresh(request: SignedIn) -> Agent:
    """A copy to validate against: a form writes into its instance, and the page still shows who one is."""
    return Agent.objects.get(pk=request.user.pk)


def _page(request: SignedIn, *, status: int = 200, **shown: Any) -> HttpResponse:
    context = {
        "preferences": PreferencesForm(instance=request.user),
        "password_form": ChangePasswordForm(request.user, request=request),
        "token_form": TokenForm(agent=request.user, auto_id="token-%s"),
        "tokens": queries.tokens(request.user),
    }
    return render(request, "team/account.html", context | shown, status=status)
