"""Whose the conversation is, whether it is done, and who has read it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from inbox import access, queries, services
from inbox.forms import AssignmentForm, StateForm
from inbox.models import Conversation
from inbox.views.pages import is_fragment, tools_context
from nxtchat.guard import SignedIn, may


@may("conversations.reply")
@require_POST
def assignment(request: SignedIn, conversation_id: int) -> HttpResponse:
    conversation = access.conversation(request.user, conversation_id, to="conversations.reply")
    form = AssignmentForm(request.POST, colleagues=access.colleagues(conversation))
    if not form.is_valid():
        return _tools(request, conversation, status=422)
    services.assign(conversation=conversation, to=form.cleaned_data["to"], by=request.user)
    return _tools(request, conversation)


@may("conversations.reply")
@require_POST
def state(request: SignedIn, conversation_id: int) -> HttpResponse:
    conversation = access.conversation(request.user, conversation_id, to="conversations.reply")
    form = StateForm(request.POST)
    if not form.is_valid():
        return _tools(request, conversation, status=422)
    change = services.resolve if form.cleaned_data["state"] == Conversation.State.RESOLVED else services.reopen
    change(conversation=conversation, by=request.user)
    return _tools(request, conversation)


@may("conversations.read")
@require_POST
def read(request: SignedIn, conversation_id: int) -> HttpResponse:
    conversation = access.conversation(request.user, conversation_id)
    services.mark_read(conversation=conversation, by=request.user)
    return HttpResponse(status=204)


def _tools(request: SignedIn, conversation: Conversation, *, status: int = 200) -> HttpResponse:
    if not is_fragment(request):
        return redirect(reverse("inbox:conversation", args=[conversation.pk]) + queries.Filter.of(request.GET).query)
    fresh = access.conversation(request.user, conversation.pk)
    return render(request, "inbox/_header.html", tools_context(request, fresh), status=status)
