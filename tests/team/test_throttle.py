"""Guessing is made slow; nobody is locked out for good, and nobody is named where the tries are counted."""

import pytest

from nxtchat import redis
from nxtchat.team import throttle
from tests.conftest import PASSWORD


def attempt(client, email, password="a wrong guess", **more):
    return client.post("/sign-in/", {"username": email, "password": password}, **more)


def seconds_have_passed():
    """The wait is over: what Redis would do by itself a moment later."""
    for key in redis.client().scan_iter("nxtchat:tries:*:wait"):
        redis.client().delete(key)


def test_after_five_guesses_even_the_right_password_has_to_wait(client, bruno):
    for _ in range(5):
        assert attempt(client, bruno.email).status_code == 422
    waiting = attempt(client, bruno.email, PASSWORD)
    assert waiting.status_code == 429
    assert 0 < int(waiting.headers["Retry-After"]) <= 15
    assert "Please wait" in waiting.content.decode()
    assert "_auth_user_id" not in client.session
    seconds_have_passed()
    assert attempt(client, bruno.email, PASSWORD).status_code == 302


def test_each_further_guess_waits_longer_but_never_for_ever(client, bruno):
    waits = []
    for _ in range(12):
        attempt(client, bruno.email)
        waits.append(int(attempt(client, bruno.email).headers.get("Retry-After", 0)))
        seconds_have_passed()
    waits = [wait for wait in waits if wait]
    assert waits[:3] == pytest.approx([15, 30, 60], abs=2)
    assert waits == sorted(waits)
    assert max(waits) <= throttle.LONGEST_WAIT


def test_an_unknown_e_mail_is_throttled_alike(client, db):
    answers = [attempt(client, "nobody@example.org").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_one_persons_guesses_do_not_stop_another(client, bruno, ada):
    for _ in range(6):
        attempt(client, bruno.email)
    assert attempt(client, ada.email, PASSWORD).status_code == 302


def test_the_right_password_forgets_the_wrong_ones(client, bruno):
    for _ in range(3):
        for _ in range(4):
            attempt(client, bruno.email)
        assert attempt(client, bruno.email, PASSWORD).status_code == 302
        client.logout()


def test_one_address_cannot_guess_at_many_people(client, bruno, ada):
    for place in range(20):
        assert attempt(client, f"person{place}@example.org").status_code == 422
    assert attempt(client, ada.email, PASSWORD).status_code == 429
    assert attempt(client, ada.email, PASSWORD, REMOTE_ADDR="192.0.2.77").status_code == 302


def test_one_ipv6_network_is_one_address(client, db):
    for place in range(20):
        attempt(client, f"person{place}@example.org", REMOTE_ADDR=f"2001:db8:1:2::{place + 1:x}")
    assert attempt(client, "x@example.org", REMOTE_ADDR="2001:db8:1:2::ffff").status_code == 429
    assert attempt(client, "x@example.org", REMOTE_ADDR="2001:db8:1:3::1").status_code == 422


def test_signing_in_does_not_use_up_the_offices_tries(client, bruno):
    for _ in range(25):
        assert attempt(client, bruno.email, PASSWORD).status_code == 302
        client.logout()


def test_redis_cannot_say_who_tried_or_from_where(client, bruno):
    attempt(client, bruno.email, REMOTE_ADDR="192.0.2.77")
    kept = list(redis.client().scan_iter("nxtchat:tries:*"))
    assert kept
    assert not [key for key in kept if "bruno" in key or "192.0.2" in key]
    assert all(redis.client().ttl(key) > 0 for key in kept)  # and it is forgotten


def test_without_redis_people_come_in_and_guessing_stays_slow(client, bruno, ada, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis.client.cache_clear()
    try:
        assert attempt(client, ada.email, PASSWORD).status_code == 302
        client.logout()
        answers = [attempt(client, bruno.email).status_code for _ in range(6)]
        assert answers == [422] * 5 + [429]
    finally:
        redis.client.cache_clear()
        throttle._own.counts.clear()


def test_the_address_comes_from_our_own_proxy_only(rf, settings):
    from nxtchat.origin import address_of

    forged = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "198.51.100.1, 198.51.100.2"})
    assert str(address_of(forged)) == "192.0.2.1"
    settings.BEHIND_PROXY = True
    assert str(address_of(forged)) == "198.51.100.2"


def test_guessing_the_old_password_is_slow_too(client, bruno):
    client.force_login(bruno)
    new = {"new_password1": "another good one", "new_password2": "another good one"}
    for _ in range(5):
        client.post("/account/password/", {"old_password": "a guess", **new})
    waiting = client.post("/account/password/", {"old_password": PASSWORD, **new})
    assert waiting.status_code == 422
    assert "Please wait" in waiting.content.decode()
