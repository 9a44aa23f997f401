"""The keys that close the files of one contact. Whoever deletes them has made noise of every copy, backups included."""

import os
from base64 import b64decode, b64encode
from typing import Protocol

from django.db import transaction

from contacts.models import Contact, ContactKey


class KeyGone(Exception):
    """The key was destroyed, or the installation has lost the key to it."""


def of_contact(contact_id: int) -> ContactKey:
    """The contact's key, made when it is first needed. Two who need it at once get the same."""
    if key := _oldest(contact_id):
        return key
    with transaction.atomic():
        Contact.objects.select_for_update(no_key=True).get(pk=contact_id)
        fresh = b64encode(os.urandom(32)).decode()
        return _oldest(contact_id) or ContactKey.objects.create(contact_id=contact_id, secret=fresh)


class Key(Protocol):
    """What holds 32 bytes in base64: a contact's key, or a file for many that has its own."""

    secret: str


def open_key(key: Key | None) -> bytes:
    if key is None or not key.secret:
        raise KeyGone
    return b64decode(key.secret)


def _oldest(contact_id: int) -> ContactKey | None:
    return ContactKey.objects.filter(contact=contact_id).order_by("pk").first()
