"""An admin starts the pretend WhatsApp, and somebody plays the customer, through our own pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nxtchat.team.roles import Role
from nxtchat.whatsapp.client import Graph
from nxtchat.whatsapp.media import digest
from nxtchat.whatsapp.models import Account, Number
from nxtchat.whatsapp.payloads import Recipient, envelope, part
from nxtchat.whatsapp.pretend import services
from nxtchat.whatsapp.pretend.tricks import GROUPS, TRICKS
from templates_app.models import Template
from tests.inbox.files import picture
from tests.whatsapp.sayings import SAYINGS

PHONE = "/pretend/phone/"


@pytest.fixture
def us(whatsapp, settings, tmp_path):
    """Our address, as the pretend WhatsApp finds it; it takes any handshake."""
    settings.DATA = tmp_path / "data"
    mailbox = whatsapp.mailbox(verify_token="")
    settings.WEB_INTERNAL_URL = mailbox.url.rstrip("/")
    mailbox.verify_token = None
    return mailbox


@pytest.fixture
def started(us, ada, client):
    client.force_login(ada)
    answer = client.post(reverse("pretend:start"))
    assert answer.status_code == 302
    return Number.objects.get()


def test_an_admin_starts_it_with_one_press_and_is_connected(us, ada, client, settings):
    client.force_login(ada)
    answer = client.post(reverse("pretend:start"))
    assert (answer.status_code, answer["Location"]) == (302, PHONE)
    assert (settings.DATA / "pretend" / "wanted").exists()
    account, number = Account.objects.get(), Number.objects.get()
    assert account.is_pretend and number.status == "CONNECTED" and number.verified_name
    assert us.handshakes[-1]["hub.verify_token"] == account.verify_token
    page = client.get(PHONE).content.decode()
    assert "badge--pretend" in page and "ليلى" in page and "@pablomorales" in page


def test_pressing_twice_starts_it_once(started, client):
    client.post(reverse("pretend:start"))
    assert Account.objects.count() == Number.objects.count() == 1


def test_an_agent_may_play_but_neither_start_nor_break_anything(started, bruno, client, whatsapp):
    client.force_login(bruno)
    assert client.post(reverse("pretend:start")).status_code == 404
    assert client.post(reverse("pretend:stop")).status_code == 404
    assert client.post(reverse("pretend:mischief"), {"trick": "hang", "on": "on"}).status_code == 404
    assert whatsapp.ask("GET", "misbehave") == {}
    page = client.get(PHONE)
    assert page.status_code == 200 and b"mischief" not in page.content


def test_a_viewer_may_not_play(started, agent_of, client):
    client.force_login(agent_of("Vera", Role.VIEWER))
    assert client.get(PHONE).status_code == 404
    assert client.post(reverse("pretend:say"), {"text": "x"}).status_code == 404


def test_what_is_written_on_the_phone_is_posted_to_us(started, client, us):
    answer = client.post("/pretend/phone/messages/?person=966500000142", {"text": "مرحبا"})
    assert answer.status_code == 302
    assert b"\xd9\x85\xd8\xb1" in client.get(answer["Location"]).content
    client.post("/pretend/phone/messages/?person=966500000142", {"kind": "location"})
    client.post("/pretend/phone/messages/?person=966500000142", {"kind": "unsupported"})


def test_a_file_of_the_phone_is_told_to_us_and_can_be_fetched(started, client, us, whatsapp):
    file = SimpleUploadedFile("praia.jpg", picture(), content_type="image/jpeg")
    answer = client.post("/pretend/phone/messages/?person=966500000142", {"file": file})
    assert answer.status_code == 302
    whatsapp.settle()
    told = us.messages[-1]
    graph = Graph(started.account)
    found = graph.find_media(told["image"]["id"])
    assert b"".join(graph.download(found)) == picture()
    assert digest(told["image"]["sha256"]) == found.sha256


def test_nothing_written_is_nothing_said(started, client, whatsapp):
    answer = client.post("/pretend/phone/messages/?person=966500000142", {"text": ""})
    assert answer.status_code == 422 and b"Write something first" in answer.content
    assert whatsapp.chat("966500000142")["messages"] == []


def test_the_bubbles_are_sent_again_only_when_something_is_new(started, client):
    client.post("/pretend/phone/messages/?person=554199990101", {"text": "Oi"})
    first = client.get("/pretend/phone/bubbles/?person=554199990101")
    assert first.status_code == 200
    seen = first.context["chat"]["seen"]
    assert client.get(f"/pretend/phone/bubbles/?person=554199990101&seen={seen}").status_code == 204


def test_a_chat_that_is_looked_at_is_read(started, client, us, whatsapp):
    from tests.pretend.test_sending import send

    client.post("/pretend/phone/messages/?person=554199990101", {"text": "Oi"})
    wamid = send(whatsapp, to="+5541999990101", biz_opaque_callback_data="x").json()["messages"][0]["id"]
    whatsapp.settle()
    client.get("/pretend/phone/bubbles/?person=554199990101")
    whatsapp.settle()
    assert [status["status"] for status in us.statuses if status["id"] == wamid] == ["sent", "delivered", "read"]


def test_one_can_be_somebody_new_with_a_hidden_number(started, client, us, whatsapp):
    answer = client.post("/pretend/phone/people/", {"name": "Zoë", "username": "zoe", "hidden": "on"})
    client.post("/pretend/phone/messages/?" + answer["Location"].partition("?")[2], {"text": "Hoi"})
    whatsapp.settle()
    assert us.messages[-1]["text"] == {"body": "Hoi"} and "from" not in us.messages[-1]
    refused = client.post("/pretend/phone/people/", {"name": "", "phone": "call me"})
    assert refused.status_code == 422


def test_an_admin_breaks_something_and_repairs_it(started, client, whatsapp):
    client.post(reverse("pretend:mischief"), {"trick": "hang", "on": "on"})
    assert whatsapp.ask("GET", "misbehave") == {"hang": {"times": 1}}
    assert b"Repair" in client.get(PHONE).content
    client.post(reverse("pretend:mischief"), {"trick": "hang"})
    assert whatsapp.ask("GET", "misbehave") == {}
    assert client.post(reverse("pretend:mischief"), {"trick": "dance", "on": "on"}).status_code == 404


def test_when_it_does_not_answer_the_admin_is_told_where_to_look(us, settings):
    settings.PRETEND_URL = "http://127.0.0.1:9"
    with pytest.raises(services.CannotStart, match=r"http://127\.0\.0\.1:9"):
        services.start(wait=0.1)


def test_an_installation_without_it_says_so(us, ada, client, settings):
    settings.PRETEND_URL = ""
    client.force_login(ada)
    answer = client.post(reverse("pretend:start"))
    assert answer.status_code == 409 and b"PRETEND_URL" in answer.content


def test_when_it_sleeps_the_phone_says_so(started, client, settings):
    settings.PRETEND_URL = "http://127.0.0.1:9"
    assert b"Wake it up" in client.get(PHONE).content
    assert client.post("/pretend/phone/messages/?person=554199990101", {"text": "Oi"}).status_code == 409
    assert client.get("/pretend/phone/bubbles/").status_code == 204


def test_before_it_was_started_there_is_an_offer_for_admins_only(us, ada, bruno, client):
    client.force_login(ada)
    assert b"Start the pretend number" in client.get(PHONE).content
    client.force_login(bruno)
    assert b"Start the pretend number" not in client.get(PHONE).content


def test_ending_it_keeps_the_number(started, client, settings):
    client.post(reverse("pretend:stop"))
    assert not (settings.DATA / "pretend" / "wanted").exists()
    assert Number.objects.exists()


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS)
def test_what_is_broken_says_so_and_can_be_repaired(started, client, whatsapp, trick):
    def button() -> str:
        row = client.get(f"{PHONE}?wrong=1").text.partition(f'aria-describedby="trick-{trick.key}">')[2]
        return row.partition("</button>")[0]

    lasts = trick not in GROUPS[0].tricks  # the other groups say “until you repair it”
    assert button() == ("Break" if lasts else "Once")
    answer = client.post(reverse("pretend:mischief"), {"trick": trick.key, "on": "on"})
    assert '<details class="card mischief" open>' in client.get(answer["Location"]).text
    assert (whatsapp.ask("GET", "misbehave")[trick.kind]["times"] is None) is lasts
    assert button() == "Repair"
    client.post(reverse("pretend:mischief"), {"trick": trick.key})
    assert whatsapp.ask("GET", "misbehave") == {}
    assert button() == ("Break" if lasts else "Once")


def test_a_new_pretend_account_has_two_templates_to_try(started, client):
    client.post(reverse("pretend:start"))  # and pressing twice brings none twice
    client.post(reverse("templates_app:sync"))
    found = {template.name: template for template in Template.objects.filter(account=started.account)}
    assert {template.category for template in found.values()} == {"UTILITY", "MARKETING"}
    assert {template.status for template in found.values()} == {"APPROVED"}
    assert len(found) == 2
    assert "{{1}}" in found["spring_offer"].body
    page = client.get(reverse("templates_app:templates")).text
    assert "order_ready" in page and "spring_offer" in page


def test_a_button_is_pressed_and_a_message_quoted_on_the_page(started, us, client, whatsapp):
    [ana, *_others] = services.people()
    person = ana["phone"]
    whatsapp.has_spoken(person)
    kind, content = SAYINGS["buttons"]
    Graph(started.account).send(number=started, body=envelope(to=Recipient(phone=person)) | part(kind, content))
    whatsapp.settle()
    page = client.get(f"{PHONE}?person={person}").content.decode()
    assert "Please look" in page and "Free of charge" in page and 'value="yes"' in page
    wamid = services.chat(number=started, person=person)["messages"][-1]["wamid"]
    say = f"{reverse('pretend:say')}?person={person}"
    client.post(say, {"kind": "tap", "to": wamid, "choice": "yes"})
    client.post(say, {"kind": "text", "text": "At once", "to": wamid})
    bubbles = services.chat(number=started, person=person)["messages"]
    assert [(bubble["text"], bubble["quoted"]) for bubble in bubbles[-2:]] == [
        ("Yes", "Please look"),
        ("At once", "Please look"),
    ]
    assert client.post(say, {"kind": "tap", "to": wamid, "choice": "never"}).status_code == 409
