"""What the tables about our own numbers say about people: nothing."""

from nxtchat.privacy_map import KEY, Category, Export, NotPersonal, Personal

OURS = NotPersonal("It describes the business and its number, not a person.")
SECRET = NotPersonal("A secret of the business, encrypted at rest.")
TIME = NotPersonal("When something happened to the business's own account or number.")

DONE_BY = Personal(category=Category.USAGE, subject="put_away_by", export=Export.COPY)

DECLARED = {
    "whatsapp.Account": {
        "id": KEY,
        "waba_id": OURS,
        "name": OURS,
        "app_id": OURS,
        "app_secret": SECRET,
        "previous_app_secret": SECRET,
        "token": SECRET,
        "verify_token": SECRET,
        "is_pretend": OURS,
        "webhook_verified_at": TIME,
        "first_event_at": TIME,
        "review": OURS,
        "ban_state": OURS,
        "restrictions": OURS,
        "partner_state": OURS,
        "limit_tier": OURS,
        "told_at": TIME,
        "created_at": TIME,
    },
    "whatsapp.Number": {
        "id": KEY,
        "account": OURS,
        "phone_number_id": OURS,
        "display_phone": OURS,
        "verified_name": OURS,
        "status": OURS,
        "quality": OURS,
        "stopped_code": OURS,
        "stopped_at": TIME,
        "first_reply_delivered_at": TIME,
        "name_decision": OURS,
        "throughput": OURS,
        "is_on_phone": OURS,
        "told_at": TIME,
        "receipts": OURS,
        "created_at": TIME,
    },
    "whatsapp.Notice": {
        "id": KEY,
        "account": OURS,
        "number": OURS,
        "code": OURS,
        "subject": OURS,
        "weight": OURS,
        "facts": OURS,
        "key": KEY,
        "event_id": KEY,
        "at": TIME,
        "over_at": TIME,
        "put_away_at": DONE_BY,
        "put_away_by": DONE_BY,
    },
}
