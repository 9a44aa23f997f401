"""Meta knocks: what is let in, what is turned away, and that nothing is said to be kept which is not."""

import gzip
import json
import socket

import pytest
from django.db import connection

from nxtchat.whatsapp.signature import sign
from tests.conftest import APP_SECRET
from tests.webhooks.bodies import envelope, said
from tests.webhooks.conftest import until
from webhooks.models import WebhookEvent
from webhooks.refusals import refused

BODY = envelope(said("Is this still available?"))
FOUR_MB = 4 * 1024 * 1024


def test_a_signed_event_is_in_the_database_when_meta_gets_its_200(number, meta):
    assert meta.posts(BODY) == 200
    event = WebhookEvent.objects.get()
    assert bytes(event.body) == BODY
    assert event.account == number.account
    assert event.state == "pending"
    number.account.refresh_from_db()
    assert number.account.first_event_at is not None


def test_the_same_body_posted_ten_times_is_kept_once(number, meta):
    assert [meta.posts(BODY) for _ in range(10)] == [200] * 10
    assert WebhookEvent.objects.count() == 1


def test_without_a_signature_nobody_gets_in(number, meta):
    assert meta.posts_raw(BODY).status_code == 401
    assert not WebhookEvent.objects.exists()


@pytest.mark.parametrize("wrong", ["sha256=00", "sha1=abc", "nonsense", sign("another secret", BODY), "sha256=ä"])
def test_a_wrong_signature_does_not_get_in(number, meta, wrong):
    answer = meta.posts_raw(BODY, **{"X-Hub-Signature-256": wrong.encode()})
    assert answer.status_code == 403
    assert not WebhookEvent.objects.exists()


def test_a_signature_over_other_bytes_does_not_get_in(number, meta):
    reserialised = json.dumps(json.loads(BODY), separators=(",", ":")).encode()
    answer = meta.posts_raw(reserialised, **{"X-Hub-Signature-256": sign(APP_SECRET, BODY)})
    assert answer.status_code == 403
    assert not WebhookEvent.objects.exists()


def test_the_previous_secret_is_good_while_a_rotation_is_under_way(number, meta):
    account = number.account
    account.previous_app_secret, account.app_secret = account.app_secret, "a-new-secret"
    account.save()
    assert meta.posts(BODY) == 200
    assert meta.posts(BODY + b" ", secret="a-new-secret") == 200
    assert meta.posts(BODY + b"  ", secret="an-older-secret") == 403


def test_a_secret_that_was_just_entered_works_at_once(number, meta):
    assert meta.posts(BODY) == 200
    number.account.app_secret = "entered-just-now"
    number.account.save()
    assert until(lambda: meta.posts(BODY + b" ", secret="entered-just-now") == 200, seconds=2)


def test_an_account_that_is_deleted_takes_no_webhook_of_others_with_it(number, meta):
    assert meta.posts(BODY) == 200  # from now on its secret is known for a while
    account = number.account
    number.delete()
    account.delete()
    assert meta.posts(BODY + b" ") == 200
    assert WebhookEvent.objects.filter(account=None).count() == 2


def test_a_compressed_body_is_refused_and_a_plain_one_is_not(number, meta):
    squeezed = gzip.compress(BODY)
    assert meta.posts(squeezed, Content_Encoding="gzip") == 415
    assert not WebhookEvent.objects.exists()
    assert meta.posts(BODY, Content_Encoding="identity") == 200


def test_what_is_not_json_is_refused_though_it_is_signed(number, meta):
    for body in (b"", b"{", b"hello", b"\xff\xfe", BODY[:-1]):
        assert meta.posts(body) == 400
    assert not WebhookEvent.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"[]", b"{}", b"null", b"17", b'{"object":"page","entry":7}', b'{"a":"\\ud83d"}', b"[" * 5000 + b"]" * 5000],
)
def test_json_that_nobody_understands_is_kept(number, meta, body):
    assert meta.posts(body) == 200
    assert bytes(WebhookEvent.objects.get().body) == body


def test_four_megabytes_fit_and_one_byte_more_does_not(number, meta):
    def of_size(size: int) -> bytes:
        return b'"' + b"x" * (size - 2) + b'"'

    assert meta.posts(of_size(FOUR_MB)) == 200
    assert meta.posts(of_size(FOUR_MB + 1)) == 413

    def in_pieces():
        for _ in range(5):
            yield b"x" * 1024 * 1024

    assert meta.posts_raw(in_pieces(), **{"X-Hub-Signature-256": "sha256=00"}).status_code == 413
    assert WebhookEvent.objects.count() == 1


def test_a_body_that_breaks_off_is_not_kept(number, meta, served):
    with socket.create_connection(("127.0.0.1", served.port)) as line:
        head = f"POST /webhooks/whatsapp/ HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY) + 10}\r\n"
        head += f"X-Hub-Signature-256: {sign(APP_SECRET, BODY)}\r\n\r\n"
        line.sendall(head.encode() + BODY)
        line.shutdown(socket.SHUT_WR)
        assert line.recv(100) == b""
    assert meta.posts(BODY + b" ") == 200
    assert WebhookEvent.objects.count() == 1


def test_while_the_database_is_away_meta_is_told_to_come_again(number, meta):
    assert meta.posts(BODY) == 200
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE webhooks_webhookevent RENAME TO away")
        try:
            answer = meta.posts_raw(BODY + b" ", **{"X-Hub-Signature-256": sign(APP_SECRET, BODY + b" ")})
        finally:
            cursor.execute("ALTER TABLE away RENAME TO webhooks_webhookevent")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert meta.posts(BODY + b" ") == 200
    assert WebhookEvent.objects.count() == 2


def test_after_a_restart_of_postgres_the_first_webhook_is_kept(number, meta):
    assert meta.posts(BODY) == 200
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nxtchat receiver' "
            "AND datname = current_database()"
        )
    assert meta.posts(BODY + b" ") == 200
    assert WebhookEvent.objects.count() == 2


def test_refusals_are_counted_by_their_reason_and_by_whom_they_say_they_are_of(number, meta):
    account = number.account.pk
    meta.posts_raw(BODY)
    wrong = {"X-Hub-Signature-256": sign("another secret", BODY)}
    meta.posts_raw(BODY, **wrong)
    meta.posts_raw(BODY, **wrong)
    meta.posts_raw(b'{"entry": [{"id": "999"}]}', **wrong)
    counted = {("unsigned", 0): 1, ("wrong_signature", account): 2, ("wrong_signature", 0): 1}
    assert until(lambda: {(one.reason, one.account): one.total for one in refused()} == counted)
