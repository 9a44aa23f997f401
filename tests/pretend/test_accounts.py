"""Accounts, templates and media, as Meta documents them, beside its example answers."""

import hashlib

import httpx

from tests.conftest import APP_SECRET
from tests.pretend.test_sending import NUMBER, TOKEN, error, send

WABA = "102290129340398"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
BODY = {"type": "BODY", "text": "Hi {{1}}, your order {{2}} is on its way.", "example": {"body_text": [["Ana", "7"]]}}


def get(whatsapp, path, **params):
    return httpx.get(f"{whatsapp.url}/v24.0/{path}", params=params, headers=HEADERS).json()


def post(whatsapp, path, **body):
    return httpx.post(f"{whatsapp.url}/v24.0/{path}", json=body, headers=HEADERS)


def create(whatsapp, **wanted):
    template = {"name": "on_its_way", "language": "en_US", "category": "UTILITY", "components": [BODY]}
    return post(whatsapp, f"{WABA}/message_templates", **template | wanted)


def sent(whatsapp, *values, name="on_its_way"):
    parameters = [{"type": "text", "text": value} for value in values]
    components = [{"type": "body", "parameters": parameters}]
    template = {"name": name, "language": {"code": "en_US"}, "components": components}
    return send(whatsapp, type="template", template=template)


def test_the_number_shows_the_fields_that_were_asked_for(whatsapp):
    assert get(whatsapp, NUMBER, fields="status,throughput") == {
        "status": "CONNECTED",
        "throughput": {"level": "STANDARD"},
        "id": NUMBER,
    }
    listed = get(whatsapp, f"{WABA}/phone_numbers")["data"][0]
    assert listed["display_phone_number"] == "+1 555-078-3881" and listed["id"] == NUMBER


def test_an_app_is_pointed_at_our_address_with_its_own_token_only(whatsapp):
    mailbox = whatsapp.mailbox()
    url = f"{whatsapp.url}/v24.0/670843887433847/subscriptions"
    assert httpx.get(url, headers=HEADERS).status_code == 400
    app = {"Authorization": f"Bearer 670843887433847|{APP_SECRET}"}
    told = httpx.get(url, headers=app).json()["data"][0]
    assert (told["object"], told["callback_url"], told["active"]) == ("whatsapp_business_account", mailbox.url, True)
    assert {"name": "messages", "version": "v24.0"} in told["fields"]
    wanted = {"object": "whatsapp_business_account", "callback_url": mailbox.url, "verify_token": "no", "fields": "x"}
    refused = httpx.post(url, data=wanted, headers=app)
    assert error(refused)["code"] == 2200
    assert httpx.post(url, data=wanted | {"verify_token": "the-mailbox"}, headers=app).json() == {"success": True}


def test_a_template_is_pending_until_the_reviewers_say_so_and_only_then_can_be_sent(whatsapp):
    mailbox = whatsapp.mailbox()
    made = create(whatsapp).json()
    assert made == {"id": made["id"], "status": "PENDING", "category": "UTILITY"}
    assert error(sent(whatsapp, "Ana", "7"))["code"] == 132001
    whatsapp.ask("POST", "review", template_id=made["id"], event="APPROVED")
    whatsapp.settle()
    assert mailbox.values[0] == {
        "event": "APPROVED",
        "message_template_id": int(made["id"]),
        "message_template_name": "on_its_way",
        "message_template_language": "en_US",
        "reason": "NONE",
        "message_template_category": "UTILITY",
    }
    assert error(sent(whatsapp, "Ana"))["code"] == 132000
    assert error(sent(whatsapp, "Ana", "7\n8"))["code"] == 132012
    accepted = sent(whatsapp, "Ana", "7").json()
    assert accepted["messages"][0]["message_status"] == "accepted"
    whatsapp.settle()
    assert whatsapp.chat()["messages"][-1]["text"] == "Hi Ana, your order 7 is on its way."


def test_a_template_may_be_sent_outside_the_window(whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.ask("POST", "review", template_id=create(whatsapp).json()["id"], event="APPROVED")
    template = {"name": "on_its_way", "language": {"code": "en_US"}}
    values = [{"type": "text", "text": "Jo"}, {"type": "text", "text": "9"}]
    template["components"] = [{"type": "body", "parameters": values}]
    send(whatsapp, to="+4915112345678", type="template", template=template)
    whatsapp.settle()
    assert mailbox.statuses[-1]["status"] == "delivered"
    assert mailbox.statuses[-1]["pricing"]["category"] == "utility"


def test_a_paused_template_says_so(whatsapp):
    whatsapp.ask("POST", "review", template_id=create(whatsapp).json()["id"], event="PAUSED")
    assert error(sent(whatsapp, "Ana", "7"))["code"] == 132015


def test_a_template_cannot_begin_with_a_variable(whatsapp):
    body = {"type": "BODY", "text": "{{1}} hello", "example": {"body_text": [["x"]]}}
    told = error(create(whatsapp, components=[body]))
    assert (told["code"], told["error_subcode"]) == (100, 2388299)
    assert told["error_user_msg"]


def test_templates_are_listed_page_by_page(whatsapp):
    for number in range(5):
        create(whatsapp, name=f"template_{number}")
    first = get(whatsapp, f"{WABA}/message_templates", limit=2, fields="name")
    assert [template["name"] for template in first["data"]] == ["template_0", "template_1"]
    assert first["paging"]["next"]
    after = first["paging"]["cursors"]["after"]
    rest = get(whatsapp, f"{WABA}/message_templates", limit=3, after=after)
    assert len(rest["data"]) == 3 and "next" not in rest["paging"]
    url = f"{whatsapp.url}/v24.0/{WABA}/message_templates?name=template_0"
    assert httpx.delete(url, headers=HEADERS).json() == {"success": True}
    assert len(get(whatsapp, f"{WABA}/message_templates")["data"]) == 4


def test_media_go_up_and_come_down_for_the_owner_only(whatsapp):
    content = b"%PDF-1.4 not much of a document"
    files = {"file": ("offer.pdf", content, "application/pdf")}
    fields = {"messaging_product": "whatsapp", "type": "application/pdf"}
    url = f"{whatsapp.url}/v24.0/{NUMBER}/media"
    media_id = httpx.post(url, data=fields, files=files, headers=HEADERS).json()["id"]
    told = get(whatsapp, media_id)
    assert set(told) == {"messaging_product", "url", "mime_type", "sha256", "file_size", "id"}
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert httpx.get(told["url"], headers=HEADERS).content == content
    assert httpx.get(told["url"]).status_code == 401
    whatsapp.rules(clock_offset=301)
    assert httpx.get(told["url"], headers=HEADERS).status_code == 404
    assert send(whatsapp, type="document", document={"id": media_id, "filename": "offer.pdf"}).status_code == 200
    assert httpx.delete(f"{whatsapp.url}/v24.0/{media_id}", headers=HEADERS).json() == {"success": True}
    assert error(send(whatsapp, type="document", document={"id": media_id}))["code"] == 100
