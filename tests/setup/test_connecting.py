"""Bringing a number in, from the page's service and from the command line."""

import json

import pytest
from django.core.management import CommandError, call_command

from nxtchat import redis
from nxtchat.live.stream import STREAM
from nxtchat.whatsapp import connecting
from nxtchat.whatsapp.models import Account, Number

TYPED = {
    "waba_id": "102290129340398",
    "phone_number_id": "106540352242922",
    "display_phone": "+1 555-078-3881",
    "app_id": "670843887433847",
    "app_secret": "a-secret-that-nobody-guesses",
    "token": "EAA-a-token-that-nobody-guesses",
}
OPTIONS = {**TYPED, "no_checks": True}


def connect(**changes) -> connecting.Connected:
    return connecting.connect(**{**TYPED, **changes}, checks=False)


def test_a_new_number_comes_in_with_its_account(db):
    connected = connect()
    assert connected.is_new
    assert connected.number.account.waba_id == TYPED["waba_id"]
    assert connected.number.display_phone == TYPED["display_phone"]


def test_a_verify_token_is_made_up_when_none_is_given(db):
    assert len(connect().verify_token) >= 20


def test_connecting_again_changes_nothing_and_keeps_the_verify_token(db):
    first = connect()
    again = connect()
    assert not again.is_new
    assert again.number == first.number
    assert again.verify_token == first.verify_token
    assert (Account.objects.count(), Number.objects.count()) == (1, 1)


def test_a_second_number_of_the_account_shares_it(db):
    first = connect()
    second = connect(phone_number_id="206540352242922")
    assert second.number != first.number
    assert second.number.account == first.number.account


def test_open_pages_hear_of_a_new_number_but_not_of_one_that_is_known(db, django_capture_on_commit_callbacks):
    def told() -> list[str]:
        return [fields["kind"] for _id, fields in redis.client().xrange(STREAM)]

    with django_capture_on_commit_callbacks(execute=True):
        connect()
        connect(phone_number_id="206540352242922")
    assert told() == ["team.changed"] * 2
    with django_capture_on_commit_callbacks(execute=True):
        connect()
    assert told() == ["team.changed"] * 2


def test_the_keys_are_unreadable_in_the_database(db):
    from django.db import connection

    connect()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_secret, token, verify_token FROM whatsapp_account")
        stored = "".join(cursor.fetchone())
    assert TYPED["app_secret"] not in stored
    assert TYPED["token"] not in stored


def test_a_new_app_secret_keeps_the_old_one_until_it_is_forgotten(db):
    connect()
    account = connect(app_secret="the-next-secret-of-the-app").number.account
    assert account.app_secret == "the-next-secret-of-the-app"
    assert account.previous_app_secret == TYPED["app_secret"]
    connecting.forget_previous_secret(account=account)
    account.refresh_from_db()
    assert account.previous_app_secret == ""


def test_the_same_app_secret_again_is_no_change_of_secret(db):
    connect()
    assert connect().number.account.previous_app_secret == ""


def test_typing_the_new_secret_twice_does_not_lose_the_old_one(db):
    account = connect().number.account
    connecting.replace_secret(account=account, app_secret="the-next-secret-of-the-app")
    connecting.replace_secret(account=account, app_secret="the-next-secret-of-the-app")
    account.refresh_from_db()
    assert account.previous_app_secret == TYPED["app_secret"]


def test_another_verify_token_needs_another_handshake(db):
    from django.utils import timezone

    account = connect(verify_token="one").number.account
    Account.objects.update(webhook_verified_at=timezone.now())
    assert connect(verify_token="one").number.account.webhook_verified_at is not None
    assert connect(verify_token="two").number.account.webhook_verified_at is None
    assert account.verify_token == "one"


def test_the_command_connects_and_says_where_meta_is_to_knock(db, capsys, settings):
    settings.PUBLIC_URL = "https://chat.example.org"
    call_command("connect_number", **OPTIONS, json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["id"] == Number.objects.get().pk
    assert said["callback_url"] == "https://chat.example.org/webhooks/whatsapp/"
    assert said["verify_token"] == Account.objects.get().verify_token


def test_the_command_takes_a_verify_token(db, capsys):
    call_command("connect_number", **OPTIONS, verify_token="of-our-own-choice")
    assert "of-our-own-choice" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "typed"),
    [
        ("phone_number_id", "+1 555 078 3881"),
        ("waba_id", "Lucky Shrub"),
        ("display_phone", "123"),
        ("token", "EAA broken in two"),
        ("phone_number_id", TYPED["waba_id"]),
    ],
)
def test_the_command_names_the_option_that_is_wrong_and_changes_nothing(db, option, typed):
    with pytest.raises(CommandError) as refusal:
        call_command("connect_number", **{**OPTIONS, option: typed})
    assert f"--{option.replace('_', '-')}:" in str(refusal.value)
    assert not Account.objects.exists()


def test_the_command_never_repeats_a_secret(db, capsys):
    with pytest.raises(CommandError) as refusal:
        call_command("connect_number", **{**OPTIONS, "token": "EAA broken in two"})
    assert "broken" not in str(refusal.value)
    call_command("connect_number", **OPTIONS)
    told = capsys.readouterr().out
    assert TYPED["token"] not in told
    assert TYPED["app_secret"] not in told


def test_without_an_answer_from_whatsapp_the_command_changes_nothing(db, settings):
    settings.GRAPH_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError) as refusal:
        call_command("connect_number", **{**OPTIONS, "no_checks": False})
    assert "http://127.0.0.1:9" in str(refusal.value)
    assert not Account.objects.exists()


SECOND = {"phone_number_id": "206540352242922", "token": "EAA-made-anew"}


def test_keys_that_whatsapp_accepts_replace_those_of_the_account(db, meta, number):
    account = number.account
    typed = {**TYPED, "waba_id": account.waba_id, "app_id": account.app_id, **SECOND}
    second = meta.number | {"id": SECOND["phone_number_id"]}
    meta.says["phone_numbers"] = (200, {"data": [meta.number, second]})
    meta.says[SECOND["phone_number_id"]] = (200, second)
    connecting.connect_new(**typed)
    account.refresh_from_db()
    assert account.token == "EAA-made-anew"
    meta.token["is_valid"] = False
    with pytest.raises(connecting.CredentialsRefused):
        connecting.connect_new(**{**typed, "phone_number_id": "306540352242922", "token": "EAA-of-nobody"})
    account.refresh_from_db()
    assert account.token == "EAA-made-anew"
    assert Number.objects.count() == 2


def test_without_checks_the_command_does_as_told(db, capsys):
    connect()
    call_command("connect_number", **{**OPTIONS, **SECOND})
    assert Account.objects.get().token == "EAA-made-anew"


def test_a_pretend_account_stays_one(db, capsys):
    connect(is_pretend=True)
    call_command("connect_number", **{**OPTIONS, **SECOND})
    assert Account.objects.get().is_pretend
