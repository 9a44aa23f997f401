"""A test: the campaign as one person would get it, sent to those who try it before anybody else gets it."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.drafting import looking
from campaigns.models import Campaign, Trial
from contacts.models import Contact, Identity
from inbox import services as inbox
from inbox.models import Status
from nxtchat.team.models import Agent
from nxtchat.whatsapp.payloads import Recipient as Address
from templates_app.filling import Filled

MOST = 5  # people who try it at once
READ_ABOVE = 100  # more people than this: somebody has to have read a test


class NotTried(Exception):
    """It could not be sent to this person, and why."""

    def __init__(self, contact: Contact, reason: str) -> None:
        super().__init__(reason)
        self.contact, self.reason = contact, reason


def try_out(campaign: Campaign, *, on: list[Contact], by: Agent) -> tuple[list[Trial], list[NotTried]]:
    """Each of them gets it now, filled in with what is known of them."""
    made = looking.filling_of(campaign, agent=by)
    if made.faults:
        return [], [NotTried(contact, made.faults[0].words) for contact in on]
    filled = made.of([contact.pk for contact in on])
    sent: list[Trial] = []
    refused: list[NotTried] = []
    for contact in on:
        try:
            sent.append(_send(campaign, contact, filled[contact.pk], by=by))
        except NotTried as problem:
            refused.append(problem)
    return sent, refused


def trials(campaign: Campaign) -> list[Trial]:
    return list(campaign.trials.select_related("message__conversation__contact")[:20])


def was_read(campaign: Campaign) -> bool:
    return campaign.trials.filter(message__status__in=[Status.READ, Status.PLAYED]).exists()


@transaction.atomic
def _send(campaign: Campaign, contact: Contact, filled: Filled, *, by: Agent) -> Trial:
    if filled.faults:
        raise NotTried(contact, filled.faults[0].words)
    address = _address(campaign, contact)
    template = campaign.template
    content: dict[str, Any] = {"name": template.name, "language": {"code": template.language}}
    if filled.components:
        content["components"] = filled.components
    try:
        conversation = inbox.conversation_with(number=campaign.number, to=address)
        message = inbox.say(conversation=conversation, kind="template", content=content, client_id=uuid4(), by=by)
    except inbox.CannotSend as refusal:
        raise NotTried(contact, refusal.reason) from refusal
    except inbox.Unsayable as refusal:
        raise NotTried(contact, refusal.faults[0].words) from refusal
    return Trial.objects.create(campaign=campaign, message=message, by=by)


def _address(campaign: Campaign, contact: Contact) -> Address:
    known = contact.identities.filter(replaced_by=None, scope__in=("", campaign.number.account.identity_scope))
    found = {identity.kind: identity.value for identity in known.order_by("last_seen")}
    if phone := found.get(Identity.Kind.WA_ID) or found.get(Identity.Kind.PHONE):
        return Address(phone=phone)
    if bsuid := found.get(Identity.Kind.BSUID):
        return Address(bsuid=bsuid)
    raise NotTried(contact, _("This person has no number that WhatsApp takes."))
