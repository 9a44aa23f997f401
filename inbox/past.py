"""What happened in conversations, told on the page of the contact to whoever may read them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from contacts.models import Contact
from contacts.timeline import Moment
from inbox import access
from inbox.models import Conversation, Direction, Message, Status, Turn
from nxtchat.team.models import Agent

Kind = Turn.Kind
TOLD = [Kind.ASSIGNED, Kind.UNASSIGNED, Kind.RESOLVED, Kind.REOPENED, Kind.HANDED_OVER, Kind.HANDED_BACK]


def turns(contact: Contact, agent: Agent, before: datetime | None, most: int) -> Iterable[Moment]:
    """Who took, gave away, resolved or reopened a conversation. What they allow is told by the ledger of consent."""
    found = Turn.objects.filter(_older(before), conversation__in=_theirs(contact, agent), kind__in=TOLD)
    for turn in found.select_related("by", "to").order_by("-created_at", "-pk")[:most]:
        url = reverse("inbox:conversation", args=[turn.conversation_id])
        yield Moment(turn.created_at, "turn", _words(turn), str(turn.by or ""), url=url)


def templates(contact: Contact, agent: Agent, before: datetime | None, most: int) -> Iterable[Moment]:
    """What was sent to them without their asking."""
    said = Message.objects.filter(
        _older(before), conversation__in=_theirs(contact, agent), direction=Direction.OUT, kind="template"
    )
    for message in said.select_related("author").order_by("-created_at", "-pk")[:most]:
        words = _("Template: %(name)s") % {"name": _name(message)}
        if message.status in {Status.FAILED, Status.CANCELLED, Status.UNKNOWN}:
            words = f"{words} ({Status(message.status).label})"
        by, url = str(message.author or ""), _address(message)
        yield Moment(message.created_at, "template", words, by, message.text, url)


def beginnings(contact: Contact, agent: Agent, before: datetime | None, most: int) -> Iterable[Moment]:
    """The first message of each conversation."""
    first = Message.objects.filter(conversation=OuterRef("pk")).order_by("created_at", "pk").values("pk")[:1]
    among = _theirs(contact, agent).annotate(first=Subquery(first)).values("first")
    for message in Message.objects.filter(_older(before), pk__in=among).select_related("number")[:most]:
        told = {"number": message.number}
        words = (
            _("First wrote to %(number)s") if message.direction == Direction.IN else _("First heard from %(number)s")
        )
        yield Moment(message.created_at, "first", words % told, url=_address(message))


SOURCES = (turns, templates, beginnings)


def _theirs(contact: Contact, agent: Agent) -> QuerySet[Conversation]:
    return access.conversations(agent).filter(contact=contact)


def _older(before: datetime | None) -> Q:
    return Q(created_at__lt=before) if before else Q()


def _words(turn: Turn) -> str:
    match turn.kind:
        case Kind.ASSIGNED:
            return _("Conversation assigned to %(name)s") % {"name": turn.to or _("somebody")}
        case Kind.UNASSIGNED:
            return _("Conversation given back to everyone")
        case Kind.RESOLVED:
            return _("Conversation resolved")
        case Kind.HANDED_OVER:
            return _("Another app answers now")
        case Kind.HANDED_BACK:
            return _("We answer again")
    return _("Conversation reopened") if turn.by_id else _("Conversation reopened: the customer wrote")


def _name(message: Message) -> str:
    template = (message.payload or {}).get("template")
    return str(template.get("name", "")) if isinstance(template, dict) else ""


def _address(message: Message) -> str:
    return f"{reverse('inbox:conversation', args=[message.conversation_id])}#message-{message.client_id}"
