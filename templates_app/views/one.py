"""One template: what it says, what became of it, what can be done with it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nxtchat.guard import SignedIn, may
from nxtchat.whatsapp.client import GraphError
from templates_app import above, allowances, builder, languages, queries, services
from templates_app.views import finding
from templates_app.views.answers import in_words


@require_GET
@may("templates.read")
def template(request: SignedIn, template_id: int) -> HttpResponse:
    found = finding.template(template_id)
    spoken = list(queries.languages(found))
    missing = [choice for choice in languages.choices() if choice[0] not in {each.language for each in spoken}]
    context = {
        "template": found,
        "preview": builder.preview(found.design),
        "languages": spoken,
        "missing": missing,
        "timeline": queries.timeline(found),
        "uses": above.uses(found),
        "edits_left": allowances.edits_left(found),
        "may_edit": request.user.may("templates.edit"),
        "may_change": found.status in allowances.EDITABLE,
    }
    return render(request, "templates_app/template.html", context)


@require_POST
@may("templates.edit")
def copies(request: SignedIn, template_id: int) -> HttpResponse:
    """Under another name, or in another language."""
    language = request.POST.get("language", "")
    language = language if language in languages.CODES else ""
    draft = services.duplicate(finding.template(template_id), by=request.user, language=language)
    return redirect("templates_app:draft", draft.pk)


@require_POST
@may("templates.edit")
def changes(request: SignedIn, template_id: int) -> HttpResponse:
    """A draft of what is to replace it."""
    found = finding.template(template_id)
    if found.status not in allowances.EDITABLE:
        messages.error(
            request, _("A template that is “%(status)s” cannot be changed.") % {"status": found.status_in_words}
        )
        return redirect("templates_app:template", found.pk)
    return redirect("templates_app:draft", services.change(found, by=request.user).pk)


@require_POST
@may("templates.edit")
def removal(request: SignedIn, template_id: int) -> HttpResponse:
    found = finding.template(template_id)
    every = request.POST.get("all") == "on"

    def take_away() -> None:
        services.take_away(found, by=request.user, all_languages=every)

    if _done(request, take_away, _("The template is deleted, at WhatsApp too.")):
        return redirect("templates_app:templates")
    return redirect("templates_app:template", found.pk)


@require_POST
@may("templates.edit")
def restart(request: SignedIn, template_id: int) -> HttpResponse:
    """Take a paused one up again."""
    found = finding.template(template_id)
    _done(request, lambda: services.unpause(found), _("WhatsApp was asked to go on with it."))
    return redirect("templates_app:template", found.pk)


def _done(request: SignedIn, deed: Callable[[], None], said: str) -> bool:
    try:
        deed()
    except GraphError as error:
        messages.error(request, in_words(error))
        return False
    messages.success(request, said)
    return True
