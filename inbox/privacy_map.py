"""What the inbox says about people: what they wrote, when, and who of us answered."""

from nxtchat.privacy_map import KEY, Category, Export, NotPersonal, Personal


def _of(subject: str) -> tuple[Personal, Personal, Personal]:
    """(what was written, when and how, what we noted) about the contact at the end of the path."""
    return (
        Personal(category=Category.MESSAGES, subject=subject),
        Personal(category=Category.CONTACT, subject=subject),
        Personal(category=Category.CONTACT, subject=subject, export=Export.COPY),
    )


def _colleague(subject: str) -> Personal:
    """Goes with the conversation; in a customer's copy our people stay without name."""
    return Personal(category=Category.USAGE, subject=subject, export=Export.PSEUDONYM)


SAID, WHEN, OURS = _of("contact")
THREAD_SAID, THREAD_WHEN, THREAD_OURS = _of("conversation__contact")
MESSAGE_SAID, MESSAGE_WHEN, MESSAGE_OURS = _of("message__conversation__contact")
DELIVERY = NotPersonal("How far our own delivery has come.")
STORING = NotPersonal("How far fetching the file has come.")
HEADER = NotPersonal("A file that everybody gets who gets a template; what is for one person is Media.")
NUMBER = NotPersonal("Which number of the business it went through.")
CONFIRMING = NotPersonal("What everybody is told who writes STOP.")

DECLARED = {
    "inbox.NumberAccess": {
        "id": KEY,
        "number": NUMBER,
        "team": NotPersonal("Which team answers the number."),
    },
    "inbox.Conversation": {
        "id": KEY,
        "number": NUMBER,
        "contact": WHEN,
        "peer": WHEN,
        "state": OURS,
        "assignee": _colleague("assignee"),
        "created_at": WHEN,
        "last_message_at": WHEN,
        "last_inbound_at": WHEN,
        "window_closes_at": WHEN,
        "waiting_since": OURS,
        "inbound_count": WHEN,
        "receipted_count": OURS,
        "preview": SAID,
        "preview_kind": SAID,
        "preview_direction": SAID,
        "last_status": WHEN,
        "held_by": OURS,
        "handed_over_at": OURS,
    },
    "inbox.Poured": {"id": KEY, "conversation": THREAD_OURS},
    "inbox.Block": {
        "id": KEY,
        "conversation": THREAD_OURS,
        "is_wanted": THREAD_OURS,
        "due_at": THREAD_OURS,
        "asked_at": THREAD_OURS,
        "held_until": DELIVERY,
        "tries": DELIVERY,
        "code": THREAD_OURS,
    },
    "inbox.Note": {
        "id": KEY,
        "conversation": THREAD_OURS,
        "author": _colleague("author"),
        "client_id": KEY,
        "text": Personal(category=Category.MESSAGES, subject="conversation__contact", export=Export.COPY),
        "created_at": THREAD_OURS,
    },
    "inbox.Turn": {
        "id": KEY,
        "conversation": THREAD_OURS,
        "kind": THREAD_OURS,
        "by": _colleague("by"),
        "to": _colleague("to"),
        "text": THREAD_SAID,
        "created_at": THREAD_OURS,
    },
    "inbox.ReadMark": {
        "id": KEY,
        "agent": _colleague("agent"),
        "conversation": THREAD_OURS,
        "seen_count": _colleague("agent"),
        "seen_at": _colleague("agent"),
    },
    "inbox.Message": {
        "id": KEY,
        "conversation": THREAD_WHEN,
        "number": NUMBER,
        "client_id": KEY,
        "wamid": THREAD_WHEN,
        "speaker": Personal(category=Category.MESSAGES, subject="speaker"),
        "direction": THREAD_WHEN,
        "kind": THREAD_SAID,
        "text": THREAD_SAID,
        "origin": THREAD_WHEN,
        "is_automatic": THREAD_WHEN,
        "event_id": KEY,
        "payload": THREAD_SAID,
        "status": THREAD_WHEN,
        "author": _colleague("author"),
        "reply_to_wamid": THREAD_WHEN,
        "created_at": THREAD_WHEN,
        "sent_at": THREAD_WHEN,
        "delivered_at": THREAD_WHEN,
        "read_at": THREAD_WHEN,
        "played_at": THREAD_WHEN,
        "failed_at": THREAD_WHEN,
        "error_code": THREAD_OURS,
        "error": THREAD_OURS,
        "pricing": THREAD_OURS,
        "attempt": DELIVERY,
        "next_attempt_at": DELIVERY,
        "lease_until": DELIVERY,
        "post_began_at": DELIVERY,
    },
    "inbox.Media": {
        "id": KEY,
        "conversation": THREAD_WHEN,
        "message": THREAD_WHEN,
        "key": KEY,
        "header": THREAD_WHEN,
        "role": THREAD_WHEN,
        "public_id": KEY,
        "kind": THREAD_SAID,
        "state": STORING,
        "reason": STORING,
        "mime": THREAD_SAID,
        "filename": THREAD_SAID,
        "size": THREAD_SAID,
        "sha256": THREAD_SAID,
        "path": KEY,
        "thumbnail_path": KEY,
        "width": THREAD_SAID,
        "height": THREAD_SAID,
        "seconds": THREAD_SAID,
        "is_voice": THREAD_SAID,
        "meta_id": THREAD_WHEN,
        "meta_id_until": STORING,
        "attempts": STORING,
        "next_attempt_at": STORING,
        "author": _colleague("author"),
        "created_at": THREAD_WHEN,
    },
    "inbox.HeaderFile": {
        "id": KEY,
        "account": HEADER,
        "public_id": KEY,
        "kind": HEADER,
        "mime": HEADER,
        "filename": HEADER,
        "size": HEADER,
        "sha256": HEADER,
        "path": KEY,
        "thumbnail_path": KEY,
        "width": HEADER,
        "height": HEADER,
        "seconds": HEADER,
        "secret": KEY,
        "author": _colleague("author"),
        "created_at": HEADER,
    },
    "inbox.HeaderUpload": {"id": KEY, "file": HEADER, "number": NUMBER, "meta_id": HEADER, "until": HEADER},
    "inbox.Confirmation": {
        "id": KEY,
        "number": NUMBER,
        "is_on": CONFIRMING,
        "words": CONFIRMING,
    },
    "inbox.Attempt": {
        "id": KEY,
        "message": MESSAGE_OURS,
        "count": DELIVERY,
        "began_at": MESSAGE_OURS,
        "ended_at": MESSAGE_OURS,
        "outcome": MESSAGE_OURS,
        "error_code": MESSAGE_OURS,
        "trace_id": NotPersonal("Meta's name for one request."),
    },
    "inbox.StatusFact": {
        "id": KEY,
        "number": NUMBER,
        "wamid": MESSAGE_WHEN,
        "status": MESSAGE_WHEN,
        "participant": MESSAGE_WHEN,
        "at": MESSAGE_WHEN,
        "callback_data": KEY,
        "errors": MESSAGE_OURS,
        "pricing": MESSAGE_OURS,
        "message": MESSAGE_WHEN,
        "received_at": MESSAGE_OURS,
        "event_id": KEY,
    },
}
