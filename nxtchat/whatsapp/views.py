"""Setting numbers up, and seeing that they are well for ever after."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from nxtchat.guard import SignedIn, may
from nxtchat.whatsapp import checkup, connecting, notices
from nxtchat.whatsapp.addresses import callback_url
from nxtchat.whatsapp.checkup.check import not_asked, phone
from nxtchat.whatsapp.client import GraphError, GraphRefused
from nxtchat.whatsapp.forms import NewNumberForm, SecretForm, TokenForm
from nxtchat.whatsapp.glance import glance
from nxtchat.whatsapp.models import Number


@require_GET
@may("numbers.manage")
def setup(request: SignedIn) -> HttpResponse:
    return _show_setup(request, NewNumberForm())


@require_POST
@sensitive_post_parameters("token", "app_secret")
@may("numbers.manage")
def numbers(request: SignedIn) -> HttpResponse:
    """Connect one. It is kept even if Meta does not like the keys: the checks say what to mend, and where.

    Not so if the account is known: then its other numbers live by the keys it has.
    """
    form = NewNumberForm(request.POST)
    if not form.is_valid():
        return _show_setup(request, form, status=422)
    try:
        connected = connecting.connect_new(**form.cleaned_data)
    except connecting.CredentialsRefused as refusal:
        form.add_refusal(refusal.results)
        return _show_setup(request, form, status=422)
    return redirect("whatsapp:number", connected.number.pk)


@never_cache
@require_GET
@may("numbers.manage")
def number(request: SignedIn, number_id: int) -> HttpResponse:
    return _show_number(request, _find(number_id))


@never_cache
@require_GET
@may("numbers.manage")
def check(request: SignedIn, number_id: int, key: str) -> HttpResponse:
    """One line of the page, asked again."""
    if key not in checkup.CHECKS:
        raise Http404
    found = _find(number_id)
    return render(request, "setup/_check.html", {"number": found, "result": checkup.run(found, key)})


@require_POST
@may("numbers.manage")
def subscription(request: SignedIn, number_id: int) -> HttpResponse:
    found = _find(number_id)
    try:
        connecting.subscribe(account=found.account)
    except GraphError as error:
        messages.error(request, _not_subscribed(error))
    else:
        messages.success(request, _("Our app is subscribed to the account."))
    return redirect("whatsapp:number", number_id)


@require_POST
@sensitive_post_parameters("token")
@may("numbers.manage")
def token(request: SignedIn, number_id: int) -> HttpResponse:
    found, form = _find(number_id), TokenForm(request.POST)
    if not form.is_valid():
        return _show_number(request, found, token_form=form, status=422)
    connecting.replace_token(account=found.account, token=form.cleaned_data["token"])
    messages.success(request, _("The new token is in use."))
    return redirect("whatsapp:number", number_id)


@require_POST
@sensitive_post_parameters("app_secret")
@may("numbers.manage")
def secret(request: SignedIn, number_id: int) -> HttpResponse:
    found, form = _find(number_id), SecretForm(request.POST)
    if not form.is_valid():
        return _show_number(request, found, secret_form=form, status=422)
    connecting.replace_secret(account=found.account, app_secret=form.cleaned_data["app_secret"])
    messages.success(request, _("The new app secret is in use; the old one is still accepted until you say otherwise."))
    return redirect("whatsapp:number", number_id)


@require_POST
@may("numbers.manage")
def previous_secret(request: SignedIn, number_id: int) -> HttpResponse:
    """Forget it."""
    connecting.forget_previous_secret(account=_find(number_id).account)
    messages.success(request, _("The old app secret is forgotten."))
    return redirect("whatsapp:number", number_id)


@require_POST
@may("numbers.manage")
def removal(request: SignedIn, number_id: int) -> HttpResponse:
    """It was entered by mistake."""
    found = _find(number_id)
    try:
        connecting.remove(number=found)
    except connecting.InUse:
        said = _("This number has conversations or campaigns, so it stays.")
        return _show_number(request, _find(number_id), not_removed=said, status=409)
    messages.success(request, _("The number %(phone)s is removed.") % {"phone": phone(found.display_phone)})
    return redirect("whatsapp:setup")


def _not_subscribed(error: GraphError) -> str:
    if isinstance(error, GraphRefused) and not error.http_status:
        return not_asked()
    said = error.details or error.title
    return _("WhatsApp did not subscribe our app. It said: “%(said)s”.") % {"said": said}


def _find(number_id: int) -> Number:
    return get_object_or_404(Number.objects.select_related("account"), pk=number_id)


def _show_setup(request: SignedIn, form: NewNumberForm, *, status: int = 200) -> HttpResponse:
    known = [(number, glance(number)) for number in Number.objects.select_related("account").order_by("pk")]
    offers_pretend = bool(settings.PRETEND_URL) and not any(number.is_pretend for number, _glance in known)
    context = {"numbers": known, "form": form, "offers_pretend": offers_pretend}
    context["notices"] = notices.standing().count()
    return render(request, "setup/setup.html", context, status=status)


def _show_number(request: SignedIn, number: Number, *, status: int = 200, **forms) -> HttpResponse:
    results = checkup.run_all(number)
    context = {
        "number": number,
        "groups": checkup.grouped(results),
        "state": checkup.overall(results),
        "to_mend": sum(result.state is checkup.State.FAIL for result in results),
        "to_come": sum(result.state is checkup.State.WAIT for result in results),
        "to_heed": sum(result.state is checkup.State.WARN for result in results),
        "callback_url": callback_url(number.account),
        "token_form": TokenForm(),
        "secret_form": SecretForm(),
        **forms,
    }
    return render(request, "setup/number.html", context, status=status)
