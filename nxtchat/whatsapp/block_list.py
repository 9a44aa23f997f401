"""Whom a number takes nothing from: kept at WhatsApp, which then does not let them reach us at all."""

from typing import Any

from nxtchat.whatsapp.client import Graph
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.outcomes import GraphUnknown
from nxtchat.whatsapp.payloads import Recipient

NOT_HEARD_OF_LATELY = 131047  # WhatsApp only lets those be blocked who wrote in the last 24 hours


class BlockList(Graph):
    """The same account, spoken for by those who block people. Asking for the same twice does no harm."""

    def block(self, *, number: Number, who: Recipient) -> None:
        self._change("POST", number, who, done="added_users")

    def unblock(self, *, number: Number, who: Recipient) -> None:
        self._change("DELETE", number, who, done="removed_users")

    def _change(self, method: str, number: Number, who: Recipient, *, done: str) -> None:
        """One person at a time, so that a "no" is about them."""
        person = {"user_id": who.bsuid} if who.bsuid else {"user": who.as_json()["to"]}
        body = {"messaging_product": "whatsapp", "block_users": [person]}
        found = self._ask(method, f"{number.phone_number_id}/block_users", json=body)
        if not _named(found.get("block_users"), done):
            raise GraphUnknown(title="accepted without a name", http_status=200)


def _named(told: Any, done: str) -> bool:
    return isinstance(told, dict) and bool(told.get(done))
