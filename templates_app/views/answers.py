"""What Meta answered, for the person who asked."""

from django.utils.translation import gettext as _

from nxtchat.whatsapp.client import GraphError, GraphUnknown


def in_words(error: GraphError) -> str:
    """Its own words where it has some."""
    if isinstance(error, GraphUnknown):
        return _("WhatsApp did not answer. It may have done it: look at the list before you try again.")
    said = error.details or error.title
    return _("WhatsApp says: %(words)s") % {"words": said} if said else _("WhatsApp did not answer. Try again.")
