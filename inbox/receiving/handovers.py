"""Who answers in a conversation: we, or another app such as Meta's own agent."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.db import connection

from contacts.resolving import Sighting, resolve
from inbox.models import Turn
from inbox.receiving import joining, list_sql
from inbox.receiving import messages_sql as sql
from inbox.receiving.lines import Line
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.unnesting import array
from nxtchat.whatsapp.events_types import Handover, Summary
from nxtchat.whatsapp.kinds import ASKS_NOTHING

NOTHING_SAID = datetime(2009, 1, 1, tzinfo=UTC)  # before WhatsApp: whatever is said first is the newest, then


def note_handovers(told: Sequence[tuple[Line, Handover | Summary]]) -> list[bool]:
    """A line in the thread for each, once. They are rare, so they go one by one. False: it names no customer."""
    resolved = resolve([Sighting(one.customer, line.scope, one.at) for line, one in told])
    joining.follow(resolved)
    touched: dict[int, int] = {}
    for (line, one), known in zip(told, resolved.known, strict=True):
        if known:
            key = (line.id, resolved.joined.get(known.contact, known.contact))
            conversation = sql.open_conversations({key: (NOTHING_SAID, False)})[key].id
            _note(conversation, line, one)
            touched[conversation] = line.id
    find_holders(touched)
    publish_many_on_commit([("conversation.changed", number, {"c": one}) for one, number in touched.items()])
    return [known is not None for known in resolved.known]


def _note(conversation: int, line: Line, one: Handover | Summary) -> None:
    if isinstance(one, Summary):
        kind, text = Turn.Kind.SUMMARY, one.text
    else:
        text = one.holder(line.app_id)
        kind = Turn.Kind.HANDED_OVER if text else Turn.Kind.HANDED_BACK
    Turn.objects.get_or_create(conversation_id=conversation, kind=kind, text=text, created_at=one.at)


def find_holders(conversations: Iterable[int]) -> None:
    """By what happened last: a handover, words of ours, which take the conversation over, or else the door by which
    the customer's words came in.

    Meta tells of handovers only where that is set up. What it tells late is not what holds.
    """
    ids, silent = array(sorted(conversations)), sorted(ASKS_NOTHING)
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_conversation c SET handed_over_at = k.at, held_by = CASE
                   WHEN greatest(k.heard_at, k.answered_at) > greatest(k.at, k.overheard_at) THEN ''
                   WHEN k.overheard_at > coalesce(k.at, '-infinity') THEN coalesce(nullif(k.role, ''), 'other')
                   ELSE coalesce(k.role, '') END
               FROM (
                   SELECT o.id, t.at, t.role,
                       (SELECT max(created_at) FROM inbox_message m WHERE m.conversation_id = o.id
                           AND m.direction = 'in' AND m.origin = '' AND NOT m.kind = ANY(%s)) AS heard_at,
                       (SELECT max(created_at) FROM inbox_message m WHERE m.conversation_id = o.id
                           AND m.direction = 'in' AND m.origin = 'standby' AND NOT m.kind = ANY(%s)) AS overheard_at,
                       (SELECT max(coalesce(sent_at, post_began_at, created_at)) FROM inbox_message m
                           WHERE m.conversation_id = o.id AND m.direction = 'out' AND m.origin = '' AND m.wamid <> ''
                           AND m.status <> 'failed' AND NOT m.kind = ANY(%s)) AS answered_at
                   FROM inbox_conversation o LEFT JOIN LATERAL (
                       SELECT created_at AS at, left(text, 30) AS role FROM inbox_turn
                       WHERE conversation_id = o.id AND kind IN ('handed_over', 'handed_back')
                       ORDER BY created_at DESC, kind DESC, text LIMIT 1
                   ) t ON true WHERE o.id = ANY(%s::bigint[])
               ) k WHERE c.id = k.id""",
            [silent, silent, [*silent, "template"], ids],
        )
    list_sql.count_waiting(sorted(conversations))
