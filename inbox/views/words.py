"""Answering, noting, and deciding about messages that did not get through."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inbox import access, queries, services, threads
from inbox.forms import SettlementForm, WordsForm
from inbox.models import Conversation, Message
from inbox.views.pages import is_fragment, show
from inbox.views.refusing import Refused, told
from nxtchat.guard import SignedIn, may


@may("conversations.reply")
@require_POST
def replies(request: SignedIn, conversation_id: int) -> HttpResponse:
    return _say(request, conversation_id, services.reply, mode="reply")


@may("conversations.reply")
@require_POST
def notes(request: SignedIn, conversation_id: int) -> HttpResponse:
    return _say(request, conversation_id, services.add_note, mode="note")


def _say(request: SignedIn, conversation_id: int, service, *, mode: str) -> HttpResponse:
    conversation = access.conversation(request.user, conversation_id, to="conversations.reply")
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _refused(request, conversation, mode, _("This could not be read. Load the page again."), 422)
    try:
        said = service(conversation=conversation, by=request.user, **form.cleaned_data)
    except Refused as error:
        return _refused(request, conversation, mode, *told(error))
    if not is_fragment(request):
        return redirect(back(request, conversation))
    item = threads.Item("note", said) if mode == "note" else threads.item_of(said)
    return render(request, "inbox/_item.html", {"item": item}, status=201)


def _refused(request: SignedIn, conversation: Conversation, mode: str, words: str, status: int) -> HttpResponse:
    """The text stays with whoever wrote it, and the reason stands beside it."""
    if is_fragment(request):
        return render(request, "inbox/_composer.html#problem", {"problem": words}, status=status)
    return show(request, conversation, status=status, mode=mode, problem=words, text=request.POST.get("text", ""))


def back(request: SignedIn, conversation: Conversation) -> str:
    return reverse("inbox:conversation", args=[conversation.pk]) + queries.Filter.of(request.GET).query


@may("conversations.reply")
@require_POST
def retry(request: SignedIn, message_id: int) -> HttpResponse:
    return _decide(request, message_id, services.retry)


@may("conversations.reply")
@require_POST
def cancellation(request: SignedIn, message_id: int) -> HttpResponse:
    return _decide(request, message_id, services.cancel)


@may("conversations.reply")
@require_POST
def settlement(request: SignedIn, message_id: int) -> HttpResponse:
    form = SettlementForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _decide(request, message_id, services.settle_unknown, sent=form.cleaned_data["sent"] == "yes")


def _decide(request: SignedIn, message_id: int, service, **decision: bool) -> HttpResponse:
    message = visible_message(request, message_id)
    refusal, status = "", 200
    try:
        service(message=message, by=request.user, **decision)
    except services.NotPossible:
        refusal, status = _("This message has moved on in the meantime."), 409
    except services.CannotSend as error:
        refusal, status = error.reason, 409
    message = visible_message(request, message_id)
    if is_fragment(request):
        item = threads.items_by_id(access.conversations(request.user), [message.pk])[0]
        return render(request, "inbox/_item.html", {"item": item, "refused": refusal}, status=status)
    if refusal:
        conversation = access.conversation(request.user, message.conversation_id)
        return show(request, conversation, status=status, problem=refusal)
    return redirect(back(request, message.conversation))


def visible_message(request: SignedIn, message_id: int) -> Message:
    found = Message.objects.filter(conversation__in=access.conversations(request.user), pk=message_id)
    message = found.select_related("conversation__contact", "conversation__number__account").first()
    if message is None:
        raise Http404
    return message
