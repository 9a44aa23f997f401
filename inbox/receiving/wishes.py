"""Customers who write STOP, or START again: noted with the message that says so, answered once, shown in the thread."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.db.models import QuerySet
from django.utils import timezone

from contacts import consent
from contacts.consent.hearing import wish
from contacts.consent.ledger import locked
from contacts.consent.queries import processable
from contacts.consent.words import EVERYTHING, Wish
from contacts.models import ConsentEvent, ConsentState, Contact, Purpose
from inbox import confirming
from inbox.models import Confirmation, Direction, Message, Origin, Status, Turn
from inbox.receiving.nudging import nudge
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.whatsapp.events_types import InboundMessage

if TYPE_CHECKING:
    from inbox.receiving.messages_sql import Added
    from inbox.receiving.placed import Placed

HISTORY = Origin.HISTORY.value
SAID_IN = {"text", "button", "interactive"}
Source = ConsentEvent.Source


class Wanted(NamedTuple):
    """A message that asks for it."""

    place: "Placed"
    wish: Wish


def hold(placed: Sequence["Placed"]) -> dict[tuple[int, str], Wanted]:
    """Those that ask for it, by number and WhatsApp's id. Their contacts are locked, and that before conversations."""
    wanted = {
        (place.number, place.said.wamid): Wanted(place, found) for place in placed if (found := _wish(place.said))
    }
    if wanted:
        locked(sorted({one.place.contact for one in wanted.values()}))
    return wanted


def note(wanted: dict[tuple[int, str], Wanted], added: Sequence[tuple["Placed", "Added"]]) -> None:
    """Write each into the ledger; where something changed by it, say so in the thread and to the person."""
    kept = [
        Kept(found.id, found.conversation, *one)
        for place, found in added
        if found.is_new and (one := wanted.get((place.number, place.said.wamid)))
    ]
    ours = ConsentState.objects.filter(contact__in={one.contact for one in kept})
    before = _by_purpose(ours)
    consent.record([said for one in kept if not one.wish.only_back for said in _said(one, before)])
    # What they take back comes after what they took, also in one batch.
    now = _by_purpose(ours)
    consent.record([said for one in kept if one.wish.only_back for said in _said(one, now)])
    changed = {
        contact
        for (contact, purpose), held in _by_purpose(ours).items()
        if (old := before.get((contact, purpose))) is None or old.is_given != held.is_given
    }
    newest = {one.contact: one for one in sorted(kept, key=lambda one: one.place.said.at)}
    told = [one for contact, one in sorted(newest.items()) if contact in changed and one.place.said.origin != HISTORY]
    Turn.objects.bulk_create(
        Turn(
            conversation_id=one.conversation,
            kind=Turn.Kind.ALLOWED if one.wish.is_given else Turn.Kind.FORBADE,
            text="" if one.wish.purposes == EVERYTHING else one.wish.purposes[0],
            created_at=one.place.said.at,
        )
        for one in told
    )
    _answer([one for one in told if not one.place.said.origin])


class Kept(NamedTuple):
    """The same, with where the message is now."""

    message: int
    conversation: int
    place: "Placed"
    wish: Wish

    @property
    def contact(self) -> int:
        return self.place.contact


def _wish(said: InboundMessage) -> Wish | None:
    """In a group nobody speaks for the others."""
    if said.is_ours or said.group_id or said.kind not in SAID_IN:
        return None
    return wish(said.text) or (wish(_payload(said)) if said.kind == "button" else None)


def _payload(said: InboundMessage) -> str:
    button = (said.payload or {}).get("button") or {}
    return str(button.get("payload", "")) if isinstance(button, dict) else ""


def _by_purpose(held: QuerySet[ConsentState]) -> dict[tuple[int, str], ConsentState]:
    return {(one.contact_id, one.purpose): one for one in held.all()}


def _said(kept: Kept, before: dict[tuple[int, str], ConsentState]) -> list[consent.Said]:
    said, wanted = kept.place.said, kept.wish
    return [
        consent.Said(
            contact=kept.contact,
            purpose=purpose,
            is_given=wanted.is_given,
            at=said.at,
            source=Source.WORD if said.kind == "text" else Source.BUTTON,
            wording=said.text,
            language=wanted.language,
            message=kept.message,
        )
        for purpose in wanted.purposes
        if not wanted.only_back or _is_taken(before.get((kept.contact, purpose)))
    ]


def _is_taken(held: ConsentState | None) -> bool:
    """Whether a word of theirs took away what they had allowed; only that comes back by a word that names nothing."""
    if held is None or held.is_given or held.source not in (Source.WORD, Source.BUTTON):
        return False
    earlier = ConsentEvent.objects.filter(contact=held.contact_id, purpose=held.purpose, is_given=True)
    return held.purpose != Purpose.MARKETING or earlier.exists()


def _answer(told: Sequence[Kept]) -> None:
    """One confirmation, unless the number gives none. It does not count as an answer of the team."""
    languages = dict(Contact.objects.filter(pk__in={one.contact for one in told}).values_list("pk", "language"))
    chosen = confirming.of_numbers({one.place.number for one in told})
    aside = set(Contact.objects.filter(~processable(), pk__in=languages).values_list("pk", flat=True))
    told = [one for one in told if one.contact not in aside]  # what is not used is not answered either
    words = {one.message: _words(one, languages.get(one.contact, ""), chosen) for one in told}
    messages = Message.objects.bulk_create(
        Message(
            client_id=uuid5(NAMESPACE_URL, f"wish:{one.message}"),
            conversation_id=one.conversation,
            number_id=one.place.number,
            direction=Direction.OUT,
            status=Status.QUEUED,
            kind="text",
            is_automatic=True,
            text=words[one.message],
            created_at=max(timezone.now(), one.place.said.at),
        )
        for one in told
        if words[one.message]
    )
    publish_many_on_commit(
        [("message.added", one.number_id, {"c": one.conversation_id, "m": one.pk}) for one in messages]
    )
    for one in messages:
        nudge("inbox.tasks.deliver", one.pk, queue="live")


def _words(one: Kept, language: str, chosen: dict[int, Confirmation]) -> str:
    return confirming.words(one.wish, language=language or one.wish.language, chosen=chosen.get(one.place.number))
