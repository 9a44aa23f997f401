"""The pretend phone: whoever may answer customers may play one here."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nxtchat.guard import SignedIn, may
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.pretend import services, telling, tricks
from nxtchat.whatsapp.pretend.forms import PersonForm, SayForm, TrickForm


@require_POST
@may("numbers.manage")
def start(request: HttpRequest) -> HttpResponse:
    try:
        services.start()
    except services.CannotStart as why:
        return render(request, "pretend/cannot_start.html", {"why": why}, status=409)
    messages.success(request, _("Your pretend number is ready. Write to it as a customer, then answer in the inbox."))
    return redirect("pretend:phone")


@require_POST
@may("numbers.manage")
def stop(request: HttpRequest) -> HttpResponse:
    services.stop()
    messages.info(request, _("The pretend WhatsApp will not run any more. Its conversations stay."))
    return redirect("/")


@never_cache
@require_GET
@may("conversations.reply")
def phone(request: SignedIn) -> HttpResponse:
    return _show(request, SayForm(), PersonForm())


@never_cache
@require_GET
@may("conversations.reply")
def bubbles(request: HttpRequest) -> HttpResponse:
    """The chat alone, asked for every second; 204 while nothing is new."""
    number, person = _number(request), request.GET.get("person", "")
    try:
        shown = _chat(number, person)
    except (services.Unreachable, services.Refused):
        return HttpResponse(status=204)
    if shown["seen"] == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "pretend/_bubbles.html", {"chat": shown, "person": person, "number": number})


@require_POST
@may("conversations.reply")
def say(request: SignedIn) -> HttpResponse:
    number, form = _number(request), SayForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, PersonForm(), status=422)
    try:
        services.say(number=number, person=request.GET.get("person", ""), **form.message())
    except (services.Unreachable, services.Refused):
        return _show(request, form, PersonForm(), status=409)
    return redirect(_here(request, said="1"))  # and the next words can be typed at once


@require_POST
@may("conversations.reply")
def people(request: SignedIn) -> HttpResponse:
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _show(request, SayForm(), form, status=422)
    try:
        person = services.meet(**form.person())["phone"]
    except (services.Unreachable, services.Refused):
        return _show(request, SayForm(), form, status=409)
    return redirect(_here(request, person=person))


@require_POST
@may("numbers.manage")
def mischief(request: SignedIn) -> HttpResponse:
    form = TrickForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        services.misbehave(**form.wanted())
    except (services.Unreachable, services.Refused):
        return _show(request, SayForm(), PersonForm(), status=409)
    return redirect(_here(request, wrong="1"))  # and the panel is still open


@require_POST
@may("numbers.manage")
def news(request: SignedIn) -> HttpResponse:
    """Something that Meta tells admins."""
    told = telling.NEWS.get(request.POST.get("news", ""))
    if told is None:
        raise Http404
    try:
        services.tell(told, number=_number(request))
    except (services.Unreachable, services.Refused):
        return _show(request, SayForm(), PersonForm(), status=409)
    return redirect(_here(request, wrong="1"))


def _show(request: SignedIn, say_form: SayForm, person_form: PersonForm, *, status: int = 200) -> HttpResponse:
    numbers = Number.objects.filter(account__is_pretend=True).order_by("pk")
    if not numbers:
        return render(request, "pretend/none.html")
    number = _number(request)
    try:
        everybody = services.people()
        person = next((each for each in everybody if each["phone"] == request.GET.get("person")), None)
        person = person or next(iter(everybody), None)
        chat = _chat(number, person["phone"]) if person else None
        shown = services.misbehaving() if request.user.may("numbers.manage") else {}
    except (services.Unreachable, services.Refused):
        return render(request, "pretend/asleep.html", {"number": number}, status=status)
    panel = [(group, [(each, tricks.is_on(each, shown)) for each in group.tricks]) for group in tricks.GROUPS]
    return render(
        request,
        "pretend/phone.html",
        {
            "number": number,
            "numbers": numbers,
            "people": everybody,
            "person": person,
            "chat": chat,
            "say_form": say_form,
            "person_form": person_form,
            "panel": panel,
            "news": telling.NEWS,
        },
        status=status,
    )


def _chat(number: Number, person: str) -> dict[str, Any]:
    shown = services.chat(number=number, person=person)
    seen = hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]
    for bubble in shown["messages"]:
        bubble["at"] = datetime.fromtimestamp(bubble["at"], UTC)
    return shown | {"seen": seen}


def _number(request: HttpRequest) -> Number:
    """The pretend number that is meant, or the first."""
    numbers = Number.objects.select_related("account").filter(account__is_pretend=True).order_by("pk")
    wanted = request.GET.get("number", "")
    found = numbers.filter(pk=wanted).first() if wanted.isdecimal() else numbers.first()
    if found is None:
        raise Http404
    return found


def _here(request: HttpRequest, **changes: str) -> str:
    kept = {name: request.GET[name] for name in ("number", "person") if name in request.GET} | changes
    return f"{reverse('pretend:phone')}?{urlencode(kept)}"
