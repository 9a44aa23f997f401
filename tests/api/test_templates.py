"""A program writes templates in Meta's own words; what Meta would refuse is told by field before it is asked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nxtchat.team.roles import Role
from templates_app import services, syncing
from templates_app.models import Draft, Template

BODY = {"type": "body", "text": "Your order {{1}} is ready for you.", "example": {"body_text": [["A-17"]]}}
ORDER = {"name": "order_ready", "language": "en", "category": "utility", "components": [BODY]}
CARDS = {"type": "CAROUSEL", "cards": [{"components": [{"type": "HEADER", "format": "IMAGE"}]}]}
PNG = b"\x89PNG\r\n\x1a\n" + b"a picture"


@pytest.fixture
def mara(agent_of):
    return agent_of("Mara Díaz", Role.MARKETER)


@pytest.fixture
def writes(program, mara, whatsapp, number):
    return program(mara, "templates.read", "templates.edit")


@pytest.fixture
def approved(writes, whatsapp, account):
    found = writes.post("templates/", ORDER).json()
    whatsapp.ask("POST", "review", template_id=found["meta_id"], event="APPROVED")
    syncing.sync(account)
    return f"templates/{found['id']}/"


def asked(whatsapp) -> list[dict]:
    return [entry["body"] for entry in whatsapp.log if entry["method"] == "POST"]


def test_it_leaves_as_it_was_written_and_is_shown_as_it_stands(writes, whatsapp):
    answer = writes.post("templates/", ORDER)
    assert answer.status_code == 201, answer.content
    assert asked(whatsapp) == [ORDER]
    told = answer.json()
    assert (told["status"], told["category"], told["parameter_format"]) == ("PENDING", "UTILITY", "positional")
    assert writes.get(f"templates/{told['id']}/").json()["components"] == [BODY]
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "Order ready"}, "name"),
        ({"category": "NEWS"}, "category"),
        ({"components": []}, "components"),
        ({"components": [{**BODY, "text": "{{1}} is ready"}]}, "components.0.text"),
        ({"components": [{"type": "BODY", "text": "Order {{1}} is ready."}]}, "components.0.example"),
        ({"components": [BODY, {"type": "FOOTER", "text": "By {{1}}"}]}, "components.1.text"),
        (
            {"components": [BODY, {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "See", "url": "shop"}]}]},
            "components.1.buttons.0.url",
        ),
        (
            {"components": [BODY, CARDS]},
            "components.1.cards.0.components.0.example",
        ),
        ({"message_send_ttl_seconds": 3}, "message_send_ttl_seconds"),
        ({"wording": "x"}, "wording"),
        ({"account": "1"}, "account"),
    ],
)  # fmt: skip
def test_what_meta_would_refuse_is_told_at_its_field(writes, whatsapp, is_problem, change, field):
    assert field in is_problem(writes.post("templates/", ORDER | change), 400, "invalid")
    assert (asked(whatsapp), Draft.objects.count()) == ([], 0)


def test_what_meta_refuses_after_all_is_told_in_its_words(writes, whatsapp, is_problem):
    whatsapp.misbehave(error={"code": 100, "details": "Too much cactus.", "on": "message_templates"})
    answer = writes.post("templates/", ORDER)
    is_problem(answer, 409, "refused_by_whatsapp")
    assert "Too much cactus." in answer.json()["detail"]
    assert not Draft.objects.exists()


def test_it_can_wait_for_a_person_with_what_is_wrong_with_it(writes, whatsapp, mara):
    kept = writes.post("templates/", ORDER | {"submit": False, "components": [{**BODY, "text": "{{1}} is here"}]})
    assert (kept.status_code, asked(whatsapp)) == (202, [])
    assert {(each["field"], each["stops"]) for each in kept.json()["problems"]} >= {("components.0.text", True)}
    assert Draft.objects.get().author == mara


def test_it_is_changed_and_meta_s_limits_are_told(writes, whatsapp, approved, is_problem):
    changed = writes.patch(approved, {"components": [{"type": "BODY", "text": "Your order is here."}]})
    assert (changed.status_code, changed.json()["status"]) == (200, "PENDING")
    assert asked(whatsapp)[-1] == {"components": [{"type": "BODY", "text": "Your order is here."}]}
    is_problem(writes.patch(approved, {"components": [BODY]}), 400, "invalid")
    Template.objects.update(status="APPROVED")
    assert "category" in is_problem(writes.patch(approved, {"category": "MARKETING"}), 400, "invalid")


def test_the_change_that_somebody_is_writing_is_left_to_them(writes, approved, mara, is_problem):
    draft = services.change(Template.objects.get(), by=mara)
    is_problem(writes.patch(approved, {"components": [BODY]}), 409, "draft_exists")
    assert Draft.objects.get() == draft


def test_it_is_taken_away_at_meta_too(writes, whatsapp, approved, is_problem):
    assert writes.delete(approved).status_code == 204
    assert whatsapp.server.world.templates == {}
    is_problem(writes.get(approved), 404, "not_found")


def test_what_is_to_come_is_shown_and_can_be_asked_for(writes, whatsapp, account, approved):
    Template.objects.update(correct_category="MARKETING", quality="RED", status="REJECTED", rejected_reason="SCAM")
    told = writes.get("templates/", {"quality": "red", "category": "utility"}).json()["results"][0]
    assert (told["correct_category"], told["quality"], told["rejected_reason"]) == ("MARKETING", "RED", "SCAM")
    assert "fraud" in told["reason"]
    assert writes.get("templates/", {"category": "marketing"}).json()["results"] == []


def test_a_file_for_the_reviewers_is_what_its_content_says(writes, is_problem):
    def bring(content: bytes):
        file = SimpleUploadedFile("shop.png", content, content_type="image/png")
        return writes.browser.post("/api/v1/templates/samples/", {"file": file, "format": "IMAGE"})

    header = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [bring(PNG).json()["handle"]]}}
    assert writes.post("templates/", ORDER | {"components": [header, BODY]}).status_code == 201
    is_problem(bring(b"words"), 400, "invalid")


def test_who_may_only_look_changes_nothing(program, mara, approved, whatsapp, is_problem):
    reader, before = program(mara, "templates.read"), len(whatsapp.log)
    assert reader.get(approved).status_code == 200
    for answer in (reader.post("templates/", ORDER), reader.patch(approved, {}), reader.delete(approved)):
        is_problem(answer, 403, "permission_denied")
    assert len(whatsapp.log) == before
