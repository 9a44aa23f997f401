"""Every kind of message at the pretend WhatsApp: what Meta's pages refuse, and what can be pressed on the phone."""

import json

import pytest

from tests.pretend.test_accounts import WABA, post
from tests.pretend.test_sending import error, send
from tests.whatsapp.sayings import LINK, SAYINGS

NO_TEMPLATE = [name for name, (kind, _content) in SAYINGS.items() if kind != "template"]


def say(whatsapp, name, **more):
    kind, content = SAYINGS[name]
    return send(whatsapp, type=kind, **{kind: content}, **more)


@pytest.mark.parametrize("name", NO_TEMPLATE)
def test_every_kind_reaches_the_phone(whatsapp, name):
    assert say(whatsapp, name).status_code == 200
    whatsapp.settle()
    assert whatsapp.chat()["messages"][-1]["type"] == SAYINGS[name][0]


def button(title="Yes", id="yes"):
    return {"type": "reply", "reply": {"id": id, "title": title}}


def interactive(kind="button", **more):
    action = {"buttons": [button()]}
    return {"interactive": {"type": kind, "body": {"text": "Well?"}, "action": action, **more}}


REFUSED = [
    ("text", {"text": {"body": "x", "colour": "red"}}, 100),
    ("image", {"image": {"caption": "x"}}, 131008),
    ("image", {"image": {"id": "1", "link": LINK}}, 100),
    ("image", {"image": {"id": "42"}}, 100),
    ("image", {"image": {"link": LINK, "filename": "a"}}, 100),
    ("audio", {"audio": {"link": LINK, "caption": "x"}}, 100),
    ("image", {"image": {"link": LINK, "caption": "x" * 1025}}, 100),
    ("location", {"location": {"latitude": "91", "longitude": "0"}}, 131009),
    ("location", {"location": {"latitude": "1"}}, 131008),
    ("contacts", {"contacts": [{"phones": []}]}, 131008),
    ("contacts", {"contacts": {}}, 131008),
    ("reaction", {"reaction": {"emoji": "x"}}, 131008),
    ("reaction", {"reaction": {"message_id": "w", "emoji": "x"}, "context": {"message_id": "w"}}, 100),
    ("interactive", interactive("poll"), 100),
    ("interactive", interactive(action={"buttons": [button(str(n), str(n)) for n in range(4)]}), 131009),
    ("interactive", interactive(action={"buttons": [button("x" * 21)]}), 100),
    ("interactive", interactive(action={"buttons": [button(), button(id="b")]}), 131009),
    ("interactive", interactive(body={"text": "x" * 1025}), 100),
    ("interactive", interactive(header={"type": "audio", "audio": {"link": LINK}}), 131009),
    ("interactive", interactive(header={"type": "image", "image": {"id": "42"}}), 100),
    ("interactive", interactive("cta_url", action={"name": "cta_url", "parameters": {"url": "x"}}), 131008),
    ("interactive", interactive("location_request_message", action={"name": "x"}), 100),
    ("interactive", interactive("carousel", action={"cards": [{}]}), 131009),
    ("template", {"template": {"name": "x", "language": {"code": "en"}, "components": [{"type": "tail"}]}}, 100),
    ("hologram", {"hologram": {"x": 1}}, 100),
]


@pytest.mark.parametrize(("kind", "body", "code"), REFUSED)
def test_what_meta_refuses_is_refused(whatsapp, kind, body, code):
    answer = send(whatsapp, type=kind, **body)
    assert answer.status_code == 400 and error(answer)["code"] == code, answer.text
    assert whatsapp.chat()["messages"][1:] == []


@pytest.mark.parametrize(
    ("name", "choice", "told"),
    [
        ("buttons", "yes", {"type": "button_reply", "button_reply": {"id": "yes", "title": "Yes"}}),
        (
            "list",
            "g",
            {"type": "list_reply", "list_reply": {"id": "g", "title": "Green", "description": "From Japan"}},
        ),
    ],
)
def test_pressing_a_button_tells_the_business_which(whatsapp, name, choice, told):
    mailbox = whatsapp.mailbox()
    wamid = say(whatsapp, name).json()["messages"][0]["id"]
    whatsapp.settle()
    whatsapp.ask("POST", "say", **{"from": "5511987654321", "on": wamid, "choice": choice})
    whatsapp.settle()
    [message] = mailbox.messages
    assert (message["type"], message["interactive"]) == ("interactive", told)
    assert message["context"] == {"from": "15550783881", "id": wamid}


def test_pressing_the_reply_of_a_template_is_a_button(whatsapp):
    mailbox = whatsapp.mailbox()
    body = {"type": "BODY", "text": "Shall we?"}
    quick = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Yes, please"}]}
    wanted = {"name": "shall_we", "language": "en", "category": "UTILITY", "components": [body, quick]}
    made = post(whatsapp, f"{WABA}/message_templates", **wanted).json()
    whatsapp.ask("POST", "review", template_id=made["id"])
    pressed = {"type": "button", "sub_type": "quick_reply", "index": "0"}
    pressed["parameters"] = [{"type": "payload", "payload": "go"}]
    template = {"name": "shall_we", "language": {"code": "en"}, "components": [pressed]}
    wamid = send(whatsapp, type="template", template=template).json()["messages"][0]["id"]
    whatsapp.settle()
    whatsapp.ask("POST", "say", **{"from": "5511987654321", "on": wamid, "choice": "0"})
    whatsapp.settle()
    [message] = mailbox.messages
    assert (message["type"], message["button"]) == ("button", {"payload": "go", "text": "Yes, please"})


def test_a_flow_comes_back_with_its_token(whatsapp):
    mailbox = whatsapp.mailbox()
    wamid = say(whatsapp, "flow").json()["messages"][0]["id"]
    whatsapp.settle()
    whatsapp.ask("POST", "say", **{"from": "5511987654321", "on": wamid, "choice": "flow"})
    whatsapp.settle()
    reply = mailbox.messages[0]["interactive"]["nfm_reply"]
    assert reply["name"] == "flow" and json.loads(reply["response_json"]) == {"flow_token": "t"}


def test_a_reaction_to_nothing_never_arrives(whatsapp):
    mailbox = whatsapp.mailbox()
    assert send(whatsapp, type="reaction", reaction={"message_id": "wamid.x", "emoji": "👍"}).status_code == 200
    whatsapp.settle()
    assert [(each["status"], each["errors"][0]["code"]) for each in mailbox.statuses] == [("failed", 131009)]
