"""How a program says whom it acts for: `Authorization: Bearer nxt_…`."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from nxtchat.crypto import keyed_hash
from nxtchat.team.models import Agent, ApiToken

NOTED_EACH = timedelta(minutes=1)  # a busy program must not write a row at each request


class BearerToken(BaseAuthentication):
    """`request.user` is the agent, `request.auth` the ApiToken, which may narrow what the agent may do."""

    def authenticate(self, request: Request) -> tuple[Agent, ApiToken] | None:
        scheme, _space, given = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        token = find(given.strip().decode("latin-1"))
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, or was revoked."))
        return token.agent, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="NxtChat"'


def find(token: str) -> ApiToken | None:
    """The token's row. It is looked up by its keyed hash, so the time taken tells nothing about the token."""
    rows = ApiToken.objects.select_related("agent").filter(agent__is_active=True)
    found = rows.filter(token_hash=keyed_hash("api-token", token)).first()
    if found:
        now = timezone.now()
        if found.last_used_at is None or found.last_used_at < now - NOTED_EACH:
            ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


class BearerScheme(OpenApiAuthenticationExtension):
    """How the API's description names it."""

    target_class = BearerToken
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
