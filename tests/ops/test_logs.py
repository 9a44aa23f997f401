"""The log tells what happened, and nothing about whom."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.db import IntegrityError, transaction

from nxtchat import logs
from nxtchat.team.models import Agent


@pytest.fixture
def written():
    """What a line of the log looks like: `written(lambda: …)` does it and returns the lines as written."""
    formatter = logs.configuration(level="INFO", as_json=True)["formatters"]["ours"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    root = logging.getLogger()
    root.addHandler(handler)

    def written(do) -> list[dict]:
        stream.seek(0)
        stream.truncate()
        do()
        return [json.loads(line) for line in stream.getvalue().splitlines()]

    yield written
    root.removeHandler(handler)


ours = structlog.get_logger("nxtchat.tests")
theirs = logging.getLogger("someone.else")

PERSONAL = [
    "5511987654321",
    "+55 11 98765-4321",
    "+1 555-078-3881",
    "(415) 555-2671 12",
    "ana.souza+shop@example.com.br",
    "wamid.HBgNNTUxMTk4NzY1NDMyMRUCABEYEjRBNTc4==",
    "BR.13491208655302741918",
    "Bearer nxt_Zm9vYmFyYmF6cXV4",
    "nxt_Zm9vYmFyYmF6cXV4",
    "EAAJB4yLZCZCuIBO1ZAZAsZBZC",
    "gAAAAABnZm9vYmFyYmF6cXV4cXV1eA==",
    "614fc2afde15eee07a26b2fe3eaee9b9",
    "81.2.69.142",
]


@pytest.mark.parametrize("personal", PERSONAL)
def test_nothing_personal_is_written(written, personal):
    lines = written(
        lambda: (
            ours.info(f"saw {personal} now", thing=personal, things=[{"deep": personal}]),
            theirs.warning("saw %s now", personal),
        )
    )
    assert len(lines) == 2
    assert personal not in json.dumps(lines)


@pytest.mark.parametrize("secret", ["token", "password", "text", "name", "wamid", "email"])
def test_values_with_a_telling_key_are_dropped(written, secret):
    [line] = written(lambda: ours.info("saved", **{secret: "Ana"}))
    assert line[secret] == "[dropped]"


def test_a_phone_number_as_a_whole_number_is_not_written(written):
    [line] = written(lambda: ours.info("saved", contact=5511987654321))
    assert line["contact"] == "[number]"


PLAIN = [
    ("conversation", 123456789),
    ("message", "0b9d7a52-3c5e-4b0a-9d6c-446655440000"),
    ("at", "2026-11-22T21:40:25Z"),
    ("url", "/inbox/c/123/"),
    ("server", "http://127.0.0.1:8000"),
    ("seconds", 1.5),
]


@pytest.mark.parametrize(("key", "value"), PLAIN)
def test_ids_times_and_places_are_written(written, key, value):
    [line] = written(lambda: ours.info("saved", **{key: value}))
    assert line[key] == value


def test_a_set_up_link_is_not_written(written):
    [line] = written(lambda: theirs.warning("Gone: /welcome/Zm9vYmFyYmF6/"))
    assert "Zm9vYmFyYmF6" not in json.dumps(line)


def test_a_database_error_tells_its_constraint_but_not_the_row(written, bruno):
    def fail():
        try:
            with transaction.atomic():
                Agent.objects.create_user(email=bruno.email, name="Ana Souza", role="agent", password=None)
        except IntegrityError as error:
            assert "DETAIL" in str(error)
            ours.exception("saving failed", why=error)
            theirs.exception("saving failed: %s", error)

    lines = written(fail)
    assert "team_agent_email" in json.dumps(lines[0])
    assert "test_logs.py" in json.dumps(lines[0])
    for line in lines:
        assert "DETAIL" not in json.dumps(line)
        assert "bruno" not in json.dumps(line)


def test_what_an_exception_says_is_kept_only_when_it_is_about_code(written):
    def fail():
        for error in (ValueError("could not read 'Bom dia, Ana'"), AttributeError("'Number' has no attribute 'x'")):
            try:
                raise error
            except (ValueError, AttributeError):
                ours.exception("failed")

    quoting, telling = written(fail)
    assert quoting["error"][0]["type"] == "ValueError"
    assert "Ana" not in json.dumps(quoting)
    assert "has no attribute" in telling["error"][0]["type"]


def test_a_failed_task_is_written_without_what_it_said(written):
    from celery import Celery

    app = Celery(set_as_current=False)

    @app.task(name="inbox.tasks.deliver")
    def deliver(message_id: int) -> None:
        raise ValueError(f"Ana said hello in {message_id}")

    lines = written(lambda: deliver.apply(args=[7]))
    assert any("inbox.tasks.deliver" in line["event"] for line in lines)
    assert "hello" not in json.dumps(lines)


def test_a_page_that_breaks_is_written_without_its_query(written, client, bruno):
    client.force_login(bruno)
    lines = written(lambda: client.get("/nothing/?q=Ana+Souza"))
    assert lines and "Ana" not in json.dumps(lines)
