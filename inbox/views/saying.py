"""What the composer sends besides plain words: every kind of message, reactions, and that somebody is writing."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inbox import access, services, threads
from inbox.models import Conversation, Message
from inbox.services.composing import field_of
from inbox.views.pages import is_fragment, show
from inbox.views.refusing import Refused, told
from inbox.views.words import back, visible_message
from nxtchat.guard import SignedIn, may


class Unreadable(Exception):
    """Neither a form nor JSON that says anything."""


@may("conversations.reply")
@require_POST
def messages(request: SignedIn, conversation_id: int) -> HttpResponse:
    """One message of any kind, as JSON or as a form."""
    conversation = access.conversation(request.user, conversation_id, to="conversations.reply")
    try:
        asked, client_id = _asked(request)
        message, _is_new = services.compose(
            conversation=conversation, asked=asked, client_id=client_id, by=request.user
        )
    except Unreadable:
        return _refused(request, conversation, _("This could not be read. Load the page again."), 422)
    except Refused as error:
        return _refused(request, conversation, *told(error))
    return _shown(request, message)


@may("conversations.reply")
@require_POST
def reactions(request: SignedIn, message_id: int) -> HttpResponse:
    """`emoji`, and `client_id`: put on the message, or taken back with none. Shows the message it is on."""
    message = visible_message(request, message_id)
    conversation = access.conversation(request.user, message.conversation_id, to="conversations.reply")
    try:
        asked, client_id = _asked(request)
        emoji = asked.get("emoji", "")
        services.react(message=message, emoji=str(emoji), client_id=client_id, by=request.user)
    except Unreadable:
        return _refused(request, conversation, _("This could not be read. Load the page again."), 422)
    except Refused as error:
        return _refused(request, conversation, *told(error))
    return _shown(request, message)


@may("conversations.reply")
@require_POST
def typing(request: SignedIn, conversation_id: int) -> HttpResponse:
    """Somebody writes. Asked for as often as the browser likes, told to WhatsApp every 20 seconds at most."""
    services.typing(access.conversation(request.user, conversation_id, to="conversations.reply"))
    return HttpResponse(status=204)


def _asked(request: SignedIn) -> tuple[dict[str, Any], UUID]:
    asked = _json(request.body) if request.content_type == "application/json" else _form(request)
    if not isinstance(asked, dict):
        raise Unreadable
    try:
        return asked, UUID(str(asked.get("client_id") or uuid4()))
    except ValueError as error:
        raise Unreadable from error


def _form(request: SignedIn) -> dict[str, Any]:
    """`content` holds the object of the kind as JSON; `media` and `caption` are fields of their own."""
    asked: dict[str, Any] = {name: value for name, value in request.POST.items() if value}
    kind = asked.get("kind", "text")
    if "content" in asked:
        asked[field_of(kind)] = _json(asked.pop("content"))
    if "media" in asked and isinstance(asked["media"], str):
        file = {"id": asked["media"]} | ({"caption": asked["caption"]} if asked.get("caption") else {})
        asked["media"] = file
    return asked


def _json(text: str | bytes) -> Any:
    def no_number(_word: str) -> None:
        raise ValueError

    try:
        found = json.loads(text, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    return found


def _shown(request: SignedIn, message: Message) -> HttpResponse:
    if not _is_script(request):
        return redirect(back(request, message.conversation))
    item = threads.items_by_id(access.conversations(request.user), [message.pk])[0]
    return render(request, "inbox/_item.html", {"item": item}, status=201)


def _refused(request: SignedIn, conversation: Conversation, words: str, status: int) -> HttpResponse:
    if _is_script(request):
        return render(request, "inbox/_composer.html#problem", {"problem": words}, status=status)
    return show(request, conversation, status=status, problem=words, text=request.POST.get("text", ""))


def _is_script(request: SignedIn) -> bool:
    return is_fragment(request) or request.content_type == "application/json"
