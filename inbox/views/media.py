"""Files, for those who may see their conversation."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from inbox import access
from inbox.media import serving
from nxtchat.guard import SignedIn, may


@may("conversations.read")
@require_safe
def file(request: SignedIn, public_id: UUID) -> HttpResponseBase:
    return _served(request, public_id)


@may("conversations.read")
@require_safe
def thumbnail(request: SignedIn, public_id: UUID) -> HttpResponseBase:
    return _served(request, public_id, thumbnail=True)


def _served(request: SignedIn, public_id: UUID, *, thumbnail: bool = False) -> HttpResponseBase:
    media = access.media(request.user, public_id)
    if not (media.thumbnail_path if thumbnail else media.path):
        raise Http404
    try:
        return serving.serve(request, media, thumbnail=thumbnail)
    except serving.NotHere as error:
        raise Http404 from error
