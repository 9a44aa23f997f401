"""Meta tells things again, minutes or days later. What we have already changes nothing, not even a name."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from inbox.receiving import messages_sql as sql
from inbox.receiving.lines import Line
from nxtchat.whatsapp.events_types import IdentityChange, InboundMessage, Party
from nxtchat.whatsapp.phones import spellings

Heard = tuple[Line, InboundMessage | IdentityChange]
Key = tuple[int, str]  # our number, WhatsApp's id of the message


def only_news(heard: Sequence[Heard]) -> list[tuple[int, Heard]]:
    """What is new of this, with its place in the batch.

    An id ought to stand for one message, but even Meta's own examples share one among eight. So a message of another
    kind, or of somebody else, under an id that we have is another message, and is kept under that id with an ending.
    """
    seen = sql.on_file(sorted({(line.id, update.wamid) for line, update in heard if update.wamid}))
    if twins := sorted({(line.id, _twin(update)) for line, update in heard if _is_twin(seen, line, update)}):
        seen |= sql.on_file(twins)
    repeated: set[Key] = set()
    news: list[tuple[int, Heard]] = []
    for place, (line, update) in enumerate(heard):
        if isinstance(update, IdentityChange):
            if (line.id, update.wamid) not in repeated:
                news.append((place, (line, update)))
            continue
        if _is_twin(seen, line, update):
            update = replace(update, wamid=_twin(update))
        if (line.id, update.wamid) in seen:
            repeated.add((line.id, update.wamid))
        else:
            seen[line.id, update.wamid] = (update.kind, _ids(update.sender))
            news.append((place, (line, update)))
    return news


def _is_twin(seen: dict[Key, tuple[str, set[str]]], line: Line, update: InboundMessage | IdentityChange) -> bool:
    if isinstance(update, IdentityChange) or (line.id, update.wamid) not in seen:
        return False
    kind, ids = seen[line.id, update.wamid]
    return kind[:30] != update.kind[:30] or not ids & _ids(update.sender)


def _twin(update: InboundMessage | IdentityChange) -> str:
    assert isinstance(update, InboundMessage)
    who = update.sender.bsuid or update.sender.wa_id
    return f"{update.wamid}#{sha256(f'{update.kind} {who}'.encode()).hexdigest()[:12]}"


def _ids(party: Party) -> set[str]:
    return {party.bsuid, party.wa_id, *spellings(party.wa_id)} - {""}
