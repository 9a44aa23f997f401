"""The tool that compares our bodies with Meta's description, on a description of our own."""

import pytest

from tests.cloud_api_spec import Description, bodies, verdict

AROUND = {
    "type": "object",
    "required": ["messaging_product", "to", "type"],
    "properties": {"messaging_product": {"type": "string"}, "to": {"type": "string"}, "type": {"type": "string"}},
}


def of(kind, schema):
    own = {"type": {"enum": [kind]}, kind: schema}
    part = {"type": "object", "required": [kind], "additionalProperties": False, "properties": own}
    return {"allOf": [{"$ref": "#/components/schemas/Around"}, part]}


@pytest.fixture
def schema():
    body = {"type": "object", "required": ["body"], "properties": {"body": {"type": "string", "maxLength": 3}}}
    slip = {"type": "string", "pattern": "^[a-c]$", "example": "0"}
    named = {
        "Around": AROUND,
        "Any": {
            "discriminator": {
                "propertyName": "type",
                "mapping": {"text": "#/components/schemas/Text", "image": "#/components/schemas/Image"},
            },
            "oneOf": [{"$ref": "#/components/schemas/Text"}, {"$ref": "#/components/schemas/Image"}],
        },
        "Text": of("text", body),
        "Image": of("image", {"type": "object", "properties": {"id": slip}}),
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Any"}}}
    paths = {"/{Version}/{Phone-Number-ID}/messages": {"post": {"requestBody": {"content": content}}}}
    return Description({"paths": paths, "components": {"schemas": named}}).request


def said(schema, **more):
    return verdict({"messaging_product": "whatsapp", "to": "+1", **more}, schema)[0]


def test_what_fits_is_valid_and_what_does_not_is_not(schema):
    assert said(schema, type="text", text={"body": "Ol\u00e1"}) == "valid"
    assert said(schema, type="text", text={"body": "Ol\u00e1!"}) == "INVALID"
    assert said(schema, type="text", text={}) == "INVALID"
    assert said(schema, type="text") == "INVALID"


def test_a_pattern_that_refuses_its_own_example_is_no_rule(schema):
    assert said(schema, type="image", image={"id": "0"}) == "valid"


def test_what_the_file_has_never_heard_of_is_not_covered(schema):
    assert said(schema, type="hologram", hologram={}) == "not covered"
    assert verdict({"messaging_product": "whatsapp", "recipient": "BR.1", "type": "text"}, schema)[0] == "not covered"


def test_a_body_of_every_kind_is_built():
    assert {body["type"] for body in bodies().values() if "type" in body} == {
        *("text", "image", "video", "audio", "document", "sticker", "location"),
        *("contacts", "interactive", "template", "reaction"),
    }
