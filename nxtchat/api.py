"""What every endpoint of the API does alike: who may, how errors are told, how bodies are read."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any, cast

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import APIException, ErrorDetail, ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from nxtchat.api_pages import Pages

if TYPE_CHECKING:  # the framework reads this file while it reads its own views
    from rest_framework.views import APIView

    from nxtchat.team.models import Agent, ApiToken

__all__ = ["Asked", "Conflict", "Json", "Pages", "Strict", "TokenMay", "problem"]

LARGEST_BODY = 1024 * 1024
PROBLEM = "application/problem+json"

log = logging.getLogger(__name__)


class Asked(Request):
    """The request as a view gets it once TokenMay has let it in."""

    user: "Agent"
    auth: "ApiToken"


class TokenMay(BasePermission):
    """The agent's role and the token's scopes must both grant the view's `capability`, a name or one per method."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        token: ApiToken | None = request.auth  # type: ignore[assignment]
        if token is None:
            return False
        capability = getattr(view, "capability", None)
        if isinstance(capability, dict):
            method = "GET" if request.method == "HEAD" else request.method
            if method not in capability:
                return method not in view.allowed_methods  # then 405 follows
            capability = capability[method]
        if capability is None or not token.may(capability):
            self.message = _("This needs the scope “%(scope)s”, of the token and of the role of its agent.") % {
                "scope": capability
            }
            return False
        return True


class Conflict(APIException):
    """Understood, but not as things stand."""

    status_code = HTTPStatus.CONFLICT

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail=detail, code=code)


class TooLarge(APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class Json(JSONParser):
    """JSON of a size and depth that somebody could mean."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        try:
            data = super().parse(cast(IO[bytes], _Limited(stream)), media_type, parser_context)
        except RecursionError as error:
            raise ParseError(_("This is nested too deeply.")) from error
        if not isinstance(data, dict):
            raise ParseError(_("The body must be a JSON object."))
        return data


class _Limited:
    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.left = LARGEST_BODY

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(self.left + 1 if size < 0 else min(size, self.left + 1))
        self.left -= len(data)
        if self.left < 0:
            raise TooLarge(_("The body may have %(limit)d bytes.") % {"limit": LARGEST_BODY})
        return data


class Strict(serializers.Serializer):
    """Refuses fields that it does not know: whoever sent one meant something by it."""

    def to_internal_value(self, data: Any) -> Any:
        if unknown := set(data) - set(self.fields):
            raise ValidationError(
                {name: [ErrorDetail(_("This field is not known here."), "unknown")] for name in unknown}
            )
        return super().to_internal_value(data)


def problem(error: Exception, context: dict[str, Any]) -> Response:
    """Every error as application/problem+json (RFC 9457), with a code for programs; never a traceback."""
    from rest_framework.views import exception_handler

    answer = exception_handler(error, context)
    if answer is None:
        log.exception("api: %s", type(error).__name__)
        answer = Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        code, detail = "error", _("Something went wrong here. It was written to the log.")
    else:
        code, detail = _told(error)
    status = HTTPStatus(answer.status_code)
    errors = list(_errors(answer.data)) if isinstance(error, ValidationError) else []
    answer.data = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "code": code,
        "errors": errors,
    }
    answer.content_type = PROBLEM
    return answer


def _told(error: Exception) -> tuple[str, str]:
    if isinstance(error, ValidationError):
        return "invalid", _("Some of this cannot be used; `errors` says what.")
    if isinstance(error, APIException):
        return str(error.get_codes()), str(error.detail)
    if isinstance(error, Http404):
        return "not_found", _("There is nothing here, or nothing that you may see.")
    return "permission_denied", _("You may not do this.")


def _errors(data: Any, field: str = "") -> Any:
    """The leaves of DRF's nested errors, each with the path of its field."""
    if isinstance(data, dict):
        for name, inner in data.items():
            yield from _errors(inner, f"{field}.{name}" if field else str(name))
    elif isinstance(data, list):
        for position, inner in enumerate(data):
            yield from _errors(inner, field if isinstance(inner, str) else f"{field}.{position}")
    else:
        yield {"field": field, "code": getattr(data, "code", "invalid"), "detail": str(data)}
