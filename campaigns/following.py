"""What became of those who were written to: their rows follow the messages of the inbox.

Called in the transactions that move messages. Conversations are locked before messages, those before recipients.
"""

from collections.abc import Collection
from datetime import timedelta

from django.db import connection

from campaigns.models import Campaign, Recipient
from inbox.models import Origin, Status
from nxtchat.unnesting import array, columns
from nxtchat.whatsapp import patience
from nxtchat.whatsapp.errors import Action, explain

State = Recipient.State
HELD_BACK = 131049  # Meta spares this person more marketing for a while
HELD_FOR = timedelta(hours=25).total_seconds()
HELD_TRIES = 3
ONE_MORE_LOOK = 60.0  # seconds, where the number has to be mended first
REPLIES_FOR = timedelta(days=7)  # what is said later answers something else

STATES = {
    Status.QUEUED: State.CLAIMED,  # an agent tries it again
    Status.SENDING: State.CLAIMED,
    Status.UNKNOWN: State.UNKNOWN,
    Status.SENT: State.SENT,
    Status.FAILED: State.FAILED,
    Status.DELIVERED: State.DELIVERED,
    Status.READ: State.READ,
    Status.PLAYED: State.READ,
    Status.CANCELLED: State.CANCELLED,
}


DECIDED = (State.FAILED, State.PENDING, State.CANCELLED, State.SKIPPED)  # what the failure means is settled


def follow(messages: Collection[int]) -> None:
    """The rows of these messages say what the messages say. Who was refused for now waits for another try."""
    rows = []
    for pk, tries, state, held_back, is_on, status, code in _about(messages):
        to, wait = STATES[Status(status)], None
        if to == State.FAILED and state in DECIDED:
            continue
        if to == State.FAILED and is_on:
            wait = seconds_until_next(code, tries=tries, held_back=held_back)
        rows.append((pk, State.PENDING.value if wait is not None else to.value, wait or 0.0))
    if rows:
        _write(rows)


def seconds_until_next(code: int | None, *, tries: int, held_back: str) -> float | None:
    """How long somebody waits whom WhatsApp refused; None: it stays so."""
    if code == HELD_BACK:
        return HELD_FOR if held_back == Campaign.HeldBack.WAIT and tries < HELD_TRIES else None
    if code is None:
        return None
    action = explain(code).action
    if action == Action.RETRY or (action == Action.WAIT and patience.waits_by_itself(code)):
        return patience.after_refusal(code, tries=tries)
    return ONE_MORE_LOOK if action == Action.STOP else None


def hear(messages: Collection[int]) -> None:
    """Somebody answered, or pressed a button: it counts for the last campaign that reached them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH told AS (
                   SELECT r.id, min(m.created_at) AS at,
                       min(m.created_at) FILTER (WHERE m.kind = 'button' AND m.reply_to_wamid = s.wamid) AS pressed_at
                   FROM inbox_message m JOIN inbox_conversation c ON c.id = m.conversation_id
                   JOIN LATERAL (
                       SELECT r.id, r.message_id FROM campaigns_recipient r
                       WHERE r.contact_id = c.contact_id AND r.message_id IS NOT NULL
                           AND r.begun_at BETWEEN m.created_at - %s * interval '1 second' AND now()
                       ORDER BY r.begun_at DESC LIMIT 1
                   ) r ON TRUE
                   JOIN inbox_message s ON s.id = r.message_id AND s.number_id = m.number_id
                   WHERE m.id = ANY(%s::bigint[]) AND m.direction = 'in' GROUP BY r.id
               ), held AS (
                   SELECT r.id FROM campaigns_recipient r JOIN told ON told.id = r.id
                   ORDER BY r.id FOR NO KEY UPDATE OF r
               )
               UPDATE campaigns_recipient r SET replied_at = coalesce(r.replied_at, told.at),
                   clicked_at = coalesce(r.clicked_at, told.pressed_at),
                   state = CASE WHEN coalesce(r.clicked_at, told.pressed_at) IS NOT NULL THEN 'clicked'
                       ELSE 'replied' END
               FROM told, held WHERE r.id = told.id AND r.id = held.id""",
            [REPLIES_FOR.total_seconds(), array(messages)],
        )


def _about(messages: Collection[int]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r.id, r.tries, r.state, c.held_back, c.state IN ('running', 'paused'), m.status, m.error_code
               FROM inbox_message m JOIN campaigns_recipient r ON r.message_id = m.id
               JOIN campaigns_campaign c ON c.id = r.campaign_id
               WHERE m.id = ANY(%s::bigint[]) AND m.origin = %s
               ORDER BY r.id FOR NO KEY UPDATE OF r""",
            [array(messages), Origin.CAMPAIGN],
        )
        return cursor.fetchall()


def _write(rows: list[tuple[int, str, float]]) -> None:
    """What somebody answered already says more than any later tick."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE campaigns_recipient r SET
                   state = CASE WHEN r.clicked_at IS NOT NULL THEN 'clicked'
                       WHEN r.replied_at IS NOT NULL THEN 'replied' ELSE u.state END,
                   due_at = CASE WHEN u.state = 'pending' THEN now() + u.wait * interval '1 second' ELSE r.due_at END,
                   lease_until = CASE WHEN u.state = 'claimed' THEN r.lease_until END, claim = NULL,
                   sent_at = CASE WHEN m.status IN ('sent', 'delivered', 'read', 'played')
                       THEN coalesce(m.sent_at, r.sent_at, r.begun_at) END,
                   delivered_at = coalesce(m.delivered_at, m.read_at, m.played_at),
                   read_at = coalesce(m.read_at, m.played_at),
                   failed_at = CASE WHEN m.status = 'failed' THEN m.failed_at END,
                   error_code = CASE WHEN m.status = 'failed' THEN m.error_code END
               FROM unnest(%s::bigint[], %s::text[], %s::float[]) AS u(id, state, wait), inbox_message m
               WHERE r.id = u.id AND m.id = r.message_id""",
            columns(rows, width=3),
        )
