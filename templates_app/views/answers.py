"""What Meta answered, for the person who asked."""

from django.utils.translation import gettext as _

from nxtchat.whatsapp.client import GraphError


def in_words(error: GraphError) -> str:
    """Its own words where it has some."""
    said = error.details or error.title
    return _("WhatsApp says: %(words)s") % {"words": said} if said else _("WhatsApp did not answer. Try again.")
