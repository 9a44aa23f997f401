"""Meta's words about templates, in ours. A word that Meta invents tomorrow is shown as it is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nxtchat.whatsapp.notices_facts import CATEGORY

__all__ = ["CATEGORY", "QUALITY", "REASONS", "STATUS"]

STATUS: dict[str, Promise] = {
    "APPROVED": _("Approved"),
    "PENDING": _("In review"),
    "REJECTED": _("Rejected"),
    "PAUSED": _("Paused"),
    "DISABLED": _("Disabled"),
    "IN_APPEAL": _("In appeal"),
    "PENDING_DELETION": _("Being deleted"),
    "DELETED": _("Deleted"),
    "LIMIT_EXCEEDED": _("Over the limit"),
    "ARCHIVED": _("Archived"),
    "LOCKED": _("Locked"),
}

QUALITY: dict[str, Promise] = {
    "GREEN": _("Good"),
    "YELLOW": _("Middling"),
    "RED": _("Bad"),
    "UNKNOWN": _("Not known yet"),
}

# Why reviewers say no, and what helps.
REASONS: dict[str, Promise] = {
    "ABUSIVE_CONTENT": _("The text seems to threaten or insult. Write it kindly."),
    "INCORRECT_CATEGORY": _("The text is not of the chosen category. Choose the other one, or change the text."),
    "INVALID_FORMAT": _("Something is written in a way that WhatsApp does not take, often a variable."),
    "SCAM": _("It looks like fraud, often because of a link. Write who you are and what it is for."),
    "PROMOTIONAL": _("It advertises something. Choose marketing, or leave the advertising out."),
    "TAG_CONTENT_MISMATCH": _("The text is not of the language or category that was chosen."),
}
