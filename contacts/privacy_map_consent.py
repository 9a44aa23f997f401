"""What the ledger of consent says about people."""

from nxtchat.privacy_map import KEY, Category, Declaration, Export, NotPersonal, Personal

OF_CONTACT = Personal(category=Category.CONTACT, subject="contact")
OUR_LABEL = Personal(category=Category.CONTACT, subject="contact", export=Export.COPY)
BY = Personal(category=Category.USAGE, subject="contact", export=Export.PSEUDONYM)
SENTENCE = NotPersonal("A sentence that is put before everybody; what somebody answered is in the ledger.")

CONSENT: dict[str, dict[str, Declaration]] = {
    "contacts.ConsentEvent": {
        "id": KEY,
        "contact": OF_CONTACT,
        "purpose": OF_CONTACT,
        "is_given": OF_CONTACT,
        "at": OF_CONTACT,
        "source": OUR_LABEL,
        "channel": OUR_LABEL,
        "wording": OF_CONTACT,
        "version": OUR_LABEL,
        "language": OUR_LABEL,
        "message": OUR_LABEL,
        "evidence": OUR_LABEL,
        "by": BY,
        "recorded_at": OUR_LABEL,
    },
    "contacts.ConsentState": {
        "id": KEY,
        "contact": OF_CONTACT,
        "purpose": OF_CONTACT,
        "is_given": OF_CONTACT,
        "since": OF_CONTACT,
        "source": OUR_LABEL,
    },
    "contacts.Wording": {
        "id": KEY,
        "name": SENTENCE,
        "number": SENTENCE,
        "purpose": SENTENCE,
        "language": SENTENCE,
        "text": SENTENCE,
        "by": Personal(category=Category.USAGE, subject="by", export=Export.COPY),
        "at": SENTENCE,
        "retired_at": SENTENCE,
    },
    "contacts.Mark": {
        "id": KEY,
        "contact": OUR_LABEL,
        "kind": OUR_LABEL,
        "reason": OUR_LABEL,
        "by": BY,
        "at": OUR_LABEL,
        "lifted_at": OUR_LABEL,
        "lifted_by": BY,
        "lifted_because": OUR_LABEL,
    },
}
