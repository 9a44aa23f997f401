"""Files, for programs: bring one to say it with a message, fetch one, take one away again."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from inbox import access, media
from inbox.api.media_shapes import MediaShape, NewMedia
from inbox.media import serving
from nxtchat.api import Asked


class Uploads(APIView):
    """Bring a file. It waits a day for the message that names its id."""

    capability = {"POST": "conversations.reply"}
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": NewMedia}, responses={201: MediaShape})
    def post(self, request: Asked) -> Response:
        request._request.upload_handlers = [media.Nameless(request._request)]
        wanted = NewMedia(data=request.data)
        if "file" not in request.data:
            words = media.why_no_file(request._request)
            raise ValidationError({"file": [ErrorDetail(str(words), "required")]})
        wanted.is_valid(raise_exception=True)
        try:
            conversation = access.conversation(
                request.user, wanted.validated_data["conversation"], to="conversations.reply"
            )
        except Http404 as error:
            words = _("There is no such conversation, or you may not see it.")
            raise ValidationError({"conversation": [ErrorDetail(words, "does_not_exist")]}) from error
        try:
            found = media.upload(conversation=conversation, by=request.user, **wanted.wanted())
        except media.FileRefused as refusal:
            raise ValidationError({"file": [ErrorDetail(str(refusal.reason), refusal.code)]}) from refusal
        return Response(MediaShape(found).data, status=201)


class OneMedia(APIView):
    """A file. `Range` works; a file that was not said yet can be taken away."""

    capability = {"GET": "conversations.read", "DELETE": "conversations.reply"}

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: Asked, public_id: UUID) -> HttpResponseBase:
        found = access.media(request.user, public_id)
        if not found.path:
            raise Http404
        try:
            return serving.serve(request._request, found)
        except serving.NotHere as error:
            raise Http404 from error

    @extend_schema(responses={204: None})
    def delete(self, request: Asked, public_id: UUID) -> Response:
        found = access.media(request.user, public_id, to="conversations.reply")
        if found.author_id != request.user.pk or not media.discard(found):
            raise Http404
        return Response(status=204)
