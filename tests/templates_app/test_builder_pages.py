"""A marketer writes a template in the browser's form, without a script; agents only look."""

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Campaign
from nxtchat.team.roles import Role
from templates_app import builder, services, syncing
from templates_app.design import Header
from templates_app.models import Draft, Event, Template
from tests.templates_app.designs import HANDLE, PLAIN, SORTS
from tests.templates_app.test_builder_form import posted

PNG = b"\x89PNG\r\n\x1a\n" + b"a picture"


@pytest.fixture
def mara(agent_of):
    return agent_of("Mara Díaz", Role.MARKETER)


@pytest.fixture
def desk(client, mara, whatsapp, number):
    """Mara's browser."""
    client.force_login(mara)
    return client


@pytest.fixture
def address(desk):
    """Of a new draft."""
    return desk.post("/templates/drafts/").url


@pytest.fixture
def approved(whatsapp, account, mara):
    template = services.submit(services.begin(account=account, by=mara, design=PLAIN), by=mara)
    whatsapp.ask("POST", "review", template_id=template.meta_id, event="APPROVED")
    syncing.sync(account)
    template.refresh_from_db()
    return template


def form_of(design, **changes) -> dict[str, str]:
    return posted(builder.sections(design)) | changes


def test_a_template_is_written_kept_submitted_and_shown(desk, address, whatsapp):
    kept = desk.post(address, form_of(PLAIN), follow=True)
    assert "The draft is kept." in kept.text
    assert "Hello Ana, your order A-17" in kept.text
    assert "Ready to submit" in kept.text
    assert "order_ready" in desk.get("/templates/").text
    shown = desk.post(address, form_of(PLAIN, do="submit"), follow=True)
    assert "WhatsApp has it now." in shown.text
    assert "In review" in shown.text
    assert "Submitted" in shown.text
    assert not Draft.objects.exists()


@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_leaves_as_the_request_that_it_is(desk, address, whatsapp, sort):
    from templates_app.design import to_meta

    answer = desk.post(address, form_of(SORTS[sort], do="submit"))
    assert re.fullmatch(r"/templates/\d+/", answer.url)
    created = [entry for entry in whatsapp.log if entry["method"] == "POST"]
    assert [entry["body"] for entry in created] == [to_meta(SORTS[sort])]


def test_what_lacks_is_said_at_its_field_and_nothing_leaves(desk, address, whatsapp):
    refused = desk.post(address, form_of(PLAIN, body="Hello {{1}}", do="submit"))
    assert refused.status_code == 422
    assert "It is not ready yet" in refused.text
    assert 'id="f-body-problems"' in refused.text
    assert "The text may not end with a variable." in refused.text
    assert whatsapp.log == []


def test_what_is_typed_is_looked_through_and_not_kept(desk, address):
    told = desk.post(f"{address}checks/", form_of(PLAIN, body="{{1}} is ready"))
    assert "The text may not begin with a variable." in told.text
    assert "Stops it" in told.text
    assert Draft.objects.get().design.body == ""


def test_a_variable_that_is_typed_asks_for_its_example_at_once(desk, address):
    form = form_of(PLAIN)
    new = desk.post(f"{address}checks/", form | {"body": "Hello {{1}}, order {{2}} is at {{3}} now."}).text
    assert 'name="body.samples.3"' in new and 'value="A-17"' in new
    assert 'hx-swap-oob="true"' in new
    assert "hx-swap-oob" not in desk.post(f"{address}checks/", form).text, "who types keeps the cursor"


def test_a_press_mends_what_needs_no_thought(desk, address):
    told = desk.post(f"{address}checks/", form_of(PLAIN, body="For {{3}}, order {{7}} is here."))
    assert 'value="mend:numbers"' in told.text
    form = form_of(PLAIN, body="For {{3}}, order {{7}} is here.", do="mend:numbers") | {"body.samples.7": "A-17"}
    desk.post(address, form)
    assert Draft.objects.get().design.body == "For {{1}}, order {{2}} is here."
    assert Draft.objects.get().design.samples["2"] == "A-17"


def test_the_sample_of_what_is_read_from_meta_is_asked_for_again(desk, address):
    read = replace(PLAIN, header=Header("IMAGE", handle="https://scontent.example/t61"))
    refused = desk.post(address, form_of(read, do="submit"))
    assert refused.status_code == 422
    assert "Choose the sample file again." in refused.text
    assert "JPEG, PNG, at most 5 MB." in refused.text


def test_buttons_and_cards_come_and_go(desk, address):
    desk.post(address, form_of(PLAIN, do="add:buttons"))
    desk.post(address, form_of(Draft.objects.get().design, do="add:cards"))
    design = Draft.objects.get().design
    assert (len(design.buttons), len(design.cards)) == (1, 1)
    page = desk.get(address).text
    assert "Button 1" in page and "Card 1" in page
    desk.post(address, form_of(design, do="remove:buttons.0"))
    assert Draft.objects.get().design.buttons == ()


def test_a_sample_file_is_left_at_whatsapp(desk, address):
    file = SimpleUploadedFile("shop.png", PNG, content_type="image/png")
    desk.post(address, form_of(SORTS["image"], **{"header.handle": ""}) | {"header.file": file})
    handle = Draft.objects.get().design.header.handle
    assert handle.startswith("4::") and handle != HANDLE


def test_a_file_of_another_kind_is_refused_and_the_rest_is_kept(desk, address, whatsapp):
    file = SimpleUploadedFile("shop.png", b"words", content_type="image/png")
    answer = desk.post(address, form_of(SORTS["image"], **{"header.handle": ""}) | {"header.file": file})
    assert (answer.status_code, Draft.objects.get().design.body) == (422, PLAIN.body)
    assert "another kind" in answer.text
    assert whatsapp.log == []


def test_what_meta_says_is_shown(desk, address, whatsapp):
    whatsapp.misbehave(error={"code": 100, "details": "Too much cactus.", "on": "message_templates"})
    answer = desk.post(address, form_of(PLAIN, do="submit"))
    assert answer.status_code == 409
    assert "WhatsApp says: Too much cactus." in answer.text
    assert Draft.objects.exists()


def test_a_change_keeps_the_name_and_tells_the_limit(desk, approved):
    page = desk.post(f"/templates/{approved.pk}/changes/", follow=True)
    assert "10 changes are left this month" in page.text
    assert 'name="name"' not in page.text
    address = page.redirect_chain[-1][0]
    desk.post(address, form_of(PLAIN, body="Your order is here.", name="another", do="submit"))
    approved.refresh_from_db()
    assert (approved.name, approved.body, approved.status) == (PLAIN.name, "Your order is here.", "PENDING")


def test_it_is_copied_under_another_name_and_into_another_language(desk, approved):
    desk.post(f"/templates/{approved.pk}/copies/")
    desk.post(f"/templates/{approved.pk}/copies/", {"language": "pt_BR"})
    assert {(draft.name, draft.language) for draft in Draft.objects.all()} == {
        ("order_ready_2", "en"),
        ("order_ready", "pt_BR"),
    }


def test_the_page_tells_its_story_and_where_it_is_used(desk, approved, whatsapp, number, mara):
    Campaign.objects.create(name="Orders of May", template=approved, number=number, created_by=mara)
    whatsapp.ask("POST", "review", template_id=approved.meta_id, event="REJECTED", reason="INVALID_FORMAT")
    syncing.sync(approved.account)
    page = desk.get(f"/templates/{approved.pk}/").text
    assert "Campaign: Orders of May" in page
    assert page.index("Rejected") < page.index("Submitted")
    assert "Meta&#x27;s reason: INVALID_FORMAT" in page or "Meta's reason: INVALID_FORMAT" in page
    assert "often a variable" in page
    assert "Fix and send again" in page


def test_a_category_to_come_is_warned_of(desk, approved, whatsapp):
    whatsapp.ask("POST", "review", template_id=approved.meta_id, correct_category="MARKETING")
    syncing.sync(approved.account)
    assert "WhatsApp will move it to another category" in desk.get(f"/templates/{approved.pk}/").text
    assert Event.objects.filter(what="announced", word="MARKETING").exists()


def test_it_is_deleted_at_whatsapp_too(desk, approved, whatsapp):
    answer = desk.post(f"/templates/{approved.pk}/removal/", follow=True)
    assert "The template is deleted" in answer.text
    assert whatsapp.server.world.templates == {}
    assert desk.get(f"/templates/{approved.pk}/").status_code == 404


def test_a_paused_one_goes_on(desk, approved, whatsapp):
    whatsapp.ask("POST", "review", template_id=approved.meta_id, event="PAUSED")
    syncing.sync(approved.account)
    assert "Go on with it" in desk.get(f"/templates/{approved.pk}/").text
    desk.post(f"/templates/{approved.pk}/restart/")
    assert whatsapp.server.world.templates[approved.meta_id].status == "APPROVED"


def test_a_draft_is_thrown_away(desk, address):
    desk.post(f"{address}removal/")
    assert not Draft.objects.exists()
    assert desk.get(address).status_code == 404


def test_an_agent_looks_and_changes_nothing(client, bruno, approved):
    client.force_login(bruno)
    page = client.get(f"/templates/{approved.pk}/")
    assert page.status_code == 200
    assert "Duplicate" not in page.text
    for path in ("drafts/", f"{approved.pk}/copies/", f"{approved.pk}/changes/", f"{approved.pk}/removal/"):
        assert client.post(f"/templates/{path}").status_code == 404
    assert Template.objects.filter(status="APPROVED").exists()
