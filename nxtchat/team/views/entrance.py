"""Signing in and out, and the one-time link with which a person comes in for the first time."""

from typing import Any

import structlog
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nxtchat.team import services
from nxtchat.team.forms import SignInForm, WelcomeForm
from nxtchat.team.models import Agent, SetUpLink

log = structlog.get_logger(__name__)


class SignIn(LoginView):
    """E-mail and password, checked by Django."""

    template_name = "team/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(nobody_is_here=not Agent.has_active_admin(), **more)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        log.info("team.signed_in", agent=form.get_user().pk)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        if wait := getattr(form, "wait", 0):
            response.status_code = 429
            response.headers["Retry-After"] = str(wait)
        log.info("team.sign_in_refused", wait=wait)
        return response


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """Whoever sits down at this computer next finds nothing of customers here, without scripts either."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the page uses nothing up, because chat programs fetch links to preview them."""
    link = SetUpLink.find(token)
    if link is None:
        return _link_gone(request)
    form = WelcomeForm(request.POST or None, invited=link.email)
    if request.method != "POST" or not form.is_valid():
        return _show(request, form, link, status=422 if form.errors else 200)
    try:
        agent = services.welcome(token=token, **form.cleaned_data)
    except services.LinkGone:
        return _link_gone(request)
    except services.AlreadyHere:
        form.add_error("email", _("Somebody with this e-mail is in the team already."))
        return _show(request, form, link, status=422)
    login(request, agent)
    return redirect("home")


def _show(request: HttpRequest, form: WelcomeForm, link: SetUpLink, *, status: int) -> HttpResponse:
    response = render(request, "team/welcome.html", {"form": form, "link": link}, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response


def _link_gone(request: HttpRequest) -> HttpResponse:
    return render(request, "team/link_gone.html", status=410)
