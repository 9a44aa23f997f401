"""What became of what we said, as a webhook tells it."""

from datetime import datetime

from nxtchat.whatsapp.events_parties import introduced, party
from nxtchat.whatsapp.events_reading import Json, mapping, mappings, moment, whole, words
from nxtchat.whatsapp.events_types import Fault, Party, StatusReport


def read_status(
    status: Json, contacts: list[Party], *, waba_id: str, phone_number_id: str, at: datetime
) -> StatusReport:
    recipient = party(
        wa_id=words(status.get("recipient_id")),
        bsuid=words(status.get("recipient_user_id")),
        parent_bsuid=words(status.get("recipient_parent_user_id")),
    )
    # The recipient of what was said in a group is the group, and no person.
    recipient = Party() if words(status.get("recipient_type")) == "group" else introduced(recipient, contacts)
    errors = mappings(status.get("errors"))
    return StatusReport(
        waba_id=waba_id,
        phone_number_id=phone_number_id,
        recipient=recipient,
        wamid=words(status.get("id")),
        status=words(status.get("status")).lower(),
        at=moment(status.get("timestamp"), otherwise=at),
        participant=words(status.get("recipient_participant_id"))
        or words(status.get("participant_recipient_id"))
        or words(status.get("recipient_participant_user_id")),
        callback_data=words(status.get("biz_opaque_callback_data")),
        fault=read_fault(errors[0]) if errors else None,
        errors=errors or None,
        pricing=mapping(status.get("pricing")) or None,
    )


def read_fault(error: Json) -> Fault:
    details = words(mapping(error.get("error_data")).get("details")) or words(error.get("details"))
    return Fault(whole(error.get("code")), words(error.get("title")) or words(error.get("message")), details)
