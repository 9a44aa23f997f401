"""Writing a template."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nxtchat.guard import SignedIn, may
from nxtchat.whatsapp.client import GraphError
from templates_app import allowances, builder, queries, samples, services
from templates_app.builder.entries import changed_groups, place
from templates_app.design import Design
from templates_app.models import Draft
from templates_app.views import finding
from templates_app.views.answers import in_words


@require_POST
@may("templates.edit")
def begin(request: SignedIn) -> HttpResponse:
    """For the account that was chosen, or the only one."""
    asked = request.POST.get("account", "")
    accounts = queries.accounts()
    account = accounts.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else accounts.first()
    if account is None:
        messages.error(request, _("First a number has to be connected."))
        return redirect("templates_app:templates")
    return redirect("templates_app:draft", services.begin(account=account, by=request.user).pk)


@require_http_methods(["GET", "POST"])
@may("templates.edit")
def draft(request: SignedIn, draft_id: int) -> HttpResponse:
    """What is pressed says what to do; whatever it is, what was written is kept first."""
    found = finding.draft(draft_id)
    if request.method == "GET":
        return _form(request, found, found.design)
    do = request.POST.get("do", "save")
    design = builder.apply(do, builder.read(request.POST))
    try:
        design = samples.left(found.account, design, request.FILES)
    except samples.NoSample as problem:
        services.keep(found, design)
        messages.error(request, str(problem))
        return _form(request, found, found.design, status=422)
    services.keep(found, design)
    if do == "submit":
        return _submit(request, found)
    if do == "save":
        messages.success(request, _("The draft is kept."))
    return redirect("templates_app:draft", found.pk)


@require_POST
@may("templates.edit")
def check(request: SignedIn, draft_id: int) -> HttpResponse:
    """What the rules say of what is being typed. Nothing is kept."""
    found = finding.draft(draft_id)
    design = builder.read(request.POST)
    if found.template:
        design = replace(design, name=found.template.name, language=found.template.language)
    groups = changed_groups(builder.sections(design, is_new=found.template is None), request.POST)
    return render(request, "templates_app/_proof.html", _proof(found, design) | {"draft": found, "groups": groups})


@require_POST
@may("templates.edit")
def removal(request: SignedIn, draft_id: int) -> HttpResponse:
    services.drop(finding.draft(draft_id))
    messages.success(request, _("The draft is deleted."))
    return redirect("templates_app:templates")


def _submit(request: SignedIn, found: Draft) -> HttpResponse:
    try:
        template = services.submit(found, by=request.user)
    except services.NotReady:
        messages.error(request, _("It is not ready yet: see what is marked."))
        return _form(request, found, found.design, status=422)
    except services.AlreadyOnItsWay:
        messages.error(request, _("Somebody is submitting it at this moment."))
        return _form(request, found, found.design, status=409)
    except GraphError as error:
        messages.error(request, in_words(error))
        return _form(request, found, found.design, status=409)
    messages.success(request, _("WhatsApp has it now. Its review takes minutes, sometimes a day."))
    return redirect("templates_app:template", template.pk)


def _form(request: SignedIn, found: Draft, design: Design, *, status: int = 200) -> HttpResponse:
    sections = builder.sections(design, is_new=found.template is None)
    proof = _proof(found, design)
    place([problem for problem in proof["problems"] if design.body or design.is_code or status != 200], sections)
    left = allowances.edits_left(found.template) if found.template else None
    context = {"draft": found, "sections": sections, "edits_left": left} | proof
    return render(request, "templates_app/draft.html", context, status=status)


def _proof(found: Draft, design: Design) -> dict[str, Any]:
    problems = services.problems(found, design)
    is_ready = not any(problem.stops for problem in problems)
    return {"preview": builder.preview(design), "problems": problems, "is_ready": is_ready}
