"""What the list of contacts can show of each, and what an agent chose to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts import fields
from contacts.models import Contact, Field, ListLook
from nxtchat.team.models import Agent

USUAL = ["number", "labels", "heard"]


@dataclass(frozen=True)
class Column:
    key: str
    label: str | Promise
    field: Field | None = None


@dataclass(frozen=True)
class Cell:
    text: str = ""
    badges: Sequence[str] = ()
    at: datetime | None = None
    is_number: bool = False


def there_are() -> list[Column]:
    own = [
        Column("number", _("Number")),
        Column("labels", _("Labels")),
        Column("groups", _("Groups")),
        Column("country", _("Country")),
        Column("language", _("Language")),
        Column("heard", _("Last wrote")),
        Column("created", _("On file since")),
    ]
    return own + [Column(f"field:{field.pk}", field.name, field) for field in Field.objects.all()]


def chosen_by(agent: Agent) -> list[Column]:
    look = ListLook.objects.filter(agent=agent).first()
    keys = look.columns if look else USUAL
    return [column for column in there_are() if column.key in keys]


def choose(*, agent: Agent, keys: Sequence[str]) -> None:
    """These, from now on, whatever computer the agent sits at."""
    known = [column.key for column in there_are() if column.key in keys]
    ListLook.objects.update_or_create(agent=agent, defaults={"columns": known})


def cell(column: Column, contact: Contact) -> Cell:
    if column.field:
        return Cell(text=fields.shown(column.field, contact.fields.get(column.field.slot)))
    match column.key:
        case "number":
            return Cell(text=contact.address, is_number=True)
        case "labels":
            return Cell(badges=[label.name for label in contact.labels.all()])
        case "groups":
            return Cell(badges=[group.name for group in contact.groups.all()])
        case "country":
            return Cell(text=contact.country.strip("?"))
        case "language":
            return Cell(text=contact.language)
        case "heard":
            return Cell(at=contact.last_heard_at)
        case _:
            return Cell(at=contact.created_at)
