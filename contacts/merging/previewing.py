"""What two contacts have, side by side, before somebody says that they are one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contacts.above import above
from contacts.models import ConsentState, Contact, Identity, Purpose
from nxtchat.team.models import Agent


@dataclass(frozen=True)
class Side:
    contact: Contact
    identities: Sequence[Identity]
    consent: Sequence[tuple[str, ConsentState]]  # what for, and what holds
    conversations: Sequence[dict[str, Any]]  # {number, messages, last_at}, as far as the agent may see them


def sides(agent: Agent, *contacts: Contact) -> list[Side]:
    purposes = {value: str(label) for value, label in Purpose.choices}
    return [
        Side(
            contact=contact,
            identities=list(contact.identities.order_by("kind", "-last_seen", "pk")),
            consent=[
                (purposes.get(one.purpose, one.purpose), one) for one in contact.consent_states.order_by("purpose")
            ],
            conversations=above().told(contact, agent),
        )
        for contact in contacts
    ]


def stays_no(*contacts: Contact) -> bool:
    """Did one of them forbid what the other allowed?"""
    of = ConsentState.objects.filter(contact__in=contacts)
    given = of.filter(is_given=True).values_list("purpose", flat=True)
    return of.filter(is_given=False, purpose__in=given).exists()
