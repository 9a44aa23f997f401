"""What an error of WhatsApp means beyond its message, whether it came as an answer or later, as a report."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from contacts import consent
from contacts.models import ConsentEvent, Purpose
from inbox import telling
from inbox.models import Conversation, Message, Status
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.whatsapp import circuit, notices, pace
from nxtchat.whatsapp.errors import Action, explain
from nxtchat.whatsapp.models import Notice, Number

SPAM = 131048  # people report what this number sends
OPTED_OUT = Message.OPTED_OUT
LOOKED_BACK = timedelta(days=30)  # longer than nobody noticed
CLOCKS_DIFFER = timedelta(minutes=1)
BATCH = 500
PAUSE = 6 * 3600  # seconds; Meta names no time but "hours"
STALE = timedelta(minutes=15)  # older than this it says nothing about now; what still holds is met again


class Trouble(NamedTuple):
    """A code of Meta's, met by a message of this number."""

    number: int
    code: int
    conversation: int
    at: datetime  # Meta's time, where it told one


def follow_on_commit(troubles: Iterable[Trouble]) -> None:
    """Afterwards and by itself, since it locks contacts and numbers, and whoever asks holds messages already."""
    if met := list(troubles):
        transaction.on_commit(partial(follow, met), robust=True)


def follow(troubles: Sequence[Trouble]) -> None:
    """Stop what can only fail, slow down what Meta finds too much, keep what a person decided."""
    _note_opt_outs([each for each in troubles if each.code == OPTED_OUT])
    fresh = timezone.now() - STALE
    for number, code in sorted({(each.number, each.code) for each in troubles if each.at > fresh}):
        if explain(code).action == Action.STOP:
            _stop(number, code=code)
        elif code == SPAM:
            pace.pause_bulk(number=number, seconds=PAUSE)


@transaction.atomic
def _stop(number_id: int, *, code: int) -> None:
    number = Number.objects.select_related("account").get(pk=number_id)
    stopped = circuit.stop(number, code=code)
    if stopped:
        notices.raise_notice(
            account=number.account,
            number=circuit.subject(number, code),
            code=circuit.STOPPED,
            weight=Notice.Weight.DANGER,
            facts={"code": code},
            at=timezone.now(),
        )
    publish_many_on_commit([("number.changed", each, {}) for each in stopped])


def note_missed_opt_outs() -> int:
    """What a worker that died between the report and what follows from it did not come to."""
    refusal = ConsentEvent.objects.filter(
        contact=OuterRef("conversation__contact"),
        source=ConsentEvent.Source.REFUSAL,
        at__gte=OuterRef("failed_at") - CLOCKS_DIFFER,
    )
    refused = Message.objects.filter(
        error_code=OPTED_OUT, status=Status.FAILED, failed_at__gt=timezone.now() - LOOKED_BACK
    )
    missed = refused.exclude(Exists(refusal)).order_by("failed_at")[:BATCH]
    _note_opt_outs(
        [
            Trouble(number, OPTED_OUT, conversation, at)
            for number, conversation, at in missed.values_list("number", "conversation", "failed_at")
            if at
        ]
    )
    return len(missed)


def _note_opt_outs(troubles: Sequence[Trouble]) -> None:
    at = {each.conversation: each.at for each in troubles}
    people = list(Conversation.objects.filter(pk__in=at).values_list("contact", "pk"))
    consent.record(
        [
            consent.Said(
                contact=contact,
                purpose=Purpose.MARKETING,
                is_given=False,
                at=at[conversation],
                source=ConsentEvent.Source.REFUSAL,
            )
            for contact, conversation in people
        ]
    )
    telling.contacts_changed({contact for contact, _conversation in people})
