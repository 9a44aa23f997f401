"""What Meta posts to us, transport and bodies: after its pages and examples of text and status webhooks."""

import hashlib
import hmac
import time

from tests.conftest import APP_SECRET
from tests.pretend.test_sending import NUMBER, send


def poll(is_so):
    until = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_customers_words_arrive_in_metas_envelope(whatsapp):
    mailbox = whatsapp.mailbox()
    wamid = whatsapp.say("Olá! É possível?", name="Ana Souza", username="anasouza")
    whatsapp.settle()
    body = mailbox.posts[0].body
    user_id = body["entry"][0]["changes"][0]["value"]["contacts"][0]["user_id"]
    message = body["entry"][0]["changes"][0]["value"]["messages"][0]
    assert message.pop("timestamp").isdecimal()
    assert body == {
        "object": "whatsapp_business_account",
        "entry": [
            {
                "id": "102290129340398",
                "changes": [
                    {
                        "value": {
                            "messaging_product": "whatsapp",
                            "metadata": {"display_phone_number": "15550783881", "phone_number_id": NUMBER},
                            "contacts": [
                                {
                                    "profile": {"name": "Ana Souza", "username": "anasouza"},
                                    "wa_id": "5511987654321",
                                    "user_id": user_id,
                                }
                            ],
                            "messages": [
                                {
                                    "from": "5511987654321",
                                    "from_user_id": user_id,
                                    "id": wamid,
                                    "type": "text",
                                    "text": {"body": "Olá! É possível?"},
                                }
                            ],
                        },
                        "field": "messages",
                    }
                ],
            }
        ],
    }


def test_the_signature_is_over_the_very_bytes_and_those_are_plain_ascii(whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.say("schön / ليلى 🌵")
    whatsapp.settle()
    post = mailbox.posts[0]
    expected = "sha256=" + hmac.new(APP_SECRET.encode(), post.raw, hashlib.sha256).hexdigest()
    assert post.headers["x-hub-signature-256"] == expected
    assert post.raw.isascii()
    assert b"sch\\u00f6n \\/ " in post.raw
    assert mailbox.messages[0]["text"]["body"] == "schön / ليلى 🌵"


def test_somebody_who_hides_the_number_is_known_by_user_id_alone(whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.say("Hi", sender="16505559999", name="Pablo M.", username="pablomorales", hidden=True)
    whatsapp.settle()
    message, contact = mailbox.messages[0], mailbox.values[0]["contacts"][0]
    assert "from" not in message and "wa_id" not in contact
    assert message["from_user_id"] == contact["user_id"]
    assert contact["user_id"].startswith("US.")
    whatsapp.say("Now you may know", sender="16505559999", hidden=False)
    whatsapp.settle()
    assert mailbox.messages[1]["from"] == "16505559999"
    assert mailbox.messages[1]["from_user_id"] == contact["user_id"]


def test_a_reply_names_what_it_replies_to(whatsapp):
    mailbox = whatsapp.mailbox()
    ours = send(whatsapp).json()["messages"][0]["id"]
    whatsapp.say("Yes", reply_to=ours)
    whatsapp.settle()
    assert mailbox.messages[0]["context"] == {"from": "15550783881", "id": ours}


def test_what_businesses_cannot_see_comes_as_unsupported(whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.say(type="unsupported")
    whatsapp.settle()
    message = mailbox.messages[0]
    assert message["type"] == "unsupported" and message["unsupported"] == {"type": "poll"}
    assert message["errors"] == [
        {
            "code": 131051,
            "title": "Message type unknown",
            "message": "Message type unknown",
            "error_data": {"details": "Message type is currently not supported."},
        }
    ]


def test_a_change_of_number_names_no_contact(whatsapp):
    mailbox = whatsapp.mailbox()
    system = {"body": "Ana changed", "wa_id": "5511900000000", "type": "user_changed_number"}
    whatsapp.say(type="system", system=system)
    whatsapp.settle()
    assert "contacts" not in mailbox.values[0]
    assert mailbox.messages[0]["system"] == system


def test_a_webhook_that_is_not_taken_comes_again_in_the_same_bytes(whatsapp):
    mailbox = whatsapp.mailbox(answers=[503, 500, 202])
    whatsapp.say("Is anybody there?")
    whatsapp.settle()
    assert len(mailbox.posts) == 4  # even 202 is not 200
    assert len({post.raw for post in mailbox.posts}) == 1


def test_much_that_waits_comes_in_one_post_and_the_rest_in_the_next(whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.rules(batch=100)
    whatsapp.misbehave(silence=True)
    for number in range(150):
        whatsapp.say(f"Number {number}")
    assert mailbox.posts == []
    whatsapp.misbehave(silence=False)
    whatsapp.settle()
    assert [len(post.values) for post in mailbox.posts] == [100, 50]
    assert len({message["id"] for message in mailbox.messages}) == 150


def test_what_could_not_be_handed_over_is_tried_again_after_a_restart(whatsapp):
    mailbox = whatsapp.mailbox(answers=[500] * 3)
    whatsapp.rules(first_retry=600)
    whatsapp.say("Do not forget me")
    poll(lambda: len(mailbox.posts) == 2)
    whatsapp.restart()
    poll(lambda: len(mailbox.posts) == 4)
    assert len({post.raw for post in mailbox.posts}) == 1
    whatsapp.settle()
    whatsapp.restart()
    whatsapp.settle()
    assert len(mailbox.posts) == 4


def test_nobody_is_told_who_did_not_shake_hands(whatsapp):
    mailbox = whatsapp.mailbox(verify_token="right")
    assert mailbox.handshakes[0].keys() == {"hub.mode", "hub.challenge", "hub.verify_token"}
    headers = {"x-pretend-key": "the-control-key-of-the-tests"}
    import httpx

    wrong = {"url": mailbox.url, "verify_token": "wrong"}
    answer = httpx.put(f"{whatsapp.url}/pretend/callback", json=wrong, headers=headers)
    assert answer.status_code == 400
    assert "verification failed" in answer.json()["error"]["message"]


def test_the_handles_need_the_key(whatsapp):
    import httpx

    assert httpx.get(f"{whatsapp.url}/pretend/log").status_code == 403
    assert httpx.get(f"{whatsapp.url}/pretend/log", headers={"x-pretend-key": "guess"}).status_code == 403


def test_chats_and_accounts_survive_a_restart(whatsapp):
    whatsapp.say("Remember me")
    before = whatsapp.chat()
    whatsapp.restart()
    assert whatsapp.chat() == before
    assert send(whatsapp).status_code == 200
