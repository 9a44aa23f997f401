"""A template is sent by a person: from the composer, from a contact, filled in with what is known."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contacts.models import Contact, Field, Identity
from inbox import delivery
from inbox.models import Conversation, HeaderFile, Message, Status
from nxtchat.team.models import Team
from nxtchat.team.roles import Role
from nxtchat.whatsapp.models import Number
from tests.inbox.approved import approved
from tests.inbox.desk import address, at_desk, words
from tests.inbox.files import PDF, picture
from tests.templates_app.designs import HANDLE, NAMED, PLAIN, SORTS, with_header

__all__ = ["approved", "at_desk"]
pytestmark = pytest.mark.django_db(transaction=True)

MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 64
BODY = {"body_1": "Ana", "body_2": "A-17"}
CARDS = {"card_0_header_file": "image", "card_1_header_file": "image", "card_0_body_1": "20%", "card_0_button_1": "a",
         "card_1_button_1": "b"}  # fmt: skip
PRODUCT = {f"card_{card}_header_product_{name}": "p1" for card in (0, 1) for name in ("product", "catalog")}
GIVEN = {
    "named": {"header_first_name": "Ana", "body_first_name": "Ana", "body_order": "A-17"},
    "no variables": {},
    "header text": BODY | {"header_1": "Ana"},
    "image": BODY | {"header_file": "image"},
    "video": BODY | {"header_file": "video"},
    "document": BODY | {"header_file": "document"},
    "location": BODY | {"header_location_latitude": "51.5", "header_location_longitude": "0.1",
                        "header_location_name": "Shop", "header_location_address": "Street 1"},
    "quick replies and others": BODY | {"button_2": "spring"},
    "coupon": BODY | {"button_0": "25OFF"},
    "flow by id": BODY | {"button_0_token": "", "button_0_data": '{"screen": "A"}'},
    "flow by name": BODY | {"button_0_token": "t-1"},
    "catalogue": BODY | {"button_0": ""},
    "many products": BODY | {"button_0_thumbnail": "p1", "button_0_sections": "Summer: p1, p2\nWinter: p3"},
    "cards": BODY | CARDS,
    "one product each": BODY | PRODUCT,
    "offer": BODY | {"offer": "2026-12-24T18:00", "button_0": "25OFF", "button_1": "spring"},
    "code copied": {"code": "123456"},
    "code at one tap": {"code": "123456"},
    "code without a tap": {"code": "123456"},
    "short-lived": {"code": "123456"},
}  # fmt: skip
FILES = {"image": ("a.jpg", picture((20, 20))), "video": ("a.mp4", MP4), "document": ("a.pdf", PDF)}


def form(given):
    return {key: SimpleUploadedFile(*FILES[value]) if value in FILES else value for key, value in given.items()}


def picker(conversation, template=None):
    of = f"?template={template.pk}" if template else ""
    return reverse("inbox:saying", args=[conversation.pk, "template"]) + of


def sends(browser, conversation, template, given):
    return browser.post(picker(conversation, template), form(given))


def delivered():
    message = Message.objects.latest("pk")
    delivery.deliver(message.pk)
    message.refresh_from_db()
    return message


@pytest.mark.parametrize("sorts", [list(SORTS)[start::4] for start in range(4)])
def test_every_sort_of_template_is_filled_in_by_hand_and_taken(at_desk, bruno, conversation, approved, whatsapp, sorts):
    browser = at_desk(bruno)
    for number, sort in enumerate(sorts):
        template = approved(replace(SORTS[sort], name=f"sort_{number}"))
        if sort in {"gif", "order", "from tomorrow"}:
            assert "cannot be sent from here" in browser.get(picker(conversation)).content.decode()
            continue
        answer = sends(browser, conversation, template, GIVEN.get(sort, BODY))
        assert answer.status_code == 302, (sort, words(answer.content.decode()))
        message = delivered()
        assert message.status == Status.SENT, (sort, message.error)


def test_what_leaves_is_what_meta_asks_for(at_desk, bruno, conversation, approved, whatsapp):
    browser = at_desk(bruno)
    sends(browser, conversation, approved(SORTS["offer"]), GIVEN["offer"])
    delivered()
    ends = int(datetime(2026, 12, 24, 18, tzinfo=UTC).timestamp() * 1000)
    text = [{"type": "text", "text": "Ana"}, {"type": "text", "text": "A-17"}]
    offer = {"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": ends}}
    coupon, link = {"type": "coupon_code", "coupon_code": "25OFF"}, {"type": "text", "text": "spring"}
    assert whatsapp.heard[-1]["template"]["components"] == [
        {"type": "limited_time_offer", "parameters": [offer]},
        {"type": "body", "parameters": text},
        {"type": "button", "sub_type": "copy_code", "index": "0", "parameters": [coupon]},
        {"type": "button", "sub_type": "url", "index": "1", "parameters": [link]},
    ]


@pytest.mark.parametrize(
    ("sort", "change", "why"),
    [
        ("plain", {"body_1": ""}, "required"),
        ("plain", {"body_1": "a     b"}, "no more than 4 spaces"),
        ("plain", {"body_1": "x" * 1000}, "characters; it may have 1024"),
        ("code copied", {"code": "1" * 16}, "at most 15"),
        ("image", {"header_file": ""}, "Choose a file"),
        ("image", {"header_file": "document"}, "JPEG, PNG"),
        ("location", {"header_location_latitude": "91"}, "less than or equal to 90"),
        ("offer", {"offer": "soon"}, "valid date"),
        ("many products", {"button_0_sections": "p1, p2"}, "Write each section as"),
        ("flow by id", {"button_0_data": "{"}, "valid JSON"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_reason(at_desk, bruno, conversation, approved, sort, change, why):
    template = approved(SORTS[sort])
    answer = sends(at_desk(bruno), conversation, template, GIVEN.get(sort, BODY) | change)
    assert answer.status_code == 422 and why in words(answer.content.decode())
    assert not Message.objects.exists()


def test_what_is_known_of_the_contact_is_filled_in_already(at_desk, bruno, conversation, contact, approved):
    order = Field.objects.create(name="Order", key="order", kind=Field.Kind.TEXT)
    Contact.objects.filter(pk=contact.pk).update(fields={order.slot: "A-17"}, name="Ana Souza")
    page = at_desk(bruno).get(picker(conversation, approved(NAMED))).content.decode()
    assert "Hello Ana, your order A-17 is ready" in words(page) and "For Ana" in words(page)
    assert '<option value="Ana Souza">' in page and 'value="A-17"' in page


def test_who_writes_templates_keeps_a_file_for_the_next_and_others_choose_it(
    at_desk, bruno, ada, conversation, approved, whatsapp
):
    template = approved(with_header("IMAGE", handle=HANDLE))
    sends(at_desk(bruno), conversation, template, GIVEN["image"] | {"header_file_keep": "on"})
    assert not HeaderFile.objects.exists() and delivered().status == Status.SENT  # an agent's file is for one person
    sends(at_desk(ada), conversation, template, GIVEN["image"] | {"header_file_keep": "on"})
    kept = HeaderFile.objects.get()
    assert delivered().status == Status.SENT
    assert "a.jpg" in at_desk(bruno).get(picker(conversation, template)).content.decode()
    assert sends(at_desk(bruno), conversation, template, BODY | {"header_file_kept": str(kept.public_id)})
    assert delivered().status == Status.SENT
    uploads = [each for each in whatsapp.log if each["path"].endswith("/media")]
    assert len(uploads) == 2  # Bruno's own, and Ada's, once
    page = at_desk(bruno).get(address(conversation)).content.decode()
    assert page.count("thumbnail/") == 3


@pytest.fixture
def rui(db):
    contact = Contact.objects.create(name="Rui")
    Identity.objects.create(contact=contact, kind=Identity.Kind.PHONE, value="351912345678")
    return contact


def test_a_contact_who_never_wrote_is_written_to_from_their_page(
    at_desk, bruno, number, rui, approved, whatsapp, django_assert_max_num_queries
):
    template, browser = approved(PLAIN), at_desk(bruno)
    where = reverse("inbox:opening", args=[rui.pk])
    assert where in browser.get(reverse("contacts:contact", args=[rui.pk])).content.decode()
    assert number.display_phone in browser.get(where).content.decode()
    assert not Conversation.objects.filter(contact=rui).exists()
    answer = browser.post(where, {"number": number.pk})
    conversation = Conversation.objects.get(contact=rui)
    assert answer.url == picker(conversation)
    assert browser.get(where).url == picker(conversation)
    sends(browser, conversation, template, BODY)
    assert delivered().status == Status.SENT and whatsapp.heard[-1]["to"] == "+351912345678"


def test_nobody_writes_by_anothers_number_or_to_who_has_no_address(at_desk, bruno, agent_of, number, rui):
    where = reverse("inbox:opening", args=[rui.pk])
    other = Number.objects.create(account=number.account, phone_number_id="2", display_phone="+1 2")
    other.access.create(team=Team.objects.create(name="Others"))
    browser = at_desk(bruno)
    assert browser.post(where, {"number": other.pk}).status_code == 422
    Identity.objects.filter(contact=rui).update(kind=Identity.Kind.USERNAME)
    assert browser.post(where, {"number": number.pk}).status_code == 409
    assert at_desk(agent_of("Vera", Role.VIEWER)).get(where).status_code == 404
    assert not Conversation.objects.filter(contact=rui).exists()
