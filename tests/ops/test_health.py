"""What machines ask about us."""

import pytest
from django.db import connection

from nxtchat import heartbeat, redis


@pytest.fixture
def worker(db):
    heartbeat.beat("worker")
    yield
    redis.client().delete("nxtchat:heartbeat:worker")


@pytest.fixture
def no_redis(settings):
    """Redis is away: nothing listens there."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis.client.cache_clear()
    yield
    redis.client.cache_clear()


@pytest.fixture
def no_database(db):
    """Any question to the database fails the test."""

    def fail(*_question):
        raise AssertionError("the database was asked")

    with connection.execute_wrapper(fail):
        yield


def test_up_answers_without_asking_the_database(client, bruno, no_database):
    client.cookies["sessionid"] = "a-session-that-would-have-to-be-looked-up"
    assert client.get("/up/").content == b"up\n"


def test_ready_when_all_parts_are_there(client, worker):
    answer = client.get("/ready/")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "parts": {"database": True, "migrations": True, "redis": True, "worker": True},
    }


def test_not_ready_when_no_worker_is_heard_of(client, db):
    redis.client().delete("nxtchat:heartbeat:worker")
    answer = client.get("/ready/")
    assert answer.status_code == 503
    assert [part for part, fine in answer.json()["parts"].items() if not fine] == ["worker"]


def test_not_ready_when_the_worker_went_silent(client, worker):
    redis.client().set("nxtchat:heartbeat:worker", 1.0)
    assert client.get("/ready/").json()["parts"]["worker"] is False


def test_not_ready_without_redis(client, worker, no_redis):
    answer = client.get("/ready/")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"database": True, "migrations": True, "redis": False, "worker": False}


def test_not_ready_while_a_migration_is_missing(client, worker):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'team'")
    assert client.get("/ready/").json()["parts"]["migrations"] is False


def test_metrics_for_this_machine(client, db):
    redis.client().hset("webhooks:refused", "signature", 3)
    text = client.get("/metrics").content.decode()
    redis.client().delete("webhooks:refused")
    assert 'nxtchat_events{state="pending"} 0.0' in text
    assert 'nxtchat_messages{status="unknown"} 0.0' in text
    assert 'nxtchat_webhooks_refused{reason="signature"} 3.0' in text
    assert "nxtchat_oldest_pending_event_seconds 0.0" in text


def test_metrics_are_not_there_for_others(client, db):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404


def test_metrics_for_who_knows_the_token(client, db, settings):
    settings.METRICS_TOKEN = "a-long-token-for-prometheus"
    asked = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}, **asked).status_code == 404
    assert (
        client.get("/metrics", headers={"Authorization": f"Bearer {settings.METRICS_TOKEN}"}, **asked).status_code
        == 200
    )


def test_no_token_is_not_a_token(client, db):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}, REMOTE_ADDR="203.0.113.7").status_code == 404


def test_metrics_say_what_they_can_without_redis(client, db, no_redis):
    text = client.get("/metrics").content.decode()
    assert "nxtchat_events" in text
    assert "nxtchat_webhooks_refused" not in text
