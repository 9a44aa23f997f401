"""Why an event was not understood: short codes in the database, words for people."""

from django.utils.translation import gettext as _

NOT_CONNECTED = "number_not_connected"
ACCOUNT_NOT_CONNECTED = "account_not_connected"
FOREIGN_APP = "foreign_app"
NO_SENDER = "no_sender"
NO_ID = "no_message_id"
EMPTY = "empty"
WAITS_FOR_HISTORY = "waits_for_history"
FIELD, PROBLEM, CHOICE = "field:", "problem:", "choice:"  # followed by Meta's word for it


def of_field(name: str) -> str:
    return f"{FIELD}{name[:60]}" if name else EMPTY


def of_problem(code: int | None) -> str:
    return f"{PROBLEM}{code or ''}"


def of_choice(word: str) -> str:
    return f"{CHOICE}{word[:60]}"


def in_words(error: str) -> str:
    """For people; what failed is told as it was written down, a type and a place in our code."""
    if error.startswith(FIELD):
        return _("Nothing here uses “%(field)s” yet.") % {"field": error.removeprefix(FIELD)}
    if error == f"{PROBLEM}2593109":
        return _("The history of the phone is not shared: this was declined when the number was connected.")
    if error.startswith(PROBLEM):
        return _("WhatsApp reports a problem: code %(code)s.") % {"code": error.removeprefix(PROBLEM)}
    if error.startswith(CHOICE):
        choice = error.removeprefix(CHOICE)
        return _("Somebody chose “%(choice)s” in WhatsApp. We follow “stop” and “resume” only.") % {"choice": choice}
    words = {
        NOT_CONNECTED: _("It is about a number that is not connected. Connect it, then replay."),
        ACCOUNT_NOT_CONNECTED: _("It is about a business account that is not connected."),
        FOREIGN_APP: _("It was signed by another app than the one of its number."),
        NO_SENDER: _("A message in it names no sender."),
        NO_ID: _("A status in it does not say of which message."),
        WAITS_FOR_HISTORY: _("It brings a file of an older message that is not here yet. It is tried again by itself."),
        EMPTY: _("There is nothing in it that we know."),
    }
    return words.get(error, error)
