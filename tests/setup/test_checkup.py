"""Each thing that can be wrong with a number is named, with its fix; the same thing repaired is fine."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from nxtchat.redis import client as redis
from nxtchat.whatsapp import checkup
from nxtchat.whatsapp.checkup import State
from nxtchat.whatsapp.models import Account, Number
from tests.setup.conftest import refusal


@pytest.fixture
def in_use(number):
    """Messages went both ways already."""
    Account.objects.update(webhook_verified_at=timezone.now(), first_event_at=timezone.now())
    Number.objects.update(first_reply_delivered_at=timezone.now())
    return Number.objects.get()


def results(number) -> dict[str, checkup.Result]:
    return {result.key: result for result in checkup.run_all(number)}


def test_when_all_is_well_every_line_says_so(meta, in_use):
    assert {key: result.state for key, result in results(in_use).items()} == dict.fromkeys(checkup.CHECKS, State.OK)


def test_no_question_is_put_to_whatsapp_twice(meta, in_use):
    results(in_use)
    asked = [heard.path for heard in meta.heard]
    assert len(asked) == len(set(asked)) == 7


def secret_of_another_app(meta):
    meta.says["debug_token"] = refusal(100, "Invalid appsecret_proof provided in the API argument")


def token_refused(meta):
    meta.says["debug_token"] = refusal(190, "Error validating access token: the session has been invalidated.")


def token_not_valid(meta):
    meta.token["is_valid"] = False


def token_of_another_app(meta):
    meta.token["app_id"] = "999"


def token_of_a_user(meta):
    meta.token["expires_at"] = int((timezone.now() + timedelta(hours=1)).timestamp())


def permission_missing(meta):
    meta.token["scopes"].remove("whatsapp_business_messaging")


def other_account_covered(meta):
    for scope in meta.token["granular_scopes"]:
        scope["target_ids"] = ["42424242"]


def account_hidden(meta):
    meta.says["102290129340398"] = refusal(200, "Permissions error")


def number_elsewhere(meta):
    meta.number["id"] = "55555"


def number_not_registered(meta):
    meta.number["status"] = "PENDING"


def number_banned(meta):
    meta.number["status"] = "BANNED"


def number_cannot_send(meta):
    troubles = [{"errors": [{"error_code": 141006, "error_description": "No payment method."}]}]
    meta.number["health_status"] = {"can_send_message": "BLOCKED", "entities": troubles}


def not_subscribed(meta):
    meta.says["subscribed_apps"] = (200, {"data": []})


def no_webhook(meta):
    meta.says["subscriptions"] = (200, {"data": []})


def messages_off(meta):
    meta.says["subscriptions"][1]["data"][0]["fields"] = [{"name": "account_update"}]


def callback_elsewhere(meta):
    meta.says["subscriptions"][1]["data"][0]["callback_url"] = "https://old.example.org/hook"


def templates_hidden(meta):
    meta.says["message_templates"] = refusal(200, "Permissions error")


@pytest.mark.parametrize(
    ("breaks", "key", "words"),
    [
        (secret_of_another_app, "secret", "secret of another app?"),
        (token_refused, "token", "Make a token for a system user"),
        (token_not_valid, "token", "not valid any more"),
        (token_of_another_app, "token", "another app: 999"),
        (token_of_a_user, "expiry", "a user's own token ends within hours"),
        (permission_missing, "permissions", "tick whatsapp_business_messaging"),
        (other_account_covered, "reach", "full control of the WhatsApp account 102290129340398"),
        (account_hidden, "account", "give the system user this account"),
        (number_elsewhere, "number", "+1 555-078-3881\u2069 (55555)"),
        (number_not_registered, "registered", "register it for the Cloud API"),
        (number_banned, "registered", "ask for a review"),
        (number_cannot_send, "registered", "No payment method."),
        (not_subscribed, "subscribed", "Press “Subscribe our app”"),
        (no_webhook, "fields", "set the callback URL"),
        (messages_off, "fields", "“messages” is not"),
        (callback_elsewhere, "fields", "https://old.example.org/hook"),
        (templates_hidden, "templates", "refused to answer"),
    ],
)
def test_what_is_broken_is_the_only_thing_that_fails(meta, in_use, breaks, key, words):
    breaks(meta)
    found = results(in_use)
    assert [line for line, result in found.items() if result.state is State.FAIL] == [key]
    assert words in f"{found[key].said} {found[key].fix}"
    assert found[key].fix


def test_what_depends_on_something_broken_waits_for_it(meta, in_use):
    token_refused(meta)
    found = results(in_use)
    assert found["permissions"].state is State.WAIT
    assert "Does WhatsApp accept our token?" in found["permissions"].fix


def test_a_token_that_lasts_for_months_is_a_warning_only(meta, in_use):
    meta.token["expires_at"] = int((timezone.now() + timedelta(days=60)).timestamp())
    assert results(in_use)["expiry"].state is State.WARN


def test_a_number_that_people_report_is_a_warning(meta, in_use):
    meta.number["quality_rating"] = "RED"
    assert results(in_use)["number"].state is State.WARN


def test_what_whatsapp_says_of_the_number_is_kept(meta, in_use):
    meta.number |= {"verified_name": "Shrubs & Co", "quality_rating": "YELLOW", "status": "FLAGGED"}
    results(in_use)
    in_use.refresh_from_db()
    assert (in_use.verified_name, in_use.quality, in_use.status) == ("Shrubs & Co", "YELLOW", "FLAGGED")


def test_silence_is_waited_for_once_only(settings, meta, in_use):
    settings.GRAPH_URL = "http://127.0.0.1:9"
    found = results(in_use)
    assert [key for key, result in found.items() if result.state is State.FAIL] == ["token"]
    assert "http://127.0.0.1:9" in found["token"].fix
    assert found["worker"].state is State.OK


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://chat.example.org", "not https"),
        ("https://127.0.0.1:8000", "means nothing on the internet"),
        ("https://nas", "means nothing on the internet"),
    ],
)
def test_an_address_that_whatsapp_cannot_reach_is_named(settings, meta, in_use, url, words):
    assert results(in_use)["address"].state is State.OK
    settings.PUBLIC_URL = url
    assert words in results(in_use)["address"].said


def test_before_the_first_message_the_next_steps_wait(meta, number):
    found = results(number)
    waiting = [key for key, result in found.items() if result.state is State.WAIT]
    assert waiting == ["handshake", "first_event", "first_reply"]
    assert ("Verify token", number.account.verify_token) in found["handshake"].copy
    assert found["first_event"].link == "https://wa.me/15550783881"


def test_a_stop_is_named_until_sending_is_resumed(meta, in_use, client, ada):
    Number.objects.update(stopped_code=190, stopped_at=timezone.now())
    in_use.refresh_from_db()
    assert results(in_use)["sending"].button == "resume"
    client.force_login(ada)
    client.post(f"/inbox/numbers/{in_use.pk}/sending/")
    in_use.refresh_from_db()
    assert results(in_use)["sending"].state is State.OK


def test_one_press_subscribes_our_app(meta, in_use, client, ada):
    client.force_login(ada)
    meta.says["subscribed_apps"] = (200, {"success": True})
    client.post(f"/setup/numbers/{in_use.pk}/subscription/")
    assert meta.heard[0].method == "POST"
    assert meta.heard[0].path.endswith("/102290129340398/subscribed_apps")


@pytest.mark.parametrize("name", ["worker", "timetable"])
def test_a_process_that_is_gone_is_named(meta, in_use, name):
    redis().delete(f"nxtchat:heartbeat:{name}")
    found = results(in_use)
    assert [line for line, result in found.items() if result.state is State.FAIL] == [name]
    assert "make run" in found[name].fix


def test_without_ffmpeg_only_voice_notes_are_missing(meta, in_use, settings):
    assert results(in_use)["converter"].state is State.OK
    settings.FFMPEG = "/nowhere/ffmpeg"
    found = results(in_use)["converter"]
    assert found.state is State.WARN and "apt install ffmpeg" in found.fix


def test_the_command_lists_the_checks_and_ends_well(meta, in_use, capsys):
    call_command("checkup", json=True)
    [told] = json.loads(capsys.readouterr().out)
    assert told["state"] == "ok"
    assert [check["key"] for check in told["checks"]] == list(checkup.CHECKS)


def test_the_command_ends_with_an_error_when_a_check_fails(meta, in_use, capsys):
    not_subscribed(meta)
    with pytest.raises(CommandError, match="Checks that fail: 1"):
        call_command("checkup")
    assert "Press “Subscribe our app”" in capsys.readouterr().out


def test_the_command_ends_with_an_error_when_there_is_no_number(db):
    with pytest.raises(CommandError, match="No number is connected"):
        call_command("checkup")


def connect_with(capsys, **changes) -> None:
    typed = {
        "waba_id": "102290129340398",
        "phone_number_id": "106540352242922",
        "display_phone": "+1 555-078-3881",
        "app_id": "670843887433847",
        "app_secret": "the-next-secret-of-the-app",
        "token": "a-token-that-was-made-anew",
    }
    call_command("connect_number", **typed | changes)


def test_the_command_connects_what_whatsapp_accepts(meta, number, capsys):
    connect_with(capsys)
    assert "is up to date now" in capsys.readouterr().out
    number.account.refresh_from_db()
    assert number.account.token == "a-token-that-was-made-anew"


def test_the_command_changes_nothing_when_whatsapp_refuses(meta, number, capsys):
    before = number.account.token
    secret_of_another_app(meta)
    with pytest.raises(CommandError, match="Is this the secret of another app"):
        connect_with(capsys)
    number.account.refresh_from_db()
    assert number.account.token == before
