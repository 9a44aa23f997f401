"""What customers wrote to us, as proof of what they agreed to."""

from uuid import UUID

from contacts.above import Proof
from contacts.models import Contact
from inbox import access
from inbox.cards import words
from inbox.models import Direction, Message
from nxtchat.team.models import Agent
from nxtchat.whatsapp.kinds import asks_something

SHOWN = 30


def proofs(contact: Contact, agent: Agent, chosen: str) -> list[Proof]:
    """Their newest messages that the agent may see, and the one with the id `chosen`, however old it is."""
    theirs = Message.objects.filter(
        conversation__contact=contact,
        conversation__number__in=access.numbers(agent),
        direction=Direction.IN,
        speaker=None,  # in a group nobody speaks for the others
    )
    found = {message.pk: message for message in theirs.order_by("-created_at", "-pk")[: 2 * SHOWN]}
    found = dict([(pk, one) for pk, one in found.items() if asks_something(one.kind)][:SHOWN])
    if _is_id(chosen) and (named := theirs.filter(client_id=chosen).first()):
        found.setdefault(named.pk, named)
    return [
        Proof(one.pk, str(one.client_id), one.created_at, one.text or words.word(one.kind)) for one in found.values()
    ]


def _is_id(chosen: str) -> bool:
    try:
        UUID(chosen)
    except ValueError:
        return False
    return True
