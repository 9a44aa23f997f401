"""The Graph API in our words. A method builds a payload, asks, and returns a small frozen dataclass.

Three things can go wrong, and the difference decides whether we may ask again:

    GraphError
    ├── GraphRefused      an answer that says no; the catalogue in errors.py holds meaning and remedy
    ├── GraphUnavailable  nothing left this machine: asking again is safe
    └── GraphUnknown      the request may have arrived, and no usable answer came: never repeat a send blindly
"""

import hashlib
import hmac
from collections.abc import Generator, Iterator
from typing import Any, BinaryIO

from django.conf import settings

from nxtchat.whatsapp import media, payloads, wire
from nxtchat.whatsapp.answers import (
    AccountDetails,
    NumberDetails,
    Sent,
    SubscribedApp,
    Subscription,
    TemplateDetails,
    Token,
    understand,
)
from nxtchat.whatsapp.models import Account, Number
from nxtchat.whatsapp.outcomes import GraphError, GraphRefused, GraphUnavailable, GraphUnknown
from nxtchat.whatsapp.payloads import Recipient
from nxtchat.whatsapp.wire import Transport

__all__ = [
    "Graph",
    "GraphError",
    "GraphRefused",
    "GraphUnavailable",
    "GraphUnknown",
    "Recipient",
    "Sent",
    "Token",
    "Transport",
]

TEMPLATE_FIELDS = "id,name,language,category,status,components,rejected_reason"
MOST_PAGES = 100  # an account has at most 6,000 templates


class Graph:
    """Speaks for one business account."""

    def __init__(self, account: Account, *, transport: Transport | None = None, timeout: float | None = None) -> None:
        self.account = account
        self.timeout = timeout
        self._client = wire.connections(transport)

    def send(self, *, number: Number, body: dict[str, Any]) -> Sent:
        """Say something; `payloads` builds the body. What is no template needs an open customer service window."""
        return understand_sent(self._ask("POST", f"{number.phone_number_id}/messages", json=body))

    def mark_read(self, *, number: Number, wamid: str, is_typing: bool = False) -> None:
        """The customer sees that we have read this message and all before it, or that we are writing, too."""
        self._ask("POST", f"{number.phone_number_id}/messages", json=payloads.read(wamid, is_typing=is_typing))

    def debug_token(self) -> Token:
        """What our access token may do, and until when."""
        found = self._get("debug_token", input_token=self.account.token.strip())
        return understand(Token, found.get("data"))

    def account_details(self) -> AccountDetails:
        fields = "id,name,account_review_status,business_verification_status"
        return understand(AccountDetails, self._get(self.account.waba_id, fields=fields))

    def number_details(self, number: Number) -> NumberDetails:
        return understand(NumberDetails, self._get(number.phone_number_id, fields=NumberDetails.FIELDS))

    def numbers(self) -> list[NumberDetails]:
        """All numbers of the account."""
        pages = self._pages(f"{self.account.waba_id}/phone_numbers", fields=NumberDetails.FIELDS)
        return [understand(NumberDetails, entry) for entry in pages]

    def subscribed_apps(self) -> list[SubscribedApp]:
        """The apps that are sent the account's events; ours should be among them."""
        found = self._get(f"{self.account.waba_id}/subscribed_apps")
        return [understand(SubscribedApp, entry) for entry in found.get("data") or []]

    def subscribe(self) -> None:
        """Have the account's events sent to our app."""
        self._ask("POST", f"{self.account.waba_id}/subscribed_apps")

    def app_subscriptions(self) -> list[Subscription]:
        """Where the app has its events sent. The app itself asks, so this also proves the app secret."""
        app_token = f"{self.account.app_id}|{self.account.app_secret}"
        found = self._ask("GET", f"{self.account.app_id}/subscriptions", token=app_token)
        return [understand(Subscription, entry) for entry in found.get("data") or []]

    def templates(self) -> Iterator[TemplateDetails]:
        """Every template of the account, asked for page by page."""
        pages = self._pages(f"{self.account.waba_id}/message_templates", fields=TEMPLATE_FIELDS, limit="100")
        return (understand(TemplateDetails, entry) for entry in pages)

    def find_media(self, media_id: str) -> media.MediaFound:
        """Where the file can be fetched, for five minutes."""
        return understand(media.MediaFound, self._get(media_id))

    def download(self, found: media.MediaFound) -> Generator[bytes]:
        return media.download(self._client, found.url, token=self.account.token, home=self.account.graph_url)

    def download_public(self, url: str) -> Generator[bytes]:
        """What everybody may see, such as the picture of an advertisement: without our token, but also only at Meta."""
        return media.download(self._client, url, token="", home=self.account.graph_url)

    def upload(self, *, number: Number, file: BinaryIO, size: int, mime: str, filename: str = "") -> str:
        """Leave a file there for thirty days, to be sent by the id that this returns. Twice does no harm."""
        found = self._ask(
            "POST",
            f"{number.phone_number_id}/media",
            data={"messaging_product": "whatsapp", "type": mime},
            files={"file": (filename or "file", file, mime)},
            timeout=media.patience(size),
        )
        if media_id := wire.text(found.get("id")):
            return media_id
        raise GraphUnknown(title="accepted without an id", http_status=200)

    def delete_media(self, media_id: str) -> None:
        self._ask("DELETE", media_id)

    def _pages(self, path: str, **params: str) -> Iterator[dict[str, Any]]:
        """Follows the cursor, never the `next` address: the token goes only where we were told to send it."""
        for _page in range(MOST_PAGES):
            found = self._get(path, **params)
            yield from found.get("data") or []
            paging = found.get("paging") or {}
            after = (paging.get("cursors") or {}).get("after")
            if not paging.get("next") or not after or after == params.get("after"):
                return
            params["after"] = after

    def _get(self, path: str, **params: str) -> dict[str, Any]:
        return self._ask("GET", path, params=params)

    def _ask(
        self,
        method: str,
        path: str,
        *,
        token: str = "",
        params: dict[str, str] | None = None,
        timeout: float | None = None,
        **request,
    ):
        params = dict(params or {}) | ({} if token else self.proof())
        token = token or self.token()
        url, timeout = self.url(path), timeout or self.timeout
        return wire.ask(self._client, method, url, token=token, timeout=timeout, params=params or None, **request)

    def url(self, path: str) -> str:
        return f"{self.account.graph_url}/{settings.GRAPH_VERSION}/{path}"

    def token(self) -> str:
        if not self.account.token:  # it was lost; see Account.has_lost_keys
            raise GraphRefused(code=190, title="no token")
        return self.account.token

    def proof(self) -> dict[str, str]:
        """Shows Meta that the holder of the token also knows the app secret."""
        if not self.account.app_secret:
            return {}
        token = self.account.token.strip().encode()
        proof = hmac.new(self.account.app_secret.strip().encode(), token, hashlib.sha256).hexdigest()
        return {"appsecret_proof": proof}


def understand_sent(found: dict[str, Any]) -> Sent:
    """Meta's good answer to a message. One without an id is no answer: the message may be on its way."""
    try:
        wamid = wire.text(found["messages"][0]["id"])
    except (KeyError, IndexError, TypeError):
        wamid = ""
    if not wamid:
        raise GraphUnknown(title="accepted without an id", http_status=200)
    contacts = found.get("contacts")
    person = contacts[0] if isinstance(contacts, list) and contacts and isinstance(contacts[0], dict) else {}
    return Sent(wamid=wamid, wa_id=wire.text(person.get("wa_id")), bsuid=wire.text(person.get("user_id")))
