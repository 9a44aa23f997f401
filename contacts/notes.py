"""What agents write down about a person, and whom each wants at hand."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from contacts.models import Contact, ContactNote, Favourite
from nxtchat.team.models import Agent

LONGEST = 10_000


class CannotNote(Exception):
    """This is no note, and why."""


@transaction.atomic
def add(*, contact: Contact, text: str, client_id: UUID, by: Agent) -> ContactNote:
    """Pressing the button twice still notes it once."""
    text = text.replace("\0", "").strip()
    if not text:
        raise CannotNote(_("Write something first."))
    if len(text) > LONGEST:
        raise CannotNote(_("This is too long: %(most)d characters at most.") % {"most": LONGEST})
    note, _is_new = ContactNote.objects.get_or_create(
        client_id=client_id, defaults={"contact": contact, "author": by, "text": text}
    )
    if note.contact_id != contact.pk or note.author_id != by.pk:
        raise CannotNote(_("This note was kept somewhere else already."))
    return note


def remove(note: ContactNote) -> None:
    note.delete()


def keep_at_hand(*, contact: Contact, by: Agent, wanted: bool) -> None:
    """Among the favourites of this agent, or not any more."""
    if wanted:
        Favourite.objects.get_or_create(agent=by, contact=contact)
    else:
        Favourite.objects.filter(agent=by, contact=contact).delete()
