"""What there is in the pretend world: apps, business accounts, lines, people, messages, templates and media."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field, fields
from typing import Any

# Enough of the world's country codes to give pretend people a believable user id.
COUNTRIES = {
    "1": "US", "20": "EG", "27": "ZA", "33": "FR", "34": "ES", "39": "IT", "44": "GB", "49": "DE", "51": "PE",
    "52": "MX", "54": "AR", "55": "BR", "56": "CL", "57": "CO", "62": "ID", "91": "IN", "92": "PK", "234": "NG",
    "254": "KE", "351": "PT", "880": "BD", "966": "SA", "971": "AE",
}  # fmt: skip
FIELDS = [
    "messages",
    "message_template_status_update",
    "message_template_quality_update",
    "message_template_components_update",
    "template_category_update",
    "phone_number_quality_update",
    "phone_number_name_update",
    "account_update",
    "account_alerts",
    "account_review_update",
    "account_settings_update",
    "business_capability_update",
    "security",
    "flows",
    "calls",
    "user_preferences",
    "user_id_update",
]


def new_id() -> str:
    """Fifteen digits, as most of Meta's ids have."""
    return str(secrets.randbelow(9 * 10**14) + 10**14)


def digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdecimal() and character.isascii())


def country_code(phone: str) -> str:
    number = digits(phone)
    return next((number[:size] for size in (3, 2, 1) if number[:size] in COUNTRIES), number[:2])


@dataclass
class App:
    app_id: str
    secret: str
    name: str = "Pretend app"
    callback_url: str = ""
    verify_token: str = ""
    callback_verified: bool = False
    fields: list[str] = field(default_factory=lambda: list(FIELDS))

    @property
    def token(self) -> str:
        return f"{self.app_id}|{self.secret}"


@dataclass
class Waba:
    waba_id: str
    app_id: str
    token: str
    name: str = "Pretend business"
    business_id: str = field(default_factory=new_id)
    namespace: str = field(default_factory=lambda: secrets.token_hex(16))
    subscribed: bool = False
    override_url: str = ""
    override_verify_token: str = ""
    issued_at: int = 0  # when the token was made
    blocked_names: dict[str, float] = field(default_factory=dict)  # of approved templates that were deleted: until when


@dataclass
class Line:
    """A phone number of the business. Meta calls its id the phone number id."""

    phone_number_id: str
    waba_id: str
    display_phone: str
    verified_name: str = "Pretend business"
    status: str = "CONNECTED"
    quality: str = "GREEN"
    pin: str = ""
    registered: bool = True
    profile: dict[str, Any] = field(default_factory=dict)
    blocked: list[str] = field(default_factory=list)  # phones

    @property
    def digits(self) -> str:
        return digits(self.display_phone)


@dataclass
class Person:
    """A customer. `phone` is the WhatsApp id; it is not told to the business while the number is hidden."""

    phone: str
    name: str = ""
    username: str = ""
    user_id: str = ""
    hidden: bool = False
    on_whatsapp: bool = True
    language: str = ""

    def bsuid(self, business_id: str) -> str:
        """The same person has another user id at every business."""
        if self.user_id:
            return self.user_id
        number = int(hashlib.sha256(f"{business_id}:{self.phone}".encode()).hexdigest()[:16], 16)
        return f"{COUNTRIES.get(country_code(self.phone), 'US')}.{number:020d}"


@dataclass
class Message:
    """`direction` is seen from the business, as everywhere in the product: in is what the customer said."""

    wamid: str
    phone_number_id: str
    person: str
    direction: str
    type: str
    body: dict[str, Any]
    at: float
    status: str = ""
    callback_data: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    addressed_by_bsuid: bool = False
    errors: list[dict[str, Any]] = field(default_factory=list)
    status_at: float = 0.0

    @property
    def chat(self) -> str:
        return f"{self.phone_number_id}:{self.person}"


@dataclass
class Template:
    template_id: str
    waba_id: str
    name: str
    language: str
    category: str
    components: list[dict[str, Any]]
    parameter_format: str = "POSITIONAL"
    status: str = "PENDING"
    rejected_reason: str = "NONE"
    quality: str = "UNKNOWN"
    correct_category: str = ""
    seconds_to_live: int | None = None
    edited: list[float] = field(default_factory=list)  # when, of what was approved


@dataclass
class Media:
    media_id: str
    waba_id: str
    mime_type: str
    sha256: str  # hexadecimal
    size: int
    filename: str = ""
    at: float = 0.0
    until: float = 0.0  # when Meta forgets it
    is_wrong: bool = False  # its content is not what it was said to be


@dataclass
class Parcel:
    """One POST to the business. Its bytes never change again, however often it is tried."""

    parcel_id: str
    app_id: str
    url: str
    body: str
    age: float = 0.0  # seconds spent waiting between tries


KINDS: dict[str, type] = {kind.__name__: kind for kind in (App, Waba, Line, Person, Message, Template, Media, Parcel)}


def key_of(thing: Any) -> str:
    """The first field of each is its key."""
    return getattr(thing, fields(thing)[0].name)


def new_wamid(*, phone: str, direction: str) -> str:
    """Shaped like Meta's: base64 around the customer's phone number, so it is personal data like theirs."""
    tail = secrets.token_hex(10 if direction == "in" else 9).upper().encode()
    number = phone.encode()
    mark = b"\x12" if direction == "in" else b"\x11"
    packed = b"\x1c\x18" + bytes([len(number)]) + number + b"\x15\x02\x00" + mark + b"\x18" + bytes([len(tail)]) + tail
    return "wamid." + base64.b64encode(packed + b"\x00").decode()
