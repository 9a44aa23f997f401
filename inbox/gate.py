"""May a message go to this person now? Asked when somebody wants to send, and again when it is sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from contacts.consent.standing import NO_CONSENT, OPTED_OUT, Standing, standings
from contacts.models import Identity
from inbox.models import Conversation, Message
from nxtchat.whatsapp import circuit
from nxtchat.whatsapp.payloads import Recipient
from templates_app.models import Template

WINDOW_CLOSED = "window_closed"
NUMBER_UNAVAILABLE = "number_unavailable"
TEMPLATE_UNAVAILABLE = "template_unavailable"
BLOCKED, RESTRICTED, ERASED = "blocked", "restricted", "erased"
PERSONAL = {BLOCKED, RESTRICTED, ERASED, OPTED_OUT, NO_CONSENT}  # nothing but the person's wishes stands against it
# Where WhatsApp takes a message, phones before hidden ids.
ADDRESSES: tuple[str, ...] = (
    *(Identity.Kind.WA_ID, Identity.Kind.PHONE),
    *(Identity.Kind.BSUID, Identity.Kind.PARENT_BSUID),
)
TEMPLATE = "template"  # the kind that Meta approved beforehand


@dataclass(frozen=True)
class Refusal:
    """Why not: a code for programs, a reason for people."""

    code: str
    reason: str
    closed_at: datetime | None = None  # when the window closed, if that is why
    template: Template | None = None  # that cannot be sent, if that is why


@dataclass(frozen=True, slots=True)
class Facts:
    """What has to be looked up for a message: how the person stands, and the template that is to be said."""

    standing: Standing
    template: Template | None = None


def facts(conversation: Conversation, *, kind: str = "text", content: Any = None) -> Facts:
    """`content`: the Cloud API's object of the message, which names the template."""
    standing = standings([conversation.contact_id])[conversation.contact_id]
    if kind != TEMPLATE or not content:
        return Facts(standing)
    name, language = _named(content)
    of = Template.objects.filter(account=conversation.number.account_id)
    return Facts(standing, of.filter(name=name, language=language).first())


def facts_of_all(messages: Collection[Message], *, account: int) -> dict[int, Facts]:
    """The same for many messages of one account, by their ids, in one or two questions."""
    people = standings({message.conversation.contact_id for message in messages})
    named = {one.pk: _named((one.payload or {})[TEMPLATE]) for one in messages if one.kind == TEMPLATE}
    of = Template.objects.filter(account=account, name__in={name for name, _language in named.values()})
    templates = {(one.name, one.language): one for one in of} if named else {}
    return {
        message.pk: Facts(people[message.conversation.contact_id], templates.get(named.get(message.pk, ("", ""))))
        for message in messages
    }


def why_not(conversation: Conversation, *, kind: str = "text", known: Facts | None = None) -> Refusal | None:
    """None: it may go. Only a template may leave while the window is closed, and only it needs consent."""
    known = known or facts(conversation)
    if never := known.standing.why_never():
        return Refusal(never[0], str(never[1]))
    if kind != TEMPLATE and not conversation.window_is_open:
        reason = _(
            "The 24-hour window is closed: you may answer freely for 24 hours after the customer's last message."
        )
        return Refusal(WINDOW_CLOSED, reason, closed_at=conversation.window_closes_at)
    if not circuit.is_open(conversation.number):
        reason = _("This number cannot send at the moment.")
        return Refusal(NUMBER_UNAVAILABLE, f"{reason} {circuit.why_stopped(conversation.number)}".strip())
    if recipient(conversation) is None:
        return Refusal(NUMBER_UNAVAILABLE, _("WhatsApp has not told us an address of this person."))
    return _why_not_template(known) if kind == TEMPLATE else None


def why_not_all(conversations: Collection[Conversation], template: Template | None) -> list[Refusal | None]:
    """The same for one template and many people, in two questions at most. Conversations may not be saved yet."""
    people = standings({one.contact_id for one in conversations})
    prefetch_related_objects([one.contact for one in conversations if not _is_good(one.peer)], "identities")
    return [why_not(one, kind=TEMPLATE, known=Facts(people[one.contact_id], template)) for one in conversations]


def _why_not_template(known: Facts) -> Refusal | None:
    """What else has to hold for a template: Meta lets it be sent, and the person agrees to what it is for."""
    if known.template is None:
        words = _("This account has no template with this name in this language. Read the templates from Meta again.")
        return Refusal(TEMPLATE_UNAVAILABLE, words)
    if known.template.status != "APPROVED":
        words = _("WhatsApp does not let this template be sent: %(status)s.")
        told = {"status": known.template.status_in_words}
        return Refusal(TEMPLATE_UNAVAILABLE, words % told, template=known.template)
    if against := known.standing.why_not_for(known.template.category):
        return Refusal(against[0], str(against[1]))
    return None


def _named(content: dict[str, Any]) -> tuple[str, str]:
    return content["name"], content["language"]["code"]


def recipient(conversation: Conversation) -> Recipient | None:
    """Where an answer goes: to the id that wrote to us, or else to any id of theirs that WhatsApp takes."""
    identity = addressee(conversation)
    if identity is None:
        return None
    if identity.kind in (Identity.Kind.WA_ID, Identity.Kind.PHONE):
        return Recipient(phone=identity.value)
    return Recipient(bsuid=identity.value)


def addressee(conversation: Conversation) -> Identity | None:
    """The id of theirs that a message goes to."""
    return next(iter(_candidates(conversation)), None)


def _candidates(conversation: Conversation) -> list[Identity]:
    """The peer first, unless WhatsApp has replaced it; then phones before hidden ids, the latest first."""
    if _is_good(conversation.peer):
        return [conversation.peer]
    scopes = ("", conversation.number.account.identity_scope)
    known = [one for one in conversation.contact.identities.all() if not one.replaced_by_id and one.scope in scopes]
    known.sort(key=lambda one: one.last_seen, reverse=True)
    return sorted((one for one in known if one.kind in ADDRESSES), key=lambda one: ADDRESSES.index(one.kind))


def _is_good(peer: Identity | None) -> TypeGuard[Identity]:
    return peer is not None and not peer.replaced_by_id and peer.kind in ADDRESSES
