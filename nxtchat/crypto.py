"""Secrets at rest: encrypted columns, and keyed hashes for what must be compared but not read."""

import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def box() -> MultiFernet:
    """Encrypts with the newest of NXTCHAT_KEYS and opens what any of them closed."""
    return _box(tuple(settings.NXTCHAT_KEYS))


def keyed_hash(purpose: str, value: str) -> str:
    """A fingerprint that cannot be guessed back without the pepper, which is kept outside the database."""
    message = f"{purpose}\0{value}".encode()
    return hmac.new(settings.NXTCHAT_PEPPER.encode(), message, hashlib.sha256).hexdigest()


class Unreadable(str):
    """What no key of ours opens reads as nothing. Its ciphertext stays, in case the key is found again."""

    __slots__ = ("ciphertext",)
    ciphertext: str

    @classmethod
    def of(cls, ciphertext: str) -> "Unreadable":
        nothing = cls()
        nothing.ciphertext = ciphertext
        return nothing


class EncryptedTextField(models.TextField):
    """Text that is readable in Python and ciphertext in Postgres. It cannot be searched."""

    def get_prep_value(self, value: str | None) -> str | None:
        value = super().get_prep_value(value)
        if isinstance(value, Unreadable):
            return value.ciphertext
        return box().encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value: str | None, expression, connection) -> str | None:
        try:
            return box().decrypt(value.encode()).decode() if value else value
        except InvalidToken:
            return Unreadable.of(value or "")

    def deconstruct(self):
        """For migrations this is plain text, so that they need nothing of ours."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
