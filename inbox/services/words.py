"""What all the services do first: take the row, and take the text as it can be kept."""

from django.http import Http404

from inbox.models import Conversation


def locked(conversation: Conversation) -> Conversation:
    """The conversation as it is now, and nobody else's until the transaction ends."""
    fresh = Conversation.objects.select_related("number__account", "contact", "peer", "assignee")
    try:
        return fresh.select_for_update(of=("self",), no_key=True).get(pk=conversation.pk)
    except Conversation.DoesNotExist as error:  # poured into another one, or erased, since it was looked up
        raise Http404 from error


def clean(text: str) -> str:
    """Without what Postgres and UTF-8 cannot hold, and with the line ends of one system."""
    text = text.replace("\0", "").replace("\r\n", "\n")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of emoji become a sign
    return text.strip()
