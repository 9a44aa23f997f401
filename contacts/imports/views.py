"""Bringing a file, and saying how it is to be read. What was typed is kept whichever way somebody leaves."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts import access
from contacts.imports import columns as what
from contacts.imports import keeping, preview, services, steps, tables
from contacts.imports.forms import ColumnsForm, ConsentForm, FileForm, ReadingForm
from contacts.models import Import
from contacts.problems import WORDS
from nxtchat.guard import SignedIn, may
from nxtchat.uploads import Nameless

SHOWN = 30


@csrf_exempt  # the check reads the body; `_imports` makes it once it is said where the file goes
@may("contacts.import")
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: SignedIn) -> HttpResponse:
    """What was brought so far; and posted, a new file."""
    request.upload_handlers = [Nameless(request)]
    return _imports(request)


@csrf_protect
def _imports(request: SignedIn) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        try:
            kept = services.start(file=form.cleaned_data["file"], by=request.user)
            return redirect("contacts:import_file", kept.pk)
        except keeping.TooLarge:
            form.add_error("file", _("This file is larger than 50 MB. Divide it."))
        except tables.Unreadable as error:
            form.add_error("file", str(WORDS[error.reason]))
    context = {"form": form, "imports": access.imports(request.user).select_related("by").order_by("-pk")[:SHOWN]}
    return render(request, "contacts/imports/imports.html", context, status=422 if form.errors else 200)


@may("contacts.import")
@require_GET
def current(request: SignedIn, import_id: int) -> HttpResponse:
    kept = access.import_file(request.user, import_id)
    return redirect(steps.url(kept, steps.current(kept)))


@may("contacts.import")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: SignedIn, import_id: int) -> HttpResponse:
    kept = access.import_file(request.user, import_id)
    form = ReadingForm(request.POST or None, kept=kept)
    if request.method == "POST" and kept.is_open and form.is_valid():
        try:
            services.read_as(kept, **form.read_as(kept))
        except tables.Unreadable as error:
            form.add_error(None, str(WORDS[error.reason]))
        else:
            if request.POST.get("to") == "again":
                return redirect("contacts:import_file", import_id)
            return _go(request, kept, here="file")
    context: dict[str, Any] = {"form": form, "sheet": None, "reason": WORDS.get(kept.reason, "")}
    try:
        context["sheet"] = preview.look(kept)
    except tables.Unreadable as error:
        context["reason"] = WORDS[error.reason]
    return _show(request, kept, "file", context, status=422 if form.errors else 200)


@may("contacts.import")
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: SignedIn, import_id: int) -> HttpResponse:
    kept = access.import_file(request.user, import_id)
    try:
        sheet = preview.look(kept, rows=preview.LOOKED_AT)
    except tables.Unreadable:
        return redirect("contacts:import_file", import_id)
    samples = [preview.samples(sheet, index) for index in range(len(sheet.headers))]
    form = ColumnsForm(request.POST or None, kept=kept, samples=samples)
    if request.method == "POST" and kept.is_open and form.is_valid():
        services.map_columns(kept, chosen=form.chosen())
        problems = what.problems(form.chosen())
        if not problems or not steps.is_forward(steps.wanted(request, here="columns"), here="columns"):
            return _go(request, kept, here="columns")
        for problem in problems:
            form.add_error(None, problem)
    return _show(request, kept, "columns", {"form": form}, status=422 if form.errors else 200)


@may("contacts.import")
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: SignedIn, import_id: int) -> HttpResponse:
    kept = access.import_file(request.user, import_id)
    form = ConsentForm(request.POST or None, kept=kept)
    if request.method == "POST" and kept.is_open:
        form.is_valid()  # what is not valid yet is kept as far as it is
        services.note_consent(kept, **form.said())
        if not steps.is_forward(steps.wanted(request, here="consent"), here="consent"):
            return _go(request, kept, here="consent")
        form.ask_for_the_rest()
        if not form.errors:
            return _go(request, kept, here="consent")
    context = {"form": form, "has_column": what.CONSENT in kept.columns}
    return _show(request, kept, "consent", context, status=422 if form.errors else 200)


@may("contacts.import")
@require_POST
def removal(request: SignedIn, import_id: int) -> HttpResponse:
    kept = access.import_file(request.user, import_id)
    try:
        services.discard(kept)
    except services.NotNow:
        return redirect("contacts:import_result", import_id)
    messages.success(request, _("The file is gone, and nobody was imported."))
    return redirect("contacts:imports")


def _go(request: SignedIn, kept: Import, *, here: str) -> HttpResponse:
    """To the step that was asked for. Whoever goes on to the check has the file checked."""
    to = steps.wanted(request, here=here)
    if to == "check":
        services.check(kept)
    return redirect(steps.url(kept, to))


def _show(request: SignedIn, kept: Import, step: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    if not kept.is_open:
        return redirect("contacts:import_result", kept.pk)
    context |= {"import": kept, "steps": steps.steps(kept, step)}
    return render(request, f"contacts/imports/{step}.html", context, status=status)
