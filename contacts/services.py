"""What agents do with a contact."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from contacts import actions
from contacts.above import above
from contacts.consent.ledger import locked
from contacts.models import Action, Contact, Field, Group, Label
from nxtchat.team.models import Agent


@transaction.atomic
def rename(*, contact: Contact, name: str) -> None:
    """Call the person this from now on; with no name, what they call themselves."""
    contact.name = name.replace("\0", "").strip()
    contact.save(update_fields=["name"])
    above().changed(contact)


@transaction.atomic
def change(
    *,
    contact: Contact,
    by: Agent,
    name: str | None = None,
    language: str | None = None,
    values: Mapping[Field, Any] | None = None,
    labels: Collection[Label] | None = None,
    groups: Collection[Group] | None = None,
) -> None:
    """All of this at once; None: as it is. What an agent could do by hand can be taken back as if they had."""
    if not locked([contact.pk]):
        raise Contact.DoesNotExist
    contact.refresh_from_db()
    if name is not None and name != contact.name:
        rename(contact=contact, name=name)
    if language is not None and language != contact.language:
        contact.language = language
        contact.save(update_fields=["language"])
    for field, value in (values or {}).items():
        if contact.fields.get(field.slot) != value:
            actions.begin(verb=Action.Verb.SET, by=by, ids=[contact.pk], field=field, value=value)
    if labels is not None:
        _become(contact, by, "label", labels, now=contact.labels.all(), verbs=(Action.Verb.LABEL, Action.Verb.UNLABEL))
    if groups is not None:
        _become(contact, by, "group", groups, now=contact.groups.all(), verbs=(Action.Verb.JOIN, Action.Verb.LEAVE))


def _become(
    contact: Contact, by: Agent, what: str, wanted: Collection[Any], *, now: Iterable[Any], verbs: tuple[str, str]
) -> None:
    """Exactly these words: what is missing is added by the first verb, what is too much taken by the second."""
    has, wants = set(now), set(wanted)
    for verb, rows in zip(verbs, (wants - has, has - wants), strict=True):
        for row in sorted(rows, key=str):
            actions.begin(verb=verb, by=by, ids=[contact.pk], **{what: row})
