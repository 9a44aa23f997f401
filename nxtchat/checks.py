"""What can be wrong with the settings, found before the first request and said with its fix."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

HERE = {"localhost", "127.0.0.1", "::1"}


@register(Tags.security)
def settings_are_usable(**_given: object) -> list[CheckMessage]:
    return [*_keys(), *_addresses(), *_graph()]


def _keys() -> Iterator[CheckMessage]:
    if not settings.NXTCHAT_KEYS:
        yield Error("NXTCHAT_KEYS is empty.", hint=NEW_KEY, id="nxtchat.E001")
    for place, key in enumerate(settings.NXTCHAT_KEYS, 1):
        try:
            Fernet(key)
        except ValueError:
            yield Error(f"Key {place} of NXTCHAT_KEYS cannot be used.", hint=NEW_KEY, id="nxtchat.E002")
    if len(settings.NXTCHAT_PEPPER) < 32:
        hint = "Set NXTCHAT_PEPPER to 32 random characters or more, and never change it afterwards."
        yield Error("NXTCHAT_PEPPER is missing or too short.", hint=hint, id="nxtchat.E003")
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < 20:
        yield Warning("METRICS_TOKEN can be guessed.", hint="Use 20 random characters or more.", id="nxtchat.W001")


def _addresses() -> Iterator[CheckMessage]:
    parts = urlsplit(settings.PUBLIC_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        hint = "Write the whole address, such as https://chat.example.org"
        yield Error("PUBLIC_URL is not an address.", hint=hint, id="nxtchat.E004")
    elif parts.scheme == "http" and not settings.DEBUG and parts.hostname not in HERE:
        hint = "Put a proxy with a certificate in front (docker-compose.yml brings one) and set PUBLIC_URL to https://…"
        words = "PUBLIC_URL is not https: passwords travel readably, and Meta sends no events."
        yield Warning(words, hint=hint, id="nxtchat.W002")


def _graph() -> Iterator[CheckMessage]:
    if not re.fullmatch(r"v\d{1,3}\.\d{1,2}", settings.GRAPH_VERSION):
        hint = "Write it as Meta does, such as v24.0"
        yield Error("GRAPH_VERSION is not a version.", hint=hint, id="nxtchat.E005")
    parts = urlsplit(settings.GRAPH_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        hint = "Leave it out, or write https://graph.facebook.com"
        yield Error("GRAPH_URL is not an address.", hint=hint, id="nxtchat.E006")
    elif parts.scheme == "http" and parts.hostname not in HERE:
        hint = "Use https, or an address of this machine."
        yield Warning("GRAPH_URL is not https: the access token travels readably.", hint=hint, id="nxtchat.W003")


NEW_KEY = (
    "Make one with: python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())' — "
    "and keep the old ones behind it, or what they closed stays closed."
)
