"""Where a request came from, as far as it can be believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address_of(request: HttpRequest) -> Address | None:
    """The sender's address; None when it is not known."""
    written = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:  # the last entry is the one that our own proxy wrote
        written = request.META.get("HTTP_X_FORWARDED_FOR", written).rsplit(",", 1)[-1].strip()
    try:
        return ipaddress.ip_address(written)
    except ValueError:
        return None


def is_from_this_machine(request: HttpRequest) -> bool:
    """True when nothing stands between. A proxy that we were not told of makes everyone look local."""
    if "HTTP_X_FORWARDED_FOR" in request.META and not settings.BEHIND_PROXY:
        return False
    address = address_of(request)
    return address is not None and address.is_loopback
