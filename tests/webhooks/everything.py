"""One body of every kind about conversations; no two things in one conversation happen in the same second."""

from tests.webhooks.bodies import NOON, envelope, message, person, reported, said, status, value
from tests.webhooks.bodies_phone import (
    ANA,
    OURS,
    echo,
    echoes,
    entry,
    handover,
    history,
    history_files,
    past,
    phonebook,
    preference,
    standby,
)

BIA, RUI, EVA, USER = "5511987650002", "351911111111", "491711111111", "US.13491208655302741918"
FILE = {"id": "24230790383178626", "mime_type": "image/jpeg", "sha256": "ungwv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="}
KINDS: dict[str, dict | list] = {
    "image": {**FILE, "caption": "My plant", "url": "https://lookaside.fbsbx.com/1"},
    "video": {**FILE, "mime_type": "video/mp4"},
    "audio": {**FILE, "mime_type": "audio/ogg; codecs=opus", "voice": True},
    "document": {**FILE, "filename": "Bill.pdf"},
    "sticker": {**FILE, "animated": False},
    "location": {"latitude": -23.5, "longitude": -46.6, "name": "The shop", "address": "Rua 1"},
    "contacts": [{"name": {"formatted_name": "Barbara"}, "phones": [{"phone": "+55 11 9", "wa_id": "55119"}]}],
    "interactive": {"type": "nfm_reply", "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{}"}},
    "button": {"payload": "STOP", "text": "Stop promotions"},
    "order": {"catalog_id": "1", "text": "For Friday", "product_items": [{"quantity": "1", "item_price": 2.5}]},
    "reaction": {"message_id": "wamid.A1", "emoji": "👍"},
    "system": {"type": "customer_identity_changed", "body": "A new phone", "identity": {"hash": "x"}},
    "unsupported": {"type": "poll"},
    "request_welcome": {},
    "edit": {"original_message_id": "wamid.A1", "message": {"type": "text", "text": {"body": "Good evening"}}},
    "revoke": {"original_message_id": "wamid.A2"},
    "hologram": {"from": "the future"},
}


def whole_set() -> list[bytes]:
    first = message("Good day", wa_id=ANA, wamid="wamid.A1")
    second = message("Hm", wa_id=ANA, wamid="wamid.A2", at=NOON + 1)
    advert = {
        "source_id": "1",
        "source_type": "ad",
        "headline": "Plants",
        "image_url": "https://scontent.xx.fbcdn.net/1",
    }
    came = message("From an ad", wa_id=ANA, wamid="wamid.R", at=NOON + 70, referral=advert, from_logical_id="9")
    pricing = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"}
    kinds = [
        {"id": f"wamid.K{second}", "from": ANA, "timestamp": str(NOON + 10 + second), "type": kind, kind: part}
        for second, (kind, part) in enumerate(KINDS.items())
    ]
    nameless = {"id": "wamid.N", "from": ANA, "timestamp": str(NOON + 60), "text": {"body": "no type"}}
    grouped = message("All here?", wa_id=RUI, group_id="GROUP.1", wamid="wamid.G1", at=NOON)
    return [
        envelope(value(contacts=[person(wa_id=ANA)], messages=[first, second])),
        *(envelope(value(contacts=[person(wa_id=ANA)], messages=[one])) for one in (*kinds, nameless)),
        envelope(value(contacts=[person(wa_id=ANA)], messages=[came])),
        echoes(echo("On my way", wamid="wamid.E1", at=NOON + 100)),
        echoes(echo(wamid="wamid.E2", at=NOON + 101, type="image", image=FILE)),
        echoes(echo(wamid="wamid.E3", at=NOON + 102, type="revoke", revoke={"original_message_id": "wamid.E1"})),
        envelope(reported(status("wamid.E1", "delivered", at=NOON + 103))),
        envelope(reported(status("wamid.E1", "read", at=NOON + 104, pricing=pricing))),
        envelope(reported(status("wamid.E2", "failed", at=NOON + 105, errors=[{"code": 131026, "title": "x"}]))),
        envelope(reported(status("wamid.E2", "delivered", at=NOON + 106))),
        envelope(reported(status("wamid.E2", "in_orbit", at=NOON + 107))),
        history(
            past("Hi", wamid="wamid.H1", at=NOON - 900, by=BIA),
            past("Hello", wamid="wamid.H2", at=NOON - 890, by=OURS, status="PLAYED"),
            past(wamid="wamid.H3", at=NOON - 880, by=BIA),
            past("Live, too", wamid="wamid.H4", at=NOON - 870, by=BIA),
            past("An echo, too", wamid="wamid.H5", at=NOON - 860, by=OURS, status="READ"),
            thread=BIA,
        ),
        history_files(past(wamid="wamid.H3", at=NOON - 880, by=BIA) | {"type": "image", "image": FILE}),
        envelope(said("Live, too", wa_id=BIA, name="Bia", wamid="wamid.H4", at=NOON - 870)),
        echoes(echo("An echo, too", wamid="wamid.H5", at=NOON - 860, to=BIA)),
        phonebook(entry("Ana 1", at=NOON), entry("Ana 2", at=NOON + 5)),
        phonebook(entry("Bia 1", phone=BIA, at=NOON)),
        preference("stop"),
        preference("resume", wa_id=BIA),
        envelope(value(contacts=[person(wa_id=RUI, name="Rui")], messages=[grouped])),
        envelope(said("By myself", wa_id=RUI, name="Rui", wamid="wamid.R1")),
        standby(messages=[message("Open?", wa_id=EVA, wamid="wamid.S1", at=NOON + 10)]),
        standby(message_echoes=[{"id": "wamid.S2", "message": echo("Yes", to=EVA, wamid="wamid.S2", at=NOON + 20)}]),
        handover(at=NOON + 5, wa_id=EVA, new_owner_role="ai_agent"),
        handover(at=NOON + 30, wa_id=EVA, new_owner_role="escalation", previous_owner_role="ai_agent"),
        standby(messages=[message("A person?", wa_id=EVA, wamid="wamid.S3", at=NOON + 25)]),
        envelope(said("Only by name", wa_id="", bsuid=USER, name="Sheena", wamid="wamid.U1")),
    ]
