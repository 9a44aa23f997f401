"""What agents do about consent: write down what somebody told them, set and lift what stands against writing."""

from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from contacts.above import above
from contacts.consent import ledger, marks
from contacts.models import ConsentEvent, Contact, Mark
from nxtchat.team.models import Agent

log = structlog.get_logger(__name__)

# Who may set and lift what. Only an erasure sets ERASED, and nobody lifts it.
MAY = {
    Mark.Kind.BLOCKED: "contacts.edit",
    Mark.Kind.MINOR: "contacts.edit",
    Mark.Kind.RESTRICTED: "privacy.requests",
}


class MayNot(Exception):
    """This agent may not set or lift that."""


def kinds_for(agent: Agent) -> list[Mark.Kind]:
    return [kind for kind, capability in MAY.items() if agent.may(capability)]


@transaction.atomic
def write_down(
    *,
    contact: Contact,
    purpose: str,
    is_given: bool,
    wording: str,
    by: Agent,
    at: datetime | None = None,
    source: str = ConsentEvent.Source.AGENT,
    channel: str = "",
    version: str = "",
    language: str = "",
    message: int | None = None,
    evidence: str = "",
) -> list[ledger.Refused]:
    """What they said, when, where and in which words, and the proof of it. Returns what the ledger refused."""
    said = ledger.Said(
        contact=contact.pk,
        purpose=purpose,
        is_given=is_given,
        at=at or timezone.now(),
        source=source,
        channel=channel,
        wording=wording,
        version=version,
        language=language,
        message=message,
        evidence=evidence,
        by=by.pk,
    )
    refused = ledger.record([said])
    above().changed(contact)
    return refused


@transaction.atomic
def put_mark(*, contact: Contact, kind: str, reason: str, by: Agent) -> None:
    _check(kind, by)
    if marks.put(contact=contact, kind=kind, reason=reason, by=by):
        log.info("contacts.marked", contact=contact.pk, kind=kind, by=by.pk)
        _tell(contact, kind)


@transaction.atomic
def lift_mark(*, contact: Contact, kind: str, reason: str, by: Agent) -> None:
    _check(kind, by)
    if marks.lift(contact=contact, kind=kind, reason=reason, by=by):
        log.info("contacts.mark_lifted", contact=contact.pk, kind=kind, by=by.pk)
        _tell(contact, kind)


def _tell(contact: Contact, kind: str) -> None:
    if kind == Mark.Kind.BLOCKED:
        above().block(contact)
    above().changed(contact)


def _check(kind: str, by: Agent) -> None:
    if kind not in MAY or not by.may(MAY[Mark.Kind(kind)]):
        raise MayNot
