"""What is said about a message after it was said: reactions, new words, that it is gone. Shown on the message itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from inbox.models import Direction, Message, Status

KINDS = ("reaction", "edit", "revoke")
# These never reached the customer, or perhaps not: they stay lines of their own, where somebody can decide about them.
UNSETTLED = (Status.FAILED, Status.UNKNOWN, Status.CANCELLED)


@dataclass
class About:
    """Everything that was said about one message."""

    reactions: list[Message] = field(default_factory=list)  # the last of each side, those taken back left out
    edits: list[Message] = field(default_factory=list)  # the oldest first
    revoke: Message | None = None
    heard_at: list[datetime] = field(default_factory=list)  # when the customer said something of all this

    @property
    def edited(self) -> Message | None:
        return self.edits[-1] if self.edits else None


def is_folded() -> Exists | Q:
    """Of messages: the one that this is about stands in the same conversation, and shows it."""
    target = Message.objects.filter(
        number=OuterRef("number"), wamid=OuterRef("reply_to_wamid"), conversation=OuterRef("conversation")
    ).exclude(wamid="")
    # Nobody can change what the other side said.
    changed = target.filter(direction=OuterRef("direction"))
    reaches = Q(kind="reaction") & Exists(target) | Q(kind__in=("edit", "revoke")) & Exists(changed)
    return Q(kind__in=KINDS) & ~Q(direction=Direction.OUT, status__in=UNSETTLED) & reaches


def about(messages: Iterable[Message]) -> dict[int, About]:
    """By the id of the message that it is about; one query for all of them."""
    targets = {(message.conversation_id, message.wamid): message for message in messages if message.wamid}
    if not targets:
        return {}
    said = Message.objects.filter(
        conversation__in={conversation for conversation, _wamid in targets},
        kind__in=KINDS,
        reply_to_wamid__in={wamid for _conversation, wamid in targets},
    ).exclude(direction=Direction.OUT, status__in=UNSETTLED)
    found: dict[int, About] = {}
    for each in said.select_related("author").order_by("created_at", "pk"):
        target = targets.get((each.conversation_id, each.reply_to_wamid))
        if target and (each.kind == "reaction" or each.direction == target.direction):
            _add(found.setdefault(target.pk, About()), each)
    for one in found.values():
        one.reactions = [reaction for reaction in one.reactions if reaction.text]
    return found


def _add(one: About, said: Message) -> None:
    if said.direction == Direction.IN:
        one.heard_at.append(said.created_at)
    if said.kind == "edit":
        one.edits.append(said)
    elif said.kind == "revoke":
        one.revoke = said
    else:
        one.reactions = [before for before in one.reactions if _side(before) != _side(said)] + [said]


def _side(reaction: Message) -> tuple[str, str]:
    """Each side has one reaction to a message; in a group each person has."""
    payload = reaction.payload if isinstance(reaction.payload, dict) else {}
    return reaction.direction, str(payload.get("from") or "") if payload.get("group_id") else ""
