"""What Meta's raw events say about people: everything that was written, until the event is no longer needed."""

from nxtchat.privacy_map import KEY, UNLINKED, Category, Export, NotPersonal, Personal

RAW = Personal(
    category=Category.MESSAGES,
    subject=UNLINKED,
    export=Export.NONE,
    why="A raw event may speak of several people; what it says of one is in their messages. Found by reading it.",
)
HANDLING = NotPersonal("How far the handling of the event has come.")
WHERE = NotPersonal("Where handling failed: names of fields and types, never a value.")
TRAFFIC = NotPersonal("How much came in on a number of ours, from everybody together.")

READING = Personal(category=Category.USAGE, subject="agent", export=Export.COPY)

DECLARED = {
    "webhooks.WebhookEvent": {
        "id": KEY,
        "body": RAW,
        "sha256": RAW,
        "account": NotPersonal("The business account whose secret signed it."),
        "received_at": RAW,
        "state": HANDLING,
        "handled_at": HANDLING,
        "attempts": HANDLING,
        "next_attempt_at": HANDLING,
        "error": WHERE,
    },
    "webhooks.ParkedUpdate": {
        "id": KEY,
        "event": HANDLING,
        "position": HANDLING,
        "field": HANDLING,
        "error": WHERE,
    },
    "webhooks.BodyReading": {"id": KEY, "event": READING, "agent": READING, "at": READING},
    "webhooks.HourCount": {"id": KEY, "number": TRAFFIC, "hour": TRAFFIC, "count": TRAFFIC, "last_at": TRAFFIC},
}
