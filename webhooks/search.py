"""Finding the events that are about a message or a person."""

import re
from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from contacts.consent.queries import processable
from contacts.models import Contact, Identity
from contacts.queries import named
from inbox.models import Message, StatusFact
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.phones import spellings
from webhooks.models import WebhookEvent

LONGEST = 300
PEOPLE = 20  # whose events are shown, if more of them are called that
IN_TROUBLE = 1000  # of the newest in each such state are read through
BIG = 2**63

READ_THROUGH = """
SELECT id FROM (
    (SELECT id, body FROM webhooks_webhookevent WHERE state = 'failed' ORDER BY id DESC LIMIT %(most)s)
    UNION ALL
    (SELECT id, body FROM webhooks_webhookevent WHERE state = 'unrouted' ORDER BY id DESC LIMIT %(most)s)
) AS newest
WHERE position(%(plain)s::bytea IN body) > 0 OR position(%(escaped)s::bytea IN body) > 0
"""


def about(q: str) -> QuerySet:
    """The ids of the events about whatever this is: an event's id, a message's id of ours or WhatsApp's, a person."""
    q = q.replace("\0", "").strip()[:LONGEST]
    ids = set(_in_trouble(q)) | ({int(q)} if q.isdecimal() and int(q) < BIG else set())
    if found := messages(q):
        return _of_messages(found, more=ids)
    if _is_message_id(q):
        return _of_facts(StatusFact.objects.filter(number__in=_numbers(), wamid=q), more=ids)
    return of_people(people(q), more=ids)


def about_message(q: str) -> QuerySet:
    found = messages(q)
    if found:
        return _of_messages(found, more=set(_in_trouble(q)))
    return _of_facts(StatusFact.objects.filter(number__in=_numbers(), wamid=q), more=set(_in_trouble(q)))


def messages(q: str) -> list[Message]:
    """By our id or by WhatsApp's."""
    try:
        return list(Message.objects.filter(client_id=UUID(q)))
    except ValueError:
        return list(Message.objects.filter(number__in=_numbers(), wamid=q)) if q else []


def people(q: str) -> list[int]:
    """The contacts with this number; else those called something like it, the newest first."""
    digits = re.sub(r"[\s()+./-]", "", q)
    if digits.isdecimal():
        theirs = Identity.objects.filter(
            scope="", kind__in=[Identity.Kind.WA_ID, Identity.Kind.PHONE], value__in=[digits, *spellings(digits)]
        )
        used = theirs.filter(processable(contact="contact__"))
        if exact := sorted(set(used.values_list("contact", flat=True))):
            return exact
    found = Contact.objects.filter(processable(), named(q)) if q else Contact.objects.none()
    return list(found.order_by("-pk").values_list("pk", flat=True)[:PEOPLE])


def of_people(contacts: list[int], *, more: Iterable[int] = ()) -> QuerySet:
    said = Message.objects.filter(conversation__contact__in=contacts, event_id__isnull=False)
    told = StatusFact.objects.filter(message__conversation__contact__in=contacts, event_id__isnull=False)
    return _ids(more).union(said.values("event_id"), told.values("event_id"))


def _of_messages(found: list[Message], *, more: set[int]) -> QuerySet:
    ids = more | {message.event_id for message in found if message.event_id}
    theirs = Q(message__in=[message.pk for message in found])
    for message in found:
        if message.wamid:
            theirs |= Q(number=message.number_id, wamid=message.wamid)
    return _of_facts(StatusFact.objects.filter(theirs), more=ids)


def _of_facts(facts: QuerySet[StatusFact], *, more: set[int]) -> QuerySet:
    told = set(facts.values_list("event_id", flat=True))
    return _ids(more | {event for event in told if event})


def _ids(ids: Iterable[int]) -> QuerySet:
    return WebhookEvent.objects.order_by().filter(pk__in=ids).values("pk")


def _numbers() -> list[int]:
    """All of them: WhatsApp's ids are kept by number."""
    return list(Number.objects.values_list("pk", flat=True))


def _is_message_id(q: str) -> bool:
    return q.startswith("wamid.")


def _in_trouble(q: str) -> list[int]:
    """What could not be applied is written nowhere else, so the newest such bodies are read through for an id."""
    needle = re.sub(r"[\s()+-]", "", q) if re.fullmatch(r"[\d\s()+-]+", q) else q
    has_id = _is_message_id(needle) or any(sign.isdigit() for sign in needle)
    if len(needle) < 6 or " " in needle or not has_id:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            READ_THROUGH,
            {"most": IN_TROUBLE, "plain": needle.encode(), "escaped": needle.replace("/", "\\/").encode()},
        )
        return [event for (event,) in cursor.fetchall()]
