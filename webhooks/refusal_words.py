"""Why requests were turned away, for people, and what helps."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Words(NamedTuple):
    title: str | Promise
    todo: str | Promise


ELSE = Words(_("Turned away"), "")
WORDS = {
    "unsigned": Words(
        _("Not signed"),
        _(
            "Meta signs everything, so this was somebody else, and there is nothing to do. But if no messages arrive"
            " at all: does a proxy in front of this server drop the header X-Hub-Signature-256?"
        ),
    ),
    "wrong_signature": Words(
        _("Signed with another secret"),
        _(
            "If the app secret was changed at Meta, enter the new one in the set-up soon: Meta tries again for some"
            " days, and then nothing is lost. Else it was not Meta, and there is nothing to do."
        ),
    ),
    "invalid": Words(
        _("Not readable"),
        _("It was no JSON, or not as long as it said. Does a proxy in front of this server change what passes?"),
    ),
    "compressed": Words(
        _("Compressed"), _("Meta does not compress. Does a proxy in front of this server change what passes?")
    ),
    "too_large": Words(_("Larger than 4 MB"), _("Meta sends at most 3 MB, so this was somebody else.")),
    "slow": Words(_("Came too slowly"), _("Meta tries again. If it happens often, look at the network.")),
    "truncated": Words(_("Broken off"), _("Meta tries again. If it happens often, look at the network.")),
    "not_stored": Words(
        _("Could not be stored"), _("The database did not take it in time. Meta tries again, so nothing is lost yet.")
    ),
}


def in_words(reason: str) -> Words:
    return WORDS.get(reason, ELSE)
