"""What Meta answers about one number: each question is asked at most once, and none after a silence."""

from collections.abc import Callable
from itertools import islice
from typing import Any

from nxtchat.whatsapp.answers import AccountDetails, NumberDetails, SubscribedApp, Subscription, TemplateDetails, Token
from nxtchat.whatsapp.client import Graph, GraphRefused, GraphUnavailable, GraphUnknown
from nxtchat.whatsapp.models import Account, Number

PATIENCE = 8.0  # seconds: somebody is looking at the page
ENOUGH = 100  # templates: one page of them shows that they can be read


class Answers:
    def __init__(self, number: Number) -> None:
        self.number = number
        self.graph = Graph(number.account, timeout=PATIENCE)
        self._heard: dict[str, Any] = {}
        self._silence: Exception | None = None  # one timeout is enough to wait for

    @property
    def account(self) -> Account:
        return self.number.account

    def token(self) -> Token:
        return self._once("token", self.graph.debug_token)

    def details(self) -> AccountDetails:
        return self._once("account", self.graph.account_details)

    def numbers(self) -> list[NumberDetails]:
        return self._once("numbers", self.graph.numbers)

    def number_details(self) -> NumberDetails:
        return self._once("number", lambda: self.graph.number_details(self.number))

    def subscribed_apps(self) -> list[SubscribedApp]:
        return self._once("apps", self.graph.subscribed_apps)

    def app_subscriptions(self) -> list[Subscription]:
        return self._once("subscriptions", self.graph.app_subscriptions)

    def templates(self) -> list[TemplateDetails]:
        return self._once("templates", lambda: list(islice(self.graph.templates(), ENOUGH)))

    def _once(self, name: str, ask: Callable[[], Any]) -> Any:
        if name not in self._heard:
            if self._silence:
                raise self._silence
            try:
                self._heard[name] = ask()
            except GraphRefused as refusal:
                self._heard[name] = refusal
            except (GraphUnavailable, GraphUnknown) as silence:
                self._silence = silence
                raise
        if isinstance(answer := self._heard[name], GraphRefused):
            raise answer
        return answer
