"""Every limit of a message: what still goes, and what goes no more. The numbers stand on Meta's pages."""

import pytest

from nxtchat.whatsapp.limits import faults

LINK = "https://example.org/a.jpg"


def codes(kind, content, **more):
    return {fault.where: fault.code for fault in faults(kind, content, **more)}


def button(title="Yes", id="yes"):
    return {"type": "reply", "reply": {"id": id, "title": title}}


def buttons(*listed, **more):
    return {"type": "button", "body": {"text": "Well?"}, "action": {"buttons": list(listed)}, **more}


def row(title="Tea", id="tea", **more):
    return {"id": id, "title": title, **more}


def a_list(*sections, button="Choose", body="What will it be?", **more):
    action = {"button": button, "sections": list(sections)}
    return {"type": "list", "body": {"text": body}, "action": action, **more}


def rows(count, *, prefix="r"):
    return [row(id=f"{prefix}{n}", title=f"Row {n}") for n in range(count)]


def link(**parameters):
    usual = {"display_text": "Look", "url": "https://example.org/"}
    action = {"name": "cta_url", "parameters": {**usual, **parameters}}
    return {"type": "cta_url", "body": {"text": "Here"}, "action": action}


def flow(**parameters):
    usual = {"flow_message_version": "3", "flow_cta": "Begin", "flow_id": "1"}
    action = {"name": "flow", "parameters": {**usual, **parameters}}
    return {"type": "flow", "body": {"text": "Here"}, "action": action}


def card(index, *, text="One", kind="image"):
    parameters = {"display_text": "Look", "url": "https://example.org/"}
    action = {"name": "cta_url", "parameters": parameters}
    head = {"type": kind, kind: {"link": LINK}}
    return {"card_index": index, "type": "cta_url", "header": head, "body": {"text": text}, "action": action}


def carousel(*cards):
    return {"type": "carousel", "body": {"text": "Leaf through"}, "action": {"cards": list(cards)}}


def products(count, title="All"):
    return {"title": title, "product_items": [{"product_retailer_id": f"p{n}"} for n in range(count)]}


def catalogue(*sections):
    head = {"type": "text", "text": "Ours"}
    action = {"catalog_id": "1", "sections": list(sections)}
    return {"type": "product_list", "header": head, "body": {"text": "Look"}, "action": action}


def person(**more):
    return {"name": {"formatted_name": "Rui Costa", "first_name": "Rui"}, **more}


def filled(text, **more):
    parameters = [{"type": "text", "text": text}]
    return {"name": "a", "language": {"code": "en"}, "components": [{"type": "body", "parameters": parameters}], **more}


def index(place):
    component = {"type": "button", "sub_type": "quick_reply", "index": place, "parameters": []}
    return {"name": "a", "language": {"code": "en"}, "components": [component]}


# (kind, what still goes, what goes no more, where, why)
RULES = [
    ("text", {"body": "é" * 4096}, {"body": "é" * 4097}, "body", "max_length"),
    ("text", {"body": "."}, {"body": " \n"}, "body", "required"),
    ("text", {"body": ".", "preview_url": False}, {"body": ".", "preview_url": "no"}, "preview_url", "invalid"),
    ("text", {"body": "."}, {"body": ".", "colour": "red"}, "colour", "unknown"),
    ("text", {"body": "😀"}, {"body": "a\0b"}, "body", "invalid"),
    ("image", {"link": LINK, "caption": "x" * 1024}, {"link": LINK, "caption": "x" * 1025}, "caption", "max_length"),
    ("image", {"link": LINK}, {}, "id", "required"),
    ("image", {"link": LINK}, {"link": "ftp://example.org/a.jpg"}, "link", "invalid"),
    ("video", {"link": LINK, "caption": "x"}, {"link": LINK, "filename": "x"}, "filename", "unknown"),
    ("audio", {"link": LINK, "voice": True}, {"link": LINK, "caption": "x"}, "caption", "unknown"),
    ("document", {"link": LINK, "filename": "a.pdf"}, {"link": LINK, "voice": True}, "voice", "unknown"),
    ("sticker", {"link": LINK}, {"link": LINK, "caption": "x"}, "caption", "unknown"),
    ("location", {"latitude": 90, "longitude": -180}, {"latitude": 90.1, "longitude": 0}, "latitude", "invalid"),
    ("location", {"latitude": "37.4", "longitude": "180"}, {"latitude": 0, "longitude": "x"}, "longitude", "invalid"),
    ("location", {"latitude": 1, "longitude": 1}, {"latitude": True, "longitude": 1}, "latitude", "invalid"),
    ("contacts", [person()] * 257, [person()] * 258, "", "max_length"),
    ("contacts", [person()], [], "", "min_length"),
    ("contacts", [person()], [{"name": {"formatted_name": "Rui"}}], "0.name.first_name", "required"),
    ("contacts", [person(birthday="1990-12-31")], [person(birthday="31.12.1990")], "0.birthday", "invalid"),
    (
        "contacts",
        [person(phones=[{"phone": "1"}])],
        [person(phones=[{"type": "HOME"}])],
        "0.phones.0.phone",
        "required",
    ),
    ("reaction", {"emoji": "👍🏽"}, {"emoji": "👍👍"}, "emoji", "invalid"),
    ("reaction", {"emoji": ""}, {"emoji": "ok"}, "emoji", "invalid"),
    ("reaction", {"emoji": "👩‍❤️‍👩"}, {"emoji": None}, "emoji", "invalid"),
    ("reaction", {"emoji": "🇧🇷"}, {"emoji": "1"}, "emoji", "invalid"),
    ("interactive", buttons(button("x" * 20)), buttons(button("x" * 21)), "action.buttons.0.reply.title", "max_length"),
    (
        "interactive",
        buttons(button(id="x" * 256)),
        buttons(button(id="x" * 257)),
        "action.buttons.0.reply.id",
        "max_length",
    ),
    (
        "interactive",
        buttons(*[button(str(n), str(n)) for n in range(3)]),
        buttons(*[button(str(n), str(n)) for n in range(4)]),
        "action.buttons",
        "max_length",
    ),
    ("interactive", buttons(button()), buttons(), "action.buttons", "min_length"),
    (
        "interactive",
        buttons(button(), button("No", "no")),
        buttons(button(), button(id="no")),
        "action.buttons",
        "not_unique",
    ),
    (
        "interactive",
        buttons(button(), body={"text": "x" * 1024}),
        buttons(button(), body={"text": "x" * 1025}),
        "body.text",
        "max_length",
    ),
    (
        "interactive",
        buttons(button(), footer={"text": "x" * 60}),
        buttons(button(), footer={"text": "x" * 61}),
        "footer.text",
        "max_length",
    ),
    (
        "interactive",
        buttons(button(), header={"type": "text", "text": "x" * 60}),
        buttons(button(), header={"type": "text", "text": "x" * 61}),
        "header.text",
        "max_length",
    ),
    (
        "interactive",
        buttons(button(), header={"type": "image", "image": {"link": LINK}}),
        a_list({"rows": [row()]}, header={"type": "image", "image": {"link": LINK}}),
        "header.type",
        "invalid",
    ),
    (
        "interactive",
        a_list({"rows": [row()]}, body="x" * 4096),
        a_list({"rows": [row()]}, body="x" * 4097),
        "body.text",
        "max_length",
    ),
    (
        "interactive",
        a_list({"rows": [row()]}, button="x" * 20),
        a_list({"rows": [row()]}, button="x" * 21),
        "action.button",
        "max_length",
    ),
    (
        "interactive",
        a_list({"rows": [row("x" * 24)]}),
        a_list({"rows": [row("x" * 25)]}),
        "action.sections.0.rows.0.title",
        "max_length",
    ),
    (
        "interactive",
        a_list({"rows": [row(id="x" * 200)]}),
        a_list({"rows": [row(id="x" * 201)]}),
        "action.sections.0.rows.0.id",
        "max_length",
    ),
    (
        "interactive",
        a_list({"rows": [row(description="x" * 72)]}),
        a_list({"rows": [row(description="x" * 73)]}),
        "action.sections.0.rows.0.description",
        "max_length",
    ),
    ("interactive", a_list({"rows": rows(10)}), a_list({"rows": rows(11)}), "action.sections", "max_length"),
    (
        "interactive",
        a_list({"title": "A", "rows": rows(5)}, {"title": "B", "rows": rows(5, prefix="b")}),
        a_list({"title": "A", "rows": rows(5)}, {"title": "B", "rows": rows(6, prefix="b")}),
        "action.sections",
        "max_length",
    ),
    (
        "interactive",
        a_list({"title": "x" * 24, "rows": rows(1)}, {"title": "B", "rows": rows(1, prefix="b")}),
        a_list({"title": "x" * 24, "rows": rows(1)}, {"rows": rows(1, prefix="b")}),
        "action.sections.1.title",
        "required",
    ),
    ("interactive", a_list({"rows": rows(2)}), a_list({"rows": [row(), row()]}), "action.sections", "not_unique"),
    (
        "interactive",
        link(display_text="x" * 20),
        link(display_text="x" * 21),
        "action.parameters.display_text",
        "max_length",
    ),
    ("interactive", link(), link(url="example.org"), "action.parameters.url", "invalid"),
    ("interactive", flow(), flow(flow_name="both"), "action.parameters.flow_id", "required"),
    ("interactive", flow(flow_cta="x" * 30), flow(flow_cta="x" * 31), "action.parameters.flow_cta", "max_length"),
    ("interactive", flow(), flow(flow_message_version="2"), "action.parameters.flow_message_version", "invalid"),
    ("interactive", carousel(card(0), card(1)), carousel(card(0)), "action.cards", "min_length"),
    ("interactive", carousel(*map(card, range(10))), carousel(*map(card, range(11))), "action.cards", "max_length"),
    ("interactive", carousel(card(0), card(1)), carousel(card(0), card(1, kind="video")), "action.cards", "invalid"),
    ("interactive", carousel(card(0), card(1)), carousel(card(0), card(2)), "action.cards.1.card_index", "invalid"),
    (
        "interactive",
        carousel(card(0, text="x" * 160), card(1)),
        carousel(card(0, text="x" * 161), card(1)),
        "action.cards.0.body.text",
        "max_length",
    ),
    (
        "interactive",
        carousel(card(0, text="a\nb\nc"), card(1)),
        carousel(card(0, text="a\nb\nc\nd"), card(1)),
        "action.cards.0.body.text",
        "invalid",
    ),
    ("interactive", catalogue(products(30)), catalogue(products(15), products(16)), "action.sections", "max_length"),
    (
        "interactive",
        {"type": "location_request_message", "body": {"text": "Where?"}, "action": {"name": "send_location"}},
        {"type": "location_request_message", "body": {"text": "Where?"}, "action": {"name": "send"}},
        "action.name",
        "invalid",
    ),
    ("interactive", buttons(button()), {"type": "poll", "action": {}}, "type", "invalid"),
    ("template", filled("x"), filled("a\nb"), "components.0.parameters.0.text", "invalid"),
    ("template", filled("a    b"), filled("a     b"), "components.0.parameters.0.text", "invalid"),
    ("template", filled("x", name="x" * 512), filled("x", name="x" * 513), "name", "max_length"),
    ("template", filled("x"), filled("x", language="en"), "language", "invalid"),
    ("template", index("9"), index(10), "components.0.index", "invalid"),
]


@pytest.mark.parametrize(("kind", "good", "bad", "where", "code"), RULES)
def test_what_goes_just_so_and_what_goes_no_more(kind, good, bad, where, code):
    assert codes(kind, good) == {}
    assert codes(kind, bad).get(where) == code, codes(kind, bad)


def test_a_limit_is_named_in_the_words():
    [fault] = faults("interactive", buttons(button("Tell me more about it!!")))
    assert fault.words == "A button's title may have 20 characters; this one has 23."
    assert (fault.limit, fault.found) == (20, 23)


def test_a_file_that_is_brought_along_needs_no_link_and_two_are_too_many():
    assert codes("image", {"caption": "x"}, files=1) == {}
    assert codes("image", {"link": LINK}, files=1) == {"id": "required"}
    assert codes("image", {}, files=2) == {"id": "required"}


def test_a_kind_that_cannot_be_sent_is_named():
    assert codes("carrier-pigeon", {}) == {"kind": "invalid_choice"}


def test_the_kind_of_a_button_may_stand_in_capitals_as_in_metas_examples():
    pressed, pulled = index("0"), index("0")
    pressed["components"][0]["sub_type"], pulled["components"][0]["sub_type"] = "CATALOG", "LEVER"
    assert faults("template", pressed) == []
    assert [fault.where for fault in faults("template", pulled)] == ["components.0.sub_type"]
