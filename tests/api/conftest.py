"""Programs that act for people."""

import pytest
from django.test import Client

from inbox.models import Direction, Message, Status
from nxtchat.team.models import ApiToken


class Program:
    """Speaks JSON with a token."""

    def __init__(self, agent, scopes: list[str]) -> None:
        token = ApiToken.issue(agent=agent, name="Shop", scopes=scopes)
        self.browser = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)

    def __getattr__(self, method: str):
        def ask(address: str, body=None, **options):
            options.setdefault("content_type", "application/json")
            full = address if address.startswith(("/", "http")) else f"/api/v1/{address}"
            if method == "get":
                return self.browser.get(full, body)
            return getattr(self.browser, method)(full, body, **options)

        return ask


@pytest.fixture
def program():
    """`program(bruno)`, `program(bruno, "conversations.read")`."""
    return lambda agent, *scopes: Program(agent, list(scopes or ["all"]))


@pytest.fixture
def asks(program, bruno):
    """Bruno's program, which may do all that he may."""
    return program(bruno)


@pytest.fixture
def says(conversation):
    """`says("Hello")`: Ana said it; keywords are fields of the message."""

    def make(text: str, **fields) -> Message:
        usual = {"direction": Direction.IN, "status": Status.RECEIVED, "wamid": f"wamid.{text}"}
        return Message.objects.create(
            conversation=conversation, number=conversation.number, text=text, **{**usual, **fields}
        )

    return make


@pytest.fixture
def is_problem():
    """The answer is application/problem+json with this status and code; returns its `errors` by field."""

    def check(answer, status: int, code: str) -> dict[str, str]:
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
        told = answer.json()
        assert (told["status"], told["code"]) == (status, code), told
        assert set(told) == {"type", "title", "status", "detail", "code", "errors"}
        assert told["detail"]
        assert "Traceback" not in answer.content.decode()
        return {error["field"]: error["code"] for error in told["errors"]}

    return check
