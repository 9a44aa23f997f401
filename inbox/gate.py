"""May a message go to this person now? Asked when somebody wants to send, and again when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from contacts.models import Identity
from inbox.models import Conversation
from nxtchat.whatsapp import circuit
from nxtchat.whatsapp.payloads import Recipient

WINDOW_CLOSED = "window_closed"
NUMBER_UNAVAILABLE = "number_unavailable"
TEMPLATE_UNAVAILABLE = "template_unavailable"
TEMPLATE = "template"  # the kind that Meta approved beforehand


@dataclass(frozen=True)
class Refusal:
    """Why not: a code for programs, a reason for people."""

    code: str
    reason: str
    closed_at: datetime | None = None  # when the window closed, if that is why


def why_not(conversation: Conversation, *, kind: str = "text") -> Refusal | None:
    """None: it may go. Only a template may leave while the window is closed."""
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
    return None


def recipient(conversation: Conversation) -> Recipient | None:
    """Where an answer goes: to the id that wrote to us, or else to any id of theirs that WhatsApp takes."""
    for identity in _candidates(conversation):
        if identity.kind in (Identity.Kind.WA_ID, Identity.Kind.PHONE):
            return Recipient(phone=identity.value)
        if identity.kind in (Identity.Kind.BSUID, Identity.Kind.PARENT_BSUID):
            return Recipient(bsuid=identity.value)
    return None


def _candidates(conversation: Conversation) -> list[Identity]:
    """The peer first, unless WhatsApp has replaced it; then phones before hidden ids, the latest first."""
    peer = conversation.peer
    if peer and not peer.replaced_by_id and peer.kind != Identity.Kind.USERNAME:
        return [peer]
    scopes = ("", conversation.number.account.identity_scope)
    known = conversation.contact.identities.filter(replaced_by=None, scope__in=scopes).order_by("-last_seen")
    order: list[str] = [Identity.Kind.WA_ID, Identity.Kind.PHONE, Identity.Kind.BSUID, Identity.Kind.PARENT_BSUID]
    return sorted((identity for identity in known if identity.kind in order), key=lambda found: order.index(found.kind))
