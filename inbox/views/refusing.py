"""Why something was not said, in words for whoever wanted to say it."""

from django.utils.translation import gettext as _

from inbox import services

Refused = (
    services.CannotReact,
    services.CannotSend,
    services.ClientIdTaken,
    services.EmptyText,
    services.NoSuchFile,
    services.NothingToQuote,
    services.TextTooLong,
    services.Unsayable,
)


def told(error: Exception) -> tuple[str, int]:
    """The words, and the status of the answer: 422 can be mended in the message, 409 cannot."""
    match error:
        case services.CannotSend():
            return error.reason, 409
        case services.ClientIdTaken():
            return _("This was sent already. Load the page again."), 409
        case services.CannotReact():
            return _("WhatsApp takes no reaction to this message."), 409
        case services.NoSuchFile():
            return _("This file is no longer here, or was sent already. Attach it again."), 422
        case services.NothingToQuote():
            return _("The message that this is about is not here, or has not reached WhatsApp yet."), 422
        case services.TextTooLong():
            limit = {"limit": error.limit}
            return _("This is too long: at most %(limit)d characters go into one message.") % limit, 422
        case services.Unsayable():
            return " ".join(fault.words for fault in error.faults[:3]), 422
    return _("Write something first."), 422
