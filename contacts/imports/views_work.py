"""Looking at what was checked, mending it, importing, stopping, undoing."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts import access
from contacts.imports import queries, refused, services, steps
from contacts.imports.forms import DoublesForm
from contacts.models import Import, ImportRow
from contacts.problems import WORDS
from nxtchat.guard import SignedIn, may
from nxtchat.streaming import PieceByPiece

State = Import.State
LONGEST = 9  # digits of a line


@may("contacts.import")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: SignedIn, import_id: int) -> HttpResponse:
    """How far the check is, and what it found; posted, it begins, or a choice about people on file is kept."""
    kept = access.import_file(request.user, import_id)
    if not kept.is_open:
        return redirect("contacts:import_result", import_id)
    if request.method == "POST":
        form = DoublesForm(request.POST)
        if kept.state == State.CHECKED and form.is_valid():
            services.choose(kept, doubles=form.cleaned_data["doubles"])
        to = request.POST.get("to", "")
        if to in ("file", "columns", "consent"):
            return redirect(steps.url(kept, to))
        services.check(kept)
        return redirect("contacts:import_check", import_id)
    return render(request, "contacts/imports/check.html", _checked(request, kept))


@may("contacts.import")
@require_POST
def row(request: SignedIn, import_id: int, line: int) -> HttpResponse:
    """A refused row, typed anew."""
    kept = access.import_file(request.user, import_id)
    found = kept.rows.filter(line=line, outcome=ImportRow.Outcome.REFUSED).first()
    if found is None:
        raise Http404
    try:
        after = services.fix(kept, line=line, cells=queries.typed(kept, found, request.POST.dict()))
    except services.NotNow:
        return redirect("contacts:import", import_id)
    if after.outcome != ImportRow.Outcome.REFUSED:
        messages.success(request, _("Row %(line)s is mended.") % {"line": line})
        return redirect("contacts:import_check", import_id)
    kept.refresh_from_db()
    return render(request, "contacts/imports/check.html", _checked(request, kept) | {"wrong": line}, status=422)


@may("contacts.import")
@require_GET
def refused_file(request: SignedIn, import_id: int) -> HttpResponseBase:
    kept = access.import_file(request.user, import_id)
    headers = {"Content-Disposition": 'attachment; filename="refused.csv"'}
    return PieceByPiece(refused.lines(kept), content_type="text/csv; charset=utf-8", headers=headers)


@may("contacts.import")
@require_GET
def result(request: SignedIn, import_id: int) -> HttpResponse:
    kept = access.import_file(request.user, import_id)
    if kept.is_open:
        return redirect(steps.url(kept, steps.current(kept)))
    context = {
        "import": kept,
        "steps": steps.steps(kept, "result"),
        "refused": queries.rows(kept, ImportRow.Outcome.REFUSED),
        "skipped": queries.rows(kept, ImportRow.Outcome.SKIPPED),
        "kept_people": queries.kept_people(kept),
        "reason": WORDS.get(kept.reason, ""),
    }
    return render(request, "contacts/imports/result.html", context)


@may("contacts.import")
@require_POST
def run(request: SignedIn, import_id: int) -> HttpResponse:
    """Begins, or goes on after a stop."""
    kept = access.import_file(request.user, import_id)
    form = DoublesForm(request.POST)
    if form.is_valid():
        services.choose(kept, doubles=form.cleaned_data["doubles"])
    services.go(kept)
    services.resume(kept)
    return redirect("contacts:import_result", import_id)


@may("contacts.import")
@require_POST
def stop(request: SignedIn, import_id: int) -> HttpResponse:
    services.stop(access.import_file(request.user, import_id))
    return redirect("contacts:import", import_id)


@may("contacts.import")
@require_POST
def undo(request: SignedIn, import_id: int) -> HttpResponse:
    services.undo(access.import_file(request.user, import_id), by=request.user)
    return redirect("contacts:import_result", import_id)


def _checked(request: SignedIn, kept: Import) -> dict:
    after = request.GET.get("after", "")
    line = int(after) if after.isdecimal() and len(after) <= LONGEST else 0
    is_checked = kept.state == State.CHECKED
    doubles = request.GET.get("doubles", kept.doubles)
    doubles = doubles if doubles in Import.Doubles else kept.doubles
    return {
        "import": kept,
        "steps": steps.steps(kept, "check"),
        "missing": services.missing(kept),
        "form": DoublesForm(initial={"doubles": doubles}),
        "refused": queries.rows(kept, ImportRow.Outcome.REFUSED, after=line) if is_checked else None,
        "skipped": queries.rows(kept, ImportRow.Outcome.SKIPPED) if is_checked else None,
        "examples": queries.examples(kept, doubles) if is_checked else [],
        "doubles": Import.Doubles(doubles),
    }
