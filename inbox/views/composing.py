"""What an agent says by filling in a form: places, cards, things to choose from, templates."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from inbox import access, gate, media, sayings_template, services, threads
from inbox.models import Conversation
from inbox.sayings import SAYINGS, Saying
from inbox.sayings_template import TemplateSaying
from inbox.views.pages import is_fragment
from inbox.views.refusing import Refused, told
from inbox.views.words import back
from nxtchat.guard import SignedIn, may


@csrf_exempt  # the check reads the body; `_saying` makes it once it is said where a file goes
@may("conversations.reply")
@require_http_methods(["GET", "HEAD", "POST"])
def saying(request: SignedIn, conversation_id: int, what: str) -> HttpResponse:
    """The form; and sent, what it says. For a script the message, for everybody else the way back to the thread."""
    conversation = access.conversation(request.user, conversation_id, to="conversations.reply")
    request.upload_handlers = [media.Nameless(request)]
    return _saying(request, conversation, what)


@csrf_protect
def _saying(request: SignedIn, conversation: Conversation, what: str) -> HttpResponse:
    context: dict[str, Any] = {"conversation": conversation, "what": what, "client_id": uuid4()}
    if what == "template":
        template = sayings_template.chosen(conversation, request.GET.get("template", ""))
        if template is None:
            q = request.GET.get("q", "")
            templates, unfillable = sayings_template.to_choose_from(conversation, q=q)
            context |= {"templates": templates, "unfillable": unfillable, "q": q}
            return _show(request, context | {"title": TemplateSaying.title})
        context["template"] = template
    elif what not in SAYINGS:
        raise Http404
    form = _form(request, conversation, context)
    known = replace(gate.facts(conversation), template=context.get("template"))
    refusal = gate.why_not(conversation, kind=form.kind, known=known)
    context |= {"form": form, "title": form.title, "refusal": refusal}
    context["advice"] = known.standing.advice(known.template.category) if known.template else ""
    if request.method != "POST":
        return _show(request, context)
    if not form.is_valid():
        return _show(request, context, status=422)
    return _said(request, conversation, form, context)


def _form(request: SignedIn, conversation: Conversation, context: dict[str, Any]) -> Saying:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    if "template" not in context:
        return SAYINGS[context["what"]](*given)

    def bring(file: Any, kind: str, is_for_all: bool) -> str:
        if is_for_all:
            return str(sayings_template.keep(conversation, file, kind=kind, by=request.user).public_id)
        return str(media.upload(conversation=conversation, file=file, by=request.user, kind=kind).public_id)

    return TemplateSaying(*given, template=context["template"], conversation=conversation, by=request.user, bring=bring)


def _said(request: SignedIn, conversation: Conversation, form: Saying, context: dict[str, Any]) -> HttpResponse:
    client_id = _uuid(request.POST.get("client_id", ""))
    context["client_id"] = client_id
    try:
        message = services.say(
            conversation=conversation, kind=form.kind, content=form.content(), client_id=client_id, by=request.user
        )
    except media.FileRefused as refusal:
        return _show(request, context | {"problem": refusal.reason}, status=422)
    except Refused as error:
        words, status = told(error)
        return _show(request, context | {"problem": words}, status=status)
    if not is_fragment(request):
        return redirect(back(request, conversation))
    return render(request, "inbox/_item.html", {"item": threads.item_of(message)}, status=201)


def _show(request: SignedIn, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    part = "#asked" if is_fragment(request) else ""
    return render(request, f"inbox/saying.html{part}", context, status=status)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
