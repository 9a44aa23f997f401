"""Our own address, as Meta sees it."""

import ipaddress

from django.conf import settings


def callback_url() -> str:
    """Where Meta is to knock."""
    return f"{settings.PUBLIC_URL}/webhooks/whatsapp/"


def is_public(host: str) -> bool:
    """Could the whole internet mean this machine by this name?"""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".internal", ".localhost", ".test", ".example"))
