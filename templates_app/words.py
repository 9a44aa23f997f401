"""Meta's words about templates, in ours. A word that Meta invents tomorrow is shown as it is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nxtchat.whatsapp.notices_facts import CATEGORY

__all__ = ["CATEGORY", "STATUS"]

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
