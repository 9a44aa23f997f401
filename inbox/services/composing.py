"""One message as a program or the browser asks for it: every kind through the same door, faults named by its fields."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from inbox import contents
from inbox.models import Conversation, Message
from inbox.services.reacting import react
from inbox.services.refusals import ClientIdTaken, NothingToQuote, Unsayable
from inbox.services.saying import say
from inbox.services.templates import with_components
from inbox.taking import locked
from nxtchat.team.models import Agent
from nxtchat.whatsapp.limits import FILES, KINDS, Fault

Asked = dict[str, Any]
FIELDS = ("text", "media", "location", "contacts", "interactive", "template", "reaction")


@transaction.atomic
def compose(*, conversation: Conversation, asked: Asked, client_id: UUID, by: Agent) -> tuple[Message, bool]:
    """Say what is asked for; and whether this is the first time. `asked`: as docs/surface.md describes it.

    The same `client_id` for anything else is refused.
    """
    conversation = locked(conversation)  # so that of two at once exactly one is the first
    known = Message.objects.filter(client_id=client_id).first()
    kind = asked.get("kind") or "text"
    if found := list(_misplaced(kind, asked)):
        raise Unsayable(found)
    reply_to = str(asked.get("reply_to") or "")
    try:
        if kind == "reaction":
            message = _react(conversation, asked["reaction"], client_id, by)
        else:
            if kind == "template":
                asked = asked | {kind: with_components(conversation, asked[kind], by=by)}
            content, media = _content(kind, asked)
            message = say(
                conversation=conversation,
                kind=kind,
                content=content,
                client_id=client_id,
                by=by,
                reply_to=reply_to,
                media=media,
            )
    except Unsayable as refusal:
        raise Unsayable([replace(fault, where=_named(kind, fault.where)) for fault in refusal.faults]) from refusal
    if known and not _is_the_same(message, kind, asked):
        raise ClientIdTaken
    return message, known is None


def field_of(kind: str) -> str:
    return "media" if kind in FILES else kind


def _misplaced(kind: Any, asked: Asked) -> Iterator[Fault]:
    """The object of the kind must be there, and no other."""
    if kind not in KINDS:
        words = _("“%(kind)s” cannot be sent. Possible are: %(kinds)s.")
        yield Fault("kind", "invalid_choice", words % {"kind": str(kind)[:60], "kinds": ", ".join(KINDS)})
        return
    wanted = field_of(kind)
    for field in FIELDS:
        if field != wanted and asked.get(field) not in (None, ""):
            words = _("A message of the kind %(kind)s has no %(field)s.") % {"kind": kind, "field": field}
            yield Fault(field, "unknown", words)
    if asked.get(wanted) is None:
        yield Fault(wanted, "required", _("A message of the kind %(kind)s needs it.") % {"kind": kind})
    if kind == "reaction" and asked.get("reply_to"):
        yield Fault("reply_to", "unknown", _("A reaction names its message inside; it quotes none."))


def _content(kind: str, asked: Asked) -> tuple[Any, list[str]]:
    """The Cloud API's object, and the files that come with it."""
    given = asked[field_of(kind)]
    if kind == "text":
        choice = {} if asked.get("preview_url") is None else {"preview_url": asked["preview_url"]}
        return {"body": given} | choice, []
    if kind in FILES and isinstance(given, dict) and given.get("id") is not None:
        return {key: held for key, held in given.items() if key != "id"}, [str(given["id"])]
    return given, []


def _react(conversation: Conversation, asked: Any, client_id: UUID, by: Agent) -> Message:
    if not isinstance(asked, dict) or not isinstance(asked.get("emoji", ""), str):
        raise Unsayable([Fault("", "invalid", _("This must be an object with `message_id` and `emoji`."))])
    about = str(asked.get("message_id") or "")
    target = conversation.messages.filter(client_id=about).first() if contents.is_uuid(about) else None
    if target is None:
        raise NothingToQuote
    return react(message=target, emoji=asked.get("emoji", ""), client_id=client_id, by=by)


def _named(kind: str, where: str) -> str:
    if kind == "text":
        return "preview_url" if where == "preview_url" else "text"
    return f"{field_of(kind)}.{where}".rstrip(".")


def _is_the_same(message: Message, kind: str, asked: Asked) -> bool:
    if message.kind != kind:
        return False
    about = str((asked["reaction"] if kind == "reaction" else asked).get(ABOUT.get(kind, "reply_to")) or "")
    if about and not contents.is_uuid(about):
        return False
    quoted = message.conversation.messages.filter(client_id=about).first() if about else None
    if message.reply_to_wamid != (quoted.wamid if quoted else ""):
        return False
    if kind == "reaction":
        return message.text == contents.clean(asked["reaction"].get("emoji", ""))
    content, media = _content(kind, asked)
    content = contents.tidy(content)
    if kind == "text" and message.text != content["body"]:
        return False
    ours = {str(public_id) for public_id in message.media.values_list("public_id", flat=True)}
    return message.payload == contents.payload_of(kind, content) and set(map(str.lower, media)) <= ours


ABOUT = {"reaction": "message_id"}
