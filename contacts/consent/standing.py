"""How somebody stands to us: what limits writing to them, and what they said yes or no to. One question for many."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.models import Mark, Purpose
from nxtchat.unnesting import array

PURPOSES = {"MARKETING": Purpose.MARKETING, "UTILITY": Purpose.SERVICE}  # by Meta's word for a template's category

OPTED_OUT, NO_CONSENT = "opted_out", "no_consent"
FINAL = {  # whatever is to be said, the gravest first
    Mark.Kind.ERASED: _("This person is being erased. Nothing can be sent to them."),
    Mark.Kind.RESTRICTED: _("This person asked us to keep their data but not to use it, so nothing can be sent."),
    Mark.Kind.BLOCKED: _("This person is blocked. Unblock them first."),
}
WORDS = {
    (OPTED_OUT, Purpose.MARKETING): _("This person wants no offers or news from you."),
    (OPTED_OUT, Purpose.SERVICE): _("This person wants no messages from you. You may still answer when they write."),
    (NO_CONSENT, Purpose.MARKETING): _(
        "This person has not agreed to offers and news. Write their consent down first."
    ),
}
UNASKED = _(
    "Nobody noted that this person agreed to messages about an order, an appointment or an account. "
    "Send this only if they gave you their number for it, and note that."
)
PERHAPS_A_MINOR = _("This person may be under 18, so they get no offers or news.")


@dataclass(frozen=True, slots=True)
class Standing:
    marks: set[str] = field(default_factory=set)
    consents: dict[str, bool] = field(default_factory=dict)  # by purpose

    def why_never(self) -> tuple[str, str | Promise] | None:
        """The code and the words, where nothing at all may be said to them."""
        return next(((kind.value, words) for kind, words in FINAL.items() if kind in self.marks), None)

    def why_not_for(self, category: str) -> tuple[str, str | Promise] | None:
        """The same for a template of this category. Marketing needs a yes, service only that there is no no.

        A code for signing in is what they asked for just now, so it needs neither.
        """
        purpose = PURPOSES.get(category)
        if purpose is None:
            return None
        said = self.consents.get(purpose)
        if purpose == Purpose.MARKETING and Mark.Kind.MINOR in self.marks:
            return NO_CONSENT, PERHAPS_A_MINOR
        if said is False:
            return OPTED_OUT, WORDS[OPTED_OUT, purpose]
        if said is None and purpose == Purpose.MARKETING:
            return NO_CONSENT, WORDS[NO_CONSENT, purpose]
        return None

    def advice(self, category: str) -> str | Promise:
        """What to think of before a template of this category goes to them, though nothing stands against it."""
        is_unasked = PURPOSES.get(category) == Purpose.SERVICE and Purpose.SERVICE not in self.consents
        return UNASKED if is_unasked else ""


def standings(contacts: Iterable[int]) -> dict[int, Standing]:
    """How each of these contacts stands."""
    found = {contact: Standing() for contact in contacts}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT contact_id, kind, NULL FROM contacts_mark
               WHERE contact_id = ANY(%s::bigint[]) AND lifted_at IS NULL
               UNION ALL SELECT contact_id, purpose, is_given FROM contacts_consentstate
               WHERE contact_id = ANY(%s::bigint[])""",
            [array(sorted(found))] * 2,
        )
        for contact, word, is_given in cursor.fetchall():
            if is_given is None:
                found[contact].marks.add(word)
            else:
                found[contact].consents[word] = is_given
    return found
