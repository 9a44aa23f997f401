"""What each event of a list is about, in a line: the kind, the number, and the message where it is in the inbox."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inbox import access
from inbox.models import Message
from nxtchat.team.models import Agent
from nxtchat.whatsapp.events import Update, parse
from nxtchat.whatsapp.models import Number
from webhooks.models import WebhookEvent
from webhooks.outcome import Files, in_words

LARGEST = 64 * 1024  # a body that is read only to say what it is


@dataclass(frozen=True)
class Glance:
    what: str
    more: int = 0  # updates besides the first
    number: str = ""
    message: Message | None = None  # only where the agent may see its conversation


def add(events: Sequence[WebhookEvent], *, agent: Agent) -> None:
    """Hang a glance onto each. A page of them costs five questions to the database, however many there are."""
    small = [event.pk for event in events if event.size <= LARGEST]  # type: ignore[attr-defined]
    bodies = dict(WebhookEvent.objects.filter(pk__in=small).values_list("pk", "body"))
    first: dict[int, Update] = {}
    counts: dict[int, int] = {}
    for event in events:
        if updates := _updates(event, bodies.get(event.pk)):
            first[event.pk], counts[event.pk] = updates[0], len(updates)
    files = Files.about(first.values())
    said = files.messages.values()
    seen = access.conversations(agent).filter(pk__in={message.conversation_id for message in said})
    seen_ids = set(seen.values_list("pk", flat=True))
    names = {number.pk: str(number) for number in Number.objects.filter(pk__in=files.numbers.values())}
    for event in events:
        if update := first.get(event.pk):
            number = files.numbers.get(getattr(update, "phone_number_id", ""), 0)
            message = files.messages.get((number, getattr(update, "wamid", "")))
            shown = message if message and message.conversation_id in seen_ids else None
            glance = Glance(in_words(update), counts[event.pk] - 1, names.get(number, ""), shown)
        else:
            is_large = event.pk not in bodies
            glance = Glance(_("Very many at once") if is_large else _("Nothing that we know"))
        event.glance = glance  # type: ignore[attr-defined]


def _updates(event: WebhookEvent, body: bytes | memoryview | None) -> list[Update]:
    try:
        return parse(bytes(body), received_at=event.received_at) if body is not None else []
    except Exception:  # whatever it is, it is written on the event
        return []
