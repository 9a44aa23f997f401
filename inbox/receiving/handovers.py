"""Who answers in a conversation: we, or another app such as Meta's own agent."""

from collections.abc import Sequence
from datetime import UTC, datetime

from contacts.resolving import Sighting, resolve
from inbox.models import Turn
from inbox.receiving import joining
from inbox.receiving import messages_sql as sql
from inbox.receiving.holders import find_holders
from inbox.receiving.lines import Line
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.whatsapp.events_types import Handover, Summary

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
