"""The address without a path: everybody's first room is another one."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from nxtchat.guard import SignedIn, anyone_signed_in
from nxtchat.templatetags.shell import DOORS


@anyone_signed_in
@require_safe
def home(request: SignedIn) -> HttpResponse:
    """The first of the rail's doors that opens for this person."""
    urls = (door.url for door in DOORS if request.user.may(door.capability))
    return redirect(next(filter(None, urls), "team:account"))
