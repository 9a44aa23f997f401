"""Meta's handshake; its POSTs go to receiver.py."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from webhooks import services

LONGEST_CHALLENGE = 512


@login_not_required
@require_GET
def handshake(request: HttpRequest) -> HttpResponse:
    """Meta asks once whether we expect it; the bare challenge is the answer."""
    challenge = request.GET.get("hub.challenge", "")
    if request.GET.get("hub.mode") != "subscribe" or not 0 < len(challenge) <= LONGEST_CHALLENGE:
        return HttpResponse(status=403)
    if not services.verify(token=request.GET.get("hub.verify_token", "")):
        return HttpResponse(status=403)
    return HttpResponse(challenge, content_type="text/plain; charset=utf-8")
