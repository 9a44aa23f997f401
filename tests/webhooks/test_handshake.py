"""Meta asks whether this is the place."""

import pytest

HUB = "/webhooks/whatsapp/"
TOKEN = "the-verify-token-of-the-tests"


def ask(client, **given: str):
    return client.get(HUB, {f"hub.{name}": text for name, text in given.items()})


def test_the_challenge_comes_back_bare(client, number):
    answer = ask(client, mode="subscribe", challenge="1158201444", verify_token=TOKEN)
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    assert answer.headers["Content-Type"].startswith("text/plain")
    number.account.refresh_from_db()
    assert number.account.webhook_verified_at is not None


@pytest.mark.parametrize(
    "given",
    [
        {"mode": "subscribe", "challenge": "1", "verify_token": "wrong"},
        {"mode": "subscribe", "challenge": "1", "verify_token": ""},
        {"mode": "subscribe", "challenge": "1"},
        {"mode": "subscribe", "verify_token": TOKEN},
        {"mode": "unsubscribe", "challenge": "1", "verify_token": TOKEN},
        {},
    ],
)
def test_whoever_does_not_know_the_token_is_sent_away(client, number, given):
    assert ask(client, **given).status_code == 403
    number.account.refresh_from_db()
    assert number.account.webhook_verified_at is None


def test_an_account_without_a_token_cannot_be_guessed(client, number):
    number.account.verify_token = ""
    number.account.save()
    assert ask(client, mode="subscribe", challenge="1", verify_token="").status_code == 403


def test_markup_in_a_challenge_stays_text(client, number):
    answer = ask(client, mode="subscribe", challenge="<script>1</script>", verify_token=TOKEN)
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
