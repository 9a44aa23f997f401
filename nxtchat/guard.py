"""Every view says what it takes to open it; everyone else is told that there is nothing here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    from nxtchat.team.models import Agent

View = Callable[..., HttpResponseBase]
ANYONE_SIGNED_IN = "anyone signed in"


class SignedIn(HttpRequest):
    """The request as a guarded view gets it: somebody sent it."""

    user: Agent


def may(capability: str) -> Callable[[View], View]:
    """Open the view to agents whose role grants `capability`; to others it does not exist (404, no leak)."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedIn, *args, **kwargs) -> HttpResponseBase:
            if not request.user.may(capability):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]
        return guarded

    return guard


def anyone_signed_in(view: View) -> View:
    """Say that the view is everybody's who has signed in; SignInRequired keeps strangers out."""
    view.capability = ANYONE_SIGNED_IN  # type: ignore[attr-defined]
    return view
