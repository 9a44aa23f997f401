"""Files, for those who may see their conversation."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inbox import access, media
from inbox.forms import UploadForm
from inbox.media import serving
from inbox.models import Conversation, Media
from nxtchat.guard import SignedIn, may


@may("conversations.read")
@require_http_methods(["GET", "HEAD", "DELETE"])
def file(request: SignedIn, public_id: UUID) -> HttpResponseBase:
    if request.method == "DELETE":
        return _discarded(request, public_id)
    return _served(request, public_id)


@may("conversations.read")
@require_safe
def thumbnail(request: SignedIn, public_id: UUID) -> HttpResponseBase:
    return _served(request, public_id, copy="thumbnail")


@may("conversations.read")
@require_safe
def playable(request: SignedIn, public_id: UUID) -> HttpResponseBase:
    """A sound for browsers that do not play it as it came."""
    return _served(request, public_id, copy="playable")


def _served(request: SignedIn, public_id: UUID, *, copy: str = "") -> HttpResponseBase:
    found = access.media(request.user, public_id)
    try:
        if copy == "playable":
            media.make_playable(found)
        if not (getattr(found, f"{copy}_path") if copy else found.path):
            raise Http404
        return serving.serve(request, found, copy=copy)
    except (serving.NotHere, media.NotPlayable) as error:
        raise Http404 from error


def _discarded(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Only who brought it, and only until it is said."""
    found = access.media(request.user, public_id, to="conversations.reply")
    if found.author_id != request.user.pk or not media.discard(found):
        raise Http404
    return HttpResponse(status=204)


@csrf_exempt  # the check reads the body; `_uploaded` makes it once it is said where the body goes
@may("conversations.reply")
@require_POST
def uploads(request: SignedIn, conversation_id: int) -> HttpResponse:
    """`file`, and perhaps `kind` and `voice`. Answers with the id to say it by, or with what speaks against it."""
    conversation = access.conversation(request.user, conversation_id, to="conversations.reply")
    request.upload_handlers = [media.Nameless(request)]
    return _uploaded(request, conversation)


@csrf_protect
def _uploaded(request: SignedIn, conversation: Conversation) -> HttpResponse:
    try:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            raise media.FileRefused("no_file", media.why_no_file(request))
        found = media.upload(conversation=conversation, by=request.user, **form.wanted())
    except media.FileRefused as refusal:
        return JsonResponse({"code": refusal.code, "problem": str(refusal.reason)}, status=422)
    return JsonResponse(_shown(found), status=201)


def _shown(found: Media) -> dict[str, object]:
    return {
        "id": str(found.public_id),
        "name": found.filename,
        "kind": found.kind,
        "mime": found.mime,
        "size": found.size,
        "seconds": found.seconds,
        "url": reverse("inbox:media", args=[found.public_id]),
        "thumbnail": reverse("inbox:thumbnail", args=[found.public_id]) if found.thumbnail_path else "",
    }
