"""What became of an event, update by update: where in the inbox it is, or why it is nowhere."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from inbox.models import Message, StatusFact
from nxtchat.whatsapp.events import (
    AccountProblem,
    Change,
    Handover,
    IdentityChange,
    InboundMessage,
    News,
    PhonebookEntry,
    Preference,
    StatusReport,
    Summary,
    Update,
    parse,
)
from nxtchat.whatsapp.models import Number
from webhooks import reasons
from webhooks.models import WebhookEvent

SHOWN = 100  # updates; Meta sends up to a thousand in one event


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One update: what it is, and what came of it."""

    position: int  # from 1
    what: str
    message: Message | None = None  # which it brought, or is a report about
    earlier: int | None = None  # the event that had brought the same before
    error: str = ""
    is_missing: bool = False  # it should be in the inbox, and is not


@dataclass(frozen=True)
class Outcomes:
    shown: list[Outcome]
    more: int


def of(event: WebhookEvent) -> Outcomes:
    try:
        updates = parse(bytes(event.body), received_at=event.received_at)
    except Exception:  # whatever stopped handling it is written on the event
        return Outcomes([], 0)
    shown = updates[:SHOWN]
    errors = dict(event.parked.values_list("position", "error"))
    files = Files.about(shown)
    return Outcomes(
        [_outcome(event, position, update, files, errors.get(position, "")) for position, update in enumerate(shown)],
        len(updates) - len(shown),
    )


def piece(body: bytes, wamid: str) -> str:
    """The part of the body that has this message's id, laid out for reading; empty where there is none."""
    found = _with_id(_json(body), wamid) if wamid else None
    return _laid_out(found) if found else ""


def readable(body: bytes) -> str:
    """The body laid out for reading; as it came where it is no JSON."""
    return _laid_out(found) if (found := _json(body)) is not None else body.decode(errors="replace")


@dataclass(frozen=True)
class Files:
    """What the inbox knows about the ids that an event names."""

    numbers: dict[str, int]
    messages: dict[tuple[int, str], Message]
    facts: dict[tuple[int, str, str], StatusFact]

    @classmethod
    def about(cls, updates: Iterable[Update]) -> "Files":
        phones = {getattr(update, "phone_number_id", "") for update in updates}
        wamids = {wamid for update in updates if (wamid := getattr(update, "wamid", ""))}
        numbers = dict(Number.objects.filter(phone_number_id__in=phones).values_list("phone_number_id", "pk"))
        ours = {"number__in": list(numbers.values()), "wamid__in": wamids}
        said = Message.objects.filter(**ours).select_related("conversation__contact")
        messages = said.prefetch_related("conversation__contact__identities")
        facts = StatusFact.objects.filter(**ours)
        return cls(
            numbers,
            {(message.number_id, message.wamid): message for message in messages},
            {(fact.number_id, fact.wamid, fact.status): fact for fact in facts},
        )


def _outcome(event: WebhookEvent, position: int, update: Update, files: Files, error: str) -> Outcome:
    number = files.numbers.get(getattr(update, "phone_number_id", ""), 0)
    message = files.messages.get((number, getattr(update, "wamid", "")))
    brought = files.facts.get((number, update.wamid, update.status)) if isinstance(update, StatusReport) else message
    by = brought.event_id if brought else None
    is_of_the_inbox = isinstance(update, StatusReport | InboundMessage)
    return Outcome(
        position=position + 1,
        what=in_words(update),
        message=message,
        earlier=by if by and by != event.pk else None,
        error=error,
        is_missing=is_of_the_inbox and not brought and not error and event.state != WebhookEvent.State.PENDING,
    )


def in_words(update: Update) -> str:
    match update:
        case InboundMessage(is_ours=True):
            return _("A message of ours from elsewhere (%(kind)s)") % {"kind": update.kind}
        case InboundMessage():
            return _("A message (%(kind)s)") % {"kind": update.kind}
        case StatusReport():
            return _("A report about a message of ours (%(status)s)") % {"status": update.status}
        case IdentityChange():
            return _("A person has new ids")
        case AccountProblem():
            return reasons.in_words(reasons.of_problem(update.fault.code))
        case PhonebookEntry():
            return _("An entry of the phone's address book")
        case Preference():
            return _("A person says what they want to get from us")
        case Handover():
            return _("Another app takes or gives back a conversation")
        case Summary():
            return _("A summary of what another app did")
        case News() | Change():
            return _("News about “%(field)s”") % {"field": update.field}


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _laid_out(found: Any) -> str:
    return json.dumps(found, indent=2, ensure_ascii=False)


def _with_id(tree: Any, wamid: str) -> Any:
    """The first object in it with this id; without recursion, since what comes in may be nested deeply."""
    waiting = [tree]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            if here.get("id") == wamid:
                return here
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
    return None
