"""A business sends. Expectations are from Meta's pages on sending, statuses and errors."""

import base64
import json

import httpx

from tests.conftest import APP_SECRET

NUMBER = "106540352242922"
TOKEN = "the-token-of-the-tests"
HTTP = httpx.Client(trust_env=False, verify=False, timeout=10)


def send(whatsapp, *, token=TOKEN, version="v24.0", number=NUMBER, **body):
    body = {"messaging_product": "whatsapp", "to": "+5511987654321"} | body
    if "type" not in body:
        body |= {"type": "text", "text": body.get("text", {"body": "Olá"})}
    url = f"{whatsapp.url}/{version}/{number}/messages"
    return HTTP.post(url, json=body, headers={"Authorization": f"Bearer {token}"})


def error(answer):
    return answer.json()["error"]


def test_a_text_is_accepted_with_the_wa_id_and_a_wamid_that_holds_the_phone_number(whatsapp):
    answer = send(whatsapp, to="+55 (11) 98765-4321")
    assert answer.status_code == 200
    told = answer.json()
    assert set(told) == {"messaging_product", "contacts", "messages"}
    assert told["contacts"][0]["input"] == "+55 (11) 98765-4321"
    assert told["contacts"][0]["wa_id"] == "5511987654321"
    assert set(told["messages"][0]) == {"id"}
    kind, _, packed = told["messages"][0]["id"].partition(".")
    assert kind == "wamid" and b"5511987654321" in base64.b64decode(packed)


def test_any_version_of_the_interface_is_understood_and_a_missing_one_is_not(whatsapp):
    assert send(whatsapp, version="v27.0").status_code == 200
    assert send(whatsapp, version="messages").status_code == 400


def test_the_statuses_of_a_message_come_back_signed_with_what_we_gave_along(whatsapp):
    mailbox = whatsapp.mailbox()
    wamid = send(whatsapp, biz_opaque_callback_data="our-uuid").json()["messages"][0]["id"]
    whatsapp.settle()
    whatsapp.read()
    whatsapp.settle()
    statuses = mailbox.statuses
    assert [status["status"] for status in statuses] == ["sent", "delivered", "read"]
    for status in statuses:
        assert status["id"] == wamid
        assert status["recipient_id"] == "5511987654321"
        assert status["recipient_user_id"].startswith("BR.")
        assert status["biz_opaque_callback_data"] == "our-uuid"
        assert status["timestamp"].isdecimal()
    assert statuses[0]["pricing"] == {
        "billable": False,
        "pricing_model": "PMP",
        "type": "free_customer_service",
        "category": "service",
    }
    assert "pricing" not in statuses[2]
    for value in mailbox.values:
        assert value["messaging_product"] == "whatsapp"
        assert value["metadata"] == {"display_phone_number": "15550783881", "phone_number_id": NUMBER}
        assert value["contacts"][0]["wa_id"] == "5511987654321"


def test_nothing_is_accepted_without_a_good_token(whatsapp):
    assert error(send(whatsapp, token="somebody-else's"))["code"] == 190
    whatsapp.misbehave(token_expired=True)
    answer = send(whatsapp)
    assert answer.status_code == 401
    assert (error(answer)["code"], error(answer)["error_subcode"]) == (190, 463)
    whatsapp.misbehave(token_expired=False)
    assert send(whatsapp).status_code == 200


def test_a_proof_of_the_app_secret_is_checked_when_it_is_sent(whatsapp):
    import hashlib
    import hmac

    url = f"{whatsapp.url}/v24.0/{NUMBER}"
    right = hmac.new(APP_SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert httpx.get(url, params={"appsecret_proof": right}, headers=headers).status_code == 200
    refused = httpx.get(url, params={"appsecret_proof": "0" * 64}, headers=headers)
    assert refused.status_code == 400
    assert error(refused)["message"] == "Invalid appsecret_proof provided in the API argument"


def test_an_error_has_metas_shape(whatsapp):
    answer = send(whatsapp, text={"body": ""})
    assert answer.status_code == 400
    told = error(answer)
    assert set(told) == {"message", "type", "code", "error_data", "fbtrace_id"}
    assert told["code"] == 131008
    assert told["message"] == "(#131008) Required parameter is missing"
    assert told["type"] == "OAuthException"
    assert set(told["error_data"]) == {"messaging_product", "details"}


def test_texts_may_have_4096_characters_and_no_more(whatsapp):
    assert send(whatsapp, text={"body": "x" * 4096}).status_code == 200
    assert error(send(whatsapp, text={"body": "x" * 4097}))["code"] == 100


def test_the_product_must_be_named(whatsapp):
    assert error(send(whatsapp, messaging_product="sms"))["code"] == 100


def test_without_a_plus_the_number_is_taken_for_one_of_our_own_country(whatsapp):
    told = send(whatsapp, to="6505551234").json()
    assert told["contacts"][0] == told["contacts"][0] | {"input": "6505551234", "wa_id": "16505551234"}


def test_a_brazilian_is_found_with_and_without_the_ninth_digit(whatsapp):
    whatsapp.has_spoken("554199876543")
    told = send(whatsapp, to="+5541999876543").json()
    assert told["contacts"][0]["wa_id"] == "554199876543"


def test_one_can_be_written_to_by_user_id_and_the_phone_number_stays_hidden(whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.say("Hi", sender="16505559999", name="Pablo", username="pablomorales", hidden=True)
    whatsapp.settle()
    bsuid = mailbox.messages[0]["from_user_id"]
    answer = send(whatsapp, to=None, recipient=bsuid)
    assert answer.json()["contacts"] == [{"input": bsuid, "user_id": bsuid}]
    whatsapp.settle()
    assert mailbox.statuses[0]["recipient_user_id"] == bsuid
    assert "recipient_id" not in mailbox.statuses[0]
    both = send(whatsapp, to="+5511987654321", recipient=bsuid).json()
    assert both["contacts"][0]["wa_id"] == "5511987654321"  # `to` wins


def test_outside_the_window_a_text_fails_and_inside_it_arrives(whatsapp):
    mailbox = whatsapp.mailbox()
    assert send(whatsapp, to="+4915112345678").status_code == 200
    whatsapp.settle()
    failed = mailbox.statuses[0]
    assert (failed["status"], failed["errors"][0]["code"]) == ("failed", 131047)
    assert set(failed["errors"][0]) == {"code", "title", "message", "error_data", "href"}
    assert "contacts" not in mailbox.values[0]
    whatsapp.say("Hallo", sender="4915112345678")
    send(whatsapp, to="+4915112345678")
    whatsapp.settle()
    assert mailbox.statuses[-1]["status"] == "delivered"


def test_the_window_may_also_be_refused_at_once(whatsapp):
    whatsapp.rules(closed_window="at_once")
    answer = send(whatsapp, to="+4915112345678")
    assert (answer.status_code, error(answer)["code"]) == (400, 131047)


def test_too_many_messages_to_one_person_are_refused_and_others_are_not(whatsapp):
    codes = [send(whatsapp).status_code for _ in range(46)]
    assert codes == [200] * 45 + [400]
    assert error(send(whatsapp))["code"] == 131056
    assert send(whatsapp, to="+4915112345678").status_code == 200


def test_too_many_messages_a_second_from_one_number_are_refused(whatsapp):
    whatsapp.rules(per_second=3)
    answers = [send(whatsapp, to=f"+49151123456{n:02d}") for n in range(8)]
    refused = [answer for answer in answers if answer.status_code != 200]
    assert refused and {error(answer)["code"] for answer in refused} == {130429}


def test_marking_as_read_shows_on_the_phone(whatsapp):
    wamid = whatsapp.say("Anybody there?")
    answer = send(whatsapp, status="read", message_id=wamid, typing_indicator={"type": "text"})
    assert answer.json() == {"success": True}
    chat = whatsapp.chat()
    assert chat["typing"] is True
    assert {bubble["status"] for bubble in chat["messages"]} == {"read"}
    assert error(send(whatsapp, status="read", message_id="wamid.unknown"))["code"] == 131009
    assert whatsapp.heard == []


def test_a_number_of_somebody_else_does_not_seem_to_exist(whatsapp):
    other = whatsapp.account()
    answer = send(whatsapp, number=other["phone_number_id"])
    assert answer.status_code == 400
    assert (error(answer)["code"], error(answer)["error_subcode"]) == (100, 33)


def test_bodies_that_are_no_json_are_refused(whatsapp):
    url = f"{whatsapp.url}/v24.0/{NUMBER}/messages"
    answer = httpx.post(url, content=b"{", headers={"Authorization": f"Bearer {TOKEN}"})
    assert error(answer)["code"] == 100
    assert json.loads(answer.content)
