"""Every view says what it takes to open it; everyone else is told that there is nothing here."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
ANYONE_SIGNED_IN = "anyone signed in"


def may(capability: str) -> Callable[[View], View]:
    """Open the view to agents whose role grants `capability`; to others it does not exist (404, no leak)."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            if not request.user.may(capability):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.capability = capability
        return guarded

    return guard


def anyone_signed_in(view: View) -> View:
    """Say that the view is everybody's who has signed in; LoginRequiredMiddleware keeps strangers out."""
    view.capability = ANYONE_SIGNED_IN
    return view
