"""How the objects of a new message are described: the Cloud API's shapes, with every limit that we look at."""

from typing import Any

from nxtchat.whatsapp.limits import KINDS

Schema = dict[str, Any]


def words(most: int, **more: Any) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": most, **more}


def obj(required: str = "", /, **properties: Schema) -> Schema:
    told: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return told | ({"required": required.split()} if required else {})


def many(of: Schema, least: int, most: int) -> Schema:
    return {"type": "array", "items": of, "minItems": least, "maxItems": most}


def one(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


LINK = words(2000, format="uri", pattern="^https?://")
ANYTHING: Schema = {"type": "object", "additionalProperties": True}

ID: Schema = {"type": "string", "format": "uuid"}
OUR_FILE = ID | {"description": "Of a file that was uploaded here."}


def file(**more: Schema) -> Schema:
    """A file that was brought here, or a link from which WhatsApp fetches it."""
    return {"oneOf": [obj("id", id=OUR_FILE, **more), obj("link", link=LINK, **more)]}


CAPTION, FILENAME = words(1024), words(240)
MEDIA = {
    "image": file(caption=CAPTION),
    "video": file(caption=CAPTION),
    "audio": file(voice={"type": "boolean", "description": "Show it as a voice message."}),
    "document": file(caption=CAPTION, filename=FILENAME),
    "sticker": file(),
}
COORDINATE = {"oneOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?[0-9]{1,3}(\.[0-9]{1,30})?$"}]}
LOCATION = obj("latitude longitude", latitude=COORDINATE, longitude=COORDINATE, name=words(1000), address=words(1000))
_TYPE = words(1000)
_CARD = obj(
    "name",
    name=obj(
        "formatted_name",
        **{part: words(1000) for part in ("formatted_name", "first_name", "last_name")},
        **{part: words(1000) for part in ("middle_name", "prefix", "suffix")},
    ),
    phones=many(obj("phone", phone=words(1000), type=_TYPE, wa_id=words(1000)), 0, 50),
    emails=many(obj("email", email=words(1000), type=_TYPE), 0, 50),
    urls=many(obj("url", url=words(1000), type=_TYPE), 0, 50),
    addresses=many(
        obj(**{part: words(1000) for part in ("street", "city", "state", "zip", "country", "country_code", "type")}),
        0,
        50,
    ),
    org=obj(company=words(1000), department=words(1000), title=words(1000)),
    birthday={"type": "string", "format": "date"},
)
CONTACTS = many(_CARD, 1, 257)
REACTION = obj(
    "message_id",
    message_id=ID | {"description": "Our id of the message."},
    emoji={"type": "string", "description": "Exactly one; an empty text takes the reaction back."},
)

_HEADER = obj(
    "type",
    type=one("text", "image", "video", "document"),
    text=words(60),
    image=file(),
    video=file(),
    document=file(filename=FILENAME),
)
_ROW = obj("id title", id=words(200), title=words(24), description=words(72))
_BUTTON = obj("type reply", type=one("reply"), reply=obj("id title", id=words(256), title=words(20)))
INTERACTIVE = obj(
    "type action",
    type=one(
        *("button", "list", "cta_url", "flow", "location_request_message", "product", "product_list"),
        *("catalog_message", "carousel", "address_message", "call_permission_request", "voice_call"),
        "contact_request",
    ),
    header=_HEADER,
    body=obj("text", text=words(4096, description="1024 characters, in a list 4096.")),
    footer=obj("text", text=words(60)),
    action=ANYTHING
    | {
        "description": "As the Cloud API writes it for this type: `buttons` (1 to 3), `button` and `sections` (10 rows "
        "in all), `name` and `parameters`, `catalog_id`, or `cards` (2 to 10).",
        "properties": {
            "buttons": many(_BUTTON, 1, 3),
            "button": words(20),
            "sections": many(obj(title=words(24), rows=many(_ROW, 1, 10), product_items=many(ANYTHING, 1, 30)), 1, 10),
            "name": words(60),
            "parameters": ANYTHING,
            "catalog_id": words(200),
            "product_retailer_id": words(200),
            "cards": many(ANYTHING, 2, 10),
        },
    },
)
SOURCE = obj(
    "from",
    **{"from": one("fixed", "field", "agent", "first_name", "name", "phone", "username", "external")},
    value={"description": "If it is `fixed`."},
    field=words(60, description="The key of a custom field, if it is from a `field`."),
    fallback=words(1024, description="For those of whom it is not known."),
)
VALUES: Schema = {
    "type": "object",
    "maxProperties": 100,
    "description": "Instead of `components`: by each place of the template (`header_1`, `body_name`, `button_0`, "
    "`card_0_body_1`, `header_file`, `code`, …) its words, where they come from, or the Cloud API's object of it.",
    "additionalProperties": {"anyOf": [words(2000), SOURCE, ANYTHING]},
}
TEMPLATE = obj(
    "name language",
    name=words(512),
    language=obj("code", code=words(20), policy=one("deterministic")),
    components=many(
        ANYTHING | {"description": "As the Cloud API: a `type` and its `parameters`."},
        0,
        20,
    ),
    values=VALUES,
)
ADDRESS: Schema = {
    "description": "A phone number with + and the country's code, WhatsApp's user id, or (as a number) a contact's id.",
    "oneOf": [
        {"type": "string", "pattern": r"^(\+[0-9 ().-]{7,30}|[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128})$"},
        {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
    ],
}

OBJECTS: dict[str, Schema] = {
    "text": words(4096),
    "location": LOCATION,
    "contacts": CONTACTS,
    "interactive": INTERACTIVE,
    "template": TEMPLATE,
    "reaction": REACTION,
}


def message(kind: str, **more: Schema) -> Schema:
    """What belongs to a message of this kind."""
    field = "media" if kind in MEDIA else kind
    fields: Schema = {
        "client_id": ID | {"description": "Chosen by you: the same id again never sends twice."},
        "kind": one(kind),
        field: MEDIA.get(kind) or OBJECTS[kind],
        **more,
    }
    if kind == "text":
        fields["kind"] = fields["kind"] | {"default": "text"}
        fields["preview_url"] = {"type": "boolean", "default": True, "description": "Show what a link leads to."}
    if kind != "reaction":
        fields["reply_to"] = ID | {"description": "Our id of the message to answer."}
    needed = ["client_id", field, *([] if kind == "text" else ["kind"]), *(["to"] if "to" in more else [])]
    return obj(" ".join(needed), **fields)


def any_message(**more: Schema) -> Schema:
    return {"oneOf": [message(kind, **more) for kind in KINDS]}


NUMBER: Schema = {
    "type": "integer",
    "minimum": 1,
    "maximum": 2**63 - 1,
    "description": "Which of our numbers writes, if there are several.",
}
NEW_MESSAGE = {"application/json": any_message()}
FIRST_MESSAGE = {"application/json": any_message(to=ADDRESS, number=NUMBER)}
