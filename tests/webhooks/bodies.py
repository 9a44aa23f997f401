"""Webhook bodies shaped like Meta's, to be signed and posted."""

import json
from itertools import count

PHONE_NUMBER_ID = "106540352242922"
WABA_ID = "102290129340398"
NOON = 1_763_640_000  # some moment in November 2025, in Unix seconds

_serial = count(1)


def envelope(*values: dict, field: str = "messages", waba_id: str = WABA_ID) -> bytes:
    changes = [{"field": field, "value": value} for value in values]
    entry = {"id": waba_id, "time": NOON, "changes": changes}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def value(*, phone_number_id: str = PHONE_NUMBER_ID, **parts) -> dict:
    metadata = {"display_phone_number": "15550783881", "phone_number_id": phone_number_id}
    return {"messaging_product": "whatsapp", "metadata": metadata, **parts}


def person(*, wa_id: str = "", bsuid: str = "", name: str = "Ana Souza", username: str = "") -> dict:
    found: dict = {"profile": {"name": name}}
    if username:
        found["profile"]["username"] = username
    if wa_id:
        found["wa_id"] = wa_id
    if bsuid:
        found["user_id"] = bsuid
    return found


def message(text: str = "Olá", *, wa_id: str = "", bsuid: str = "", wamid: str = "", at: int = NOON, **more) -> dict:
    found = {"id": wamid or f"wamid.TEST{next(_serial)}", "timestamp": str(at), "type": "text", "text": {"body": text}}
    if wa_id:
        found["from"] = wa_id
    if bsuid:
        found["from_user_id"] = bsuid
    return found | more


def said(
    text: str = "Olá",
    *,
    wa_id: str = "5511987654321",
    bsuid: str = "",
    name: str = "Ana Souza",
    phone_number_id: str = PHONE_NUMBER_ID,
    **more,
) -> dict:
    """The value of one text message by one person."""
    return value(
        phone_number_id=phone_number_id,
        contacts=[person(wa_id=wa_id, bsuid=bsuid, name=name)],
        messages=[message(text, wa_id=wa_id, bsuid=bsuid, **more)],
    )


def status(wamid: str, word: str, *, at: int = NOON, **more) -> dict:
    return {"id": wamid, "status": word, "timestamp": str(at), "recipient_id": "5511987654321", **more}


def reported(*statuses: dict, **parts) -> dict:
    return value(statuses=list(statuses), **parts)
