"""The rule of standing.py as Postgres asks it of a million: the same answers, or a test fails."""

from contacts.consent.standing import NO_CONSENT, OPTED_OUT, PURPOSES
from contacts.models import Mark, Purpose

# `{contact}`: an expression that gives the contact's id. One look into each of two indexes for each person.
_MARKED = (
    "EXISTS (SELECT FROM contacts_mark k WHERE k.contact_id = {contact} AND k.lifted_at IS NULL AND k.kind = '%s')"
)
_SAID = "(SELECT s.is_given FROM contacts_consentstate s WHERE s.contact_id = {contact} AND s.purpose = '%s')"


def why_not(category: str, *, contact: str) -> str:
    """An expression: the code of what stands against sending them a template of this category, or ''."""
    finally_ = [f"WHEN {_MARKED % kind.value} THEN '{kind.value}'"
                for kind in (Mark.Kind.ERASED, Mark.Kind.RESTRICTED, Mark.Kind.BLOCKED)]  # fmt: skip
    purpose = PURPOSES.get(category)
    of_purpose = []
    if purpose == Purpose.MARKETING:
        of_purpose.append(f"WHEN {_MARKED % Mark.Kind.MINOR.value} THEN '{NO_CONSENT}'")
    if purpose:
        said = _SAID % purpose.value
        no_word = f"'{NO_CONSENT}'" if purpose == Purpose.MARKETING else "''"
        of_purpose.append(f"ELSE CASE {said} WHEN TRUE THEN '' WHEN FALSE THEN '{OPTED_OUT}' ELSE {no_word} END")
    else:
        of_purpose.append("ELSE ''")
    return f"CASE {' '.join((*finally_, *of_purpose))} END".format(contact=contact)
