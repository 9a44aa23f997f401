"""Everything that can go wrong between Meta and us, on demand."""

import time

import httpx
import pytest

from tests.pretend.test_sending import NUMBER, TOKEN, error, send

HEADERS = {"Authorization": f"Bearer {TOKEN}"}


def hurried(whatsapp, **body):
    return httpx.post(
        f"{whatsapp.url}/v24.0/{NUMBER}/messages",
        json={"messaging_product": "whatsapp", "to": "+5511987654321", "type": "text", "text": {"body": "Hi"}},
        headers=HEADERS,
        timeout=0.4,
        trust_env=False,
    )


def bubbles(whatsapp):
    whatsapp.settle()
    return [bubble for bubble in whatsapp.chat()["messages"] if not bubble["mine"]]


@pytest.mark.parametrize(
    ("trick", "failure"),
    [("hang", httpx.ReadTimeout), ("reset_after", httpx.ReadError)],
)
def test_a_message_can_be_accepted_without_an_answer(whatsapp, trick, failure):
    whatsapp.misbehave(**{trick: 1})
    with pytest.raises(failure):
        hurried(whatsapp)
    assert len(bubbles(whatsapp)) == 1
    assert hurried(whatsapp).status_code == 200


def test_the_line_can_be_cut_before_anything_was_read(whatsapp):
    whatsapp.misbehave(reset_before=1)
    with pytest.raises((httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)):
        hurried(whatsapp)
    assert bubbles(whatsapp) == []
    assert whatsapp.heard == []


def test_an_outage_before_and_one_after_accepting_look_alike_to_the_sender(whatsapp):
    whatsapp.misbehave(fail_before=1)
    assert send(whatsapp).status_code == 503
    assert bubbles(whatsapp) == []
    whatsapp.misbehave(fail_after={"times": 1, "status": 502})
    assert send(whatsapp).status_code == 502
    assert len(bubbles(whatsapp)) == 1


def test_an_answer_can_be_garbage(whatsapp):
    whatsapp.misbehave(garbage=1)
    answer = send(whatsapp)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match="Expecting"):
        answer.json()
    assert len(bubbles(whatsapp)) == 1


def test_an_error_can_be_given_so_many_times(whatsapp):
    whatsapp.misbehave(error={"code": 131056, "times": 2})
    answers = [send(whatsapp) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 200]
    assert error(answers[0])["code"] == 131056
    assert len(bubbles(whatsapp)) == 1


def test_answers_can_be_slow(whatsapp):
    whatsapp.misbehave(latency={"seconds": 0.2, "most": 0.3})
    begun = time.monotonic()
    assert send(whatsapp).status_code == 200
    assert time.monotonic() - begun >= 0.2


def test_a_message_can_fail_after_it_was_accepted(whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.misbehave(fail_later={"code": 131026, "times": 1})
    assert send(whatsapp).status_code == 200
    whatsapp.settle()
    assert mailbox.statuses[0]["errors"][0]["code"] == 131026


def test_webhooks_can_come_more_than_once(whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.misbehave(duplicate={"copies": 2})
    whatsapp.say("Once")
    whatsapp.settle()
    assert len(mailbox.posts) == 3
    assert len({post.raw for post in mailbox.posts}) == 1


def test_statuses_can_come_in_the_wrong_order(whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.misbehave(reorder=1)
    send(whatsapp)
    whatsapp.settle()
    assert [status["status"] for status in mailbox.statuses] == ["delivered", "sent"]


def test_a_status_can_come_before_the_answer(whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.misbehave(early=1)
    wamid = send(whatsapp).json()["messages"][0]["id"]
    assert {status["id"] for status in mailbox.statuses} == {wamid}
    assert len(mailbox.statuses) == 2


def test_statuses_can_be_lost(whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.misbehave(drop={"statuses": ["delivered"], "times": 1})
    send(whatsapp)
    send(whatsapp)
    whatsapp.settle()
    assert sorted(status["status"] for status in mailbox.statuses) == ["delivered", "sent", "sent"]


def test_a_webhook_can_come_from_somebody_who_does_not_know_our_secret(whatsapp):
    mailbox = whatsapp.mailbox(answers=[403])
    whatsapp.misbehave(foreign_secret=1)
    whatsapp.say("Believe me")
    whatsapp.settle()
    first, second = mailbox.posts
    assert first.raw == second.raw
    assert first.headers["x-hub-signature-256"] != second.headers["x-hub-signature-256"]


def test_an_account_can_stop_telling_and_be_subscribed_again(whatsapp):
    mailbox = whatsapp.mailbox()
    waba = f"{whatsapp.url}/v24.0/102290129340398/subscribed_apps"
    whatsapp.misbehave(not_subscribed=True)
    assert httpx.get(waba, headers=HEADERS).json() == {"data": []}
    whatsapp.say("Nobody hears this")
    assert httpx.post(waba, headers=HEADERS).json() == {"success": True}
    told = httpx.get(waba, headers=HEADERS).json()["data"][0]["whatsapp_business_api_data"]
    assert told["id"] == "670843887433847" and set(told) == {"id", "link", "name"}
    whatsapp.say("But this")
    whatsapp.settle()
    assert [message["text"]["body"] for message in mailbox.messages] == ["But this"]


@pytest.mark.parametrize(
    ("trick", "finding"),
    [
        ("token_expired", {"is_valid": False}),
        ("token_of_another_app", {"app_id": "999999999999999"}),
        ("token_lacks", {"scopes": ["whatsapp_business_management"]}),
    ],
)
def test_a_token_can_be_wrong_in_several_ways_and_be_mended(whatsapp, trick, finding):
    url = f"{whatsapp.url}/v24.0/debug_token?input_token={TOKEN}"
    app_token = {"Authorization": "Bearer 670843887433847|the-app-secret-of-the-tests"}
    whole = httpx.get(url, headers=app_token).json()["data"]
    whatsapp.misbehave(**{trick: True})
    broken = httpx.get(url, headers=app_token).json()["data"]
    assert broken == broken | finding != whole
    whatsapp.behave()
    assert httpx.get(url, headers=app_token).json()["data"] == whole
    assert whole["expires_at"] == 0 and whole["type"] == "SYSTEM_USER"


def test_a_number_that_is_not_registered_cannot_send_until_it_is(whatsapp):
    whatsapp.misbehave(not_registered=True)
    assert error(send(whatsapp))["code"] == 133010
    url = f"{whatsapp.url}/v24.0/{NUMBER}"
    health = httpx.get(url, params={"fields": "health_status,status"}, headers=HEADERS).json()
    assert health["health_status"]["can_send_message"] == "BLOCKED"
    entity = health["health_status"]["entities"][0]
    assert set(entity["errors"][0]) == {"error_code", "error_description", "possible_solution"}
    body = {"messaging_product": "whatsapp", "pin": "123456"}
    assert httpx.post(f"{url}/register", json=body, headers=HEADERS).json() == {"success": True}
    assert send(whatsapp).status_code == 200


def test_only_what_exists_can_go_wrong(whatsapp):
    headers = {"x-pretend-key": "the-control-key-of-the-tests"}
    answer = httpx.put(f"{whatsapp.url}/pretend/misbehave", json={"dance": True}, headers=headers)
    assert answer.status_code == 400
    assert "dance" in answer.json()["detail"]
