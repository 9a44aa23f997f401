"""The step after which somebody may have got it: conversation, message, attempt and recipient are written together.

Whoever dies before this has sent nothing, and the claim runs out. Whoever dies after it may have: the message is then
`unknown`, is settled by a report of WhatsApp or by a person, and is never sent again by itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.sending import beginning_sql as sql
from campaigns.sending import claiming
from campaigns.sending.asking import Ready
from campaigns.sending.claiming import Claim
from inbox import outgoing
from inbox.models import Conversation, Message
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.whatsapp import pace
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.payloads import Recipient as Address

SOON = 1.0  # seconds, where somebody else has the conversation or no slot was left


class Begun(NamedTuple):
    leaving: list[tuple[Message, Number, dict[str, Any]]]
    next_in: float  # seconds until the number has another slot


@transaction.atomic
def begin(campaign: Campaign, claim: Claim, ready: Sequence[Ready]) -> Begun:
    """Conversations first, then recipients, so that nobody waits in a circle; who is held by others comes later."""
    held = _hold_conversations(campaign, ready)
    mine = claiming.still_mine(claim, [one.recipient.id for one in ready if one.recipient.contact in held])
    going = [one for one in ready if one.recipient.id in mine]
    pairs = [held[one.recipient.contact].pk for one in going]
    slots = pace.reserve(number=campaign.number_id, pairs=pairs, rate=pace.rate(campaign.number))
    waits = dict(zip([one.recipient.id for one in going], slots.waits, strict=True))
    begun = _write(campaign, [one for one in going if waits[one.recipient.id] == 0], held)
    later = [(one.recipient.id, waits.get(one.recipient.id) or SOON) for one in ready]
    started = {one.recipient.id for _message, one in begun}
    claiming.put_off(claim, [each for each in later if each[0] not in started])
    publish_many_on_commit(
        event
        for message, _one in begun
        for event in (
            ("message.added", campaign.number_id, {"c": message.conversation_id, "m": message.pk}),
            ("conversation.changed", campaign.number_id, {"c": message.conversation_id}),
        )
    )
    leaving = [(message, campaign.number, outgoing.body(message, to=_address(one))) for message, one in begun]
    return Begun(leaving, slots.next_in)


def _hold_conversations(campaign: Campaign, ready: Sequence[Ready]) -> dict[int, Conversation]:
    """By contact. A conversation that begins with a campaign waits for nobody: it is not open until they answer."""
    new = sorted((one for one in ready if one.conversation.pk is None), key=lambda one: one.recipient.contact)
    Conversation.objects.bulk_create(
        [
            Conversation(
                number=campaign.number, contact_id=one.recipient.contact, peer=one.to, state=Conversation.State.RESOLVED
            )
            for one in new
        ],
        ignore_conflicts=True,
    )
    known = {one.recipient.contact: one.conversation for one in ready}
    rows = Conversation.objects.filter(number=campaign.number_id, contact__in=known).order_by("pk")
    held = {}
    for row in rows.select_for_update(no_key=True, skip_locked=True):
        row.number, row.contact, row.peer = campaign.number, known[row.contact_id].contact, known[row.contact_id].peer
        held[row.contact_id] = row
    return held


def _write(campaign: Campaign, going: Sequence[Ready], held: dict[int, Conversation]) -> list[tuple[Message, Ready]]:
    now = timezone.now()
    rows = [_row(one, held[one.recipient.contact], now) for one in going]
    written = sql.add_messages([row for row in rows if row.earlier is None], number=campaign.number_id)
    written |= sql.try_again([row for row in rows if row.earlier is not None])
    found = []
    for row, one in zip(rows, going, strict=True):
        if row.recipient in written:  # else an agent has sent it meanwhile: the row follows the message
            pk, client_id, attempt = written[row.recipient]
            message = _as_message(campaign, row, one, held[one.recipient.contact], pk, client_id, attempt)
            found.append((message, one))
    sql.add_attempts([(message.pk, message.attempt) for message, _one in found])
    sql.show_in_list([(m.conversation_id, m.created_at, " ".join(m.text.split())[:160]) for m, _one in found])
    sql.note_begun([(one.recipient.id, message.pk) for message, one in found])
    return found


def _row(one: Ready, conversation: Conversation, now: datetime) -> sql.Row:
    return sql.Row(
        recipient=one.recipient.id,
        earlier=one.recipient.message,
        conversation=conversation.pk,
        client_id=str(uuid4()),
        text=one.text,
        payload={"type": "template", "template": one.content},
        at=max(now, conversation.last_message_at),
    )


def _as_message(
    campaign: Campaign, row: sql.Row, one: Ready, conversation: Conversation, pk: int, client_id: UUID, attempt: int
) -> Message:
    """As it stands in the table, without asking for it."""
    message = Message(
        pk=pk, client_id=client_id, attempt=attempt, kind="template", text=row.text, payload=row.payload,
        direction="out", status="sending", created_at=row.at,
    )  # fmt: skip
    message.conversation, message.number = conversation, campaign.number
    return message


def _address(one: Ready) -> Address:
    is_phone = one.to.kind in ("wa_id", "phone")
    return Address(phone=one.to.value) if is_phone else Address(bsuid=one.to.value)
