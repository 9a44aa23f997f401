"""What is said about a message later, and shown on it: reactions, new words, that it is gone."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from inbox.models import Direction, Message, Status
from nxtchat.whatsapp.kinds import ABOUT_ANOTHER

KINDS = ABOUT_ANOTHER
# These never reached the customer, or perhaps not: they stay lines of their own, where somebody can decide about them.
UNSETTLED = (Status.FAILED, Status.UNKNOWN, Status.CANCELLED)


@dataclass
class About:
    """Everything that was said about one message."""

    reactions: list[Message] = field(default_factory=list)  # the last of each side, those taken back left out
    edits: list[Message] = field(default_factory=list)  # the oldest first
    revoke: Message | None = None

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


class Around:
    """What stands around some messages: what they answer, and what was said about them and about that."""

    def __init__(self, found: list[Message]) -> None:
        self._said = {(message.number_id, message.wamid): message for message in found if message.wamid}
        self._about: dict[tuple[int, str], list[Message]] = {}
        for message in found:
            if message.kind in KINDS and not (message.direction == Direction.OUT and message.status in UNSETTLED):
                self._about.setdefault((message.conversation_id, message.reply_to_wamid), []).append(message)

    def quoted(self, message: Message) -> Message | None:
        return self._said.get((message.number_id, message.reply_to_wamid))

    def about(self, message: Message) -> About:
        one = About()
        for each in self._about.get((message.conversation_id, message.wamid), ()):
            if message.wamid and (each.kind == "reaction" or each.direction == message.direction):
                _add(one, each)
        one.reactions = [reaction for reaction in one.reactions if reaction.text]
        return one


def around(messages: Collection[Message]) -> Around:
    """One query, however many messages."""
    answered = {message.reply_to_wamid for message in messages if message.reply_to_wamid}
    named = answered | {message.wamid for message in messages if message.wamid}
    if not named:
        return Around([])
    numbers, conversations = (
        {getattr(message, key) for message in messages} for key in ("number_id", "conversation_id")
    )
    wanted = Q(conversation__in=conversations, kind__in=KINDS, reply_to_wamid__in=named)
    if answered:
        wanted |= Q(number__in=numbers, wamid__in=answered) & ~Q(wamid="")
    return Around(list(Message.objects.filter(wanted).select_related("author", "speaker").order_by("created_at", "pk")))


def _add(one: About, said: Message) -> None:
    if said.kind == "edit":
        one.edits.append(said)
    elif said.kind == "revoke":
        one.revoke = said
    else:
        one.reactions = [before for before in one.reactions if _side(before) != _side(said)] + [said]


def _side(reaction: Message) -> tuple[str, int | None]:
    """Each side has one reaction to a message; in a group each person has."""
    return reaction.direction, reaction.speaker_id
