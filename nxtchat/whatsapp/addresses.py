"""Our own address, as Meta sees it."""

import ipaddress

from django.conf import settings

from nxtchat.whatsapp.models import Account


def callback_url(account: Account) -> str:
    """Where Meta is to knock; the pretend one runs beside us and needs no public address."""
    ours = settings.WEB_INTERNAL_URL if account.is_pretend else settings.PUBLIC_URL
    return f"{ours}/webhooks/whatsapp/"


def is_public(host: str) -> bool:
    """Could the whole internet mean this machine by this name?"""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".internal", ".localhost", ".test", ".example"))
