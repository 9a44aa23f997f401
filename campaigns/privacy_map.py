"""What the tables of campaigns say about people: who was written to, what became of it, and who of us decided."""

from nxtchat.privacy_map import KEY, Category, Erase, Export, NotPersonal, Personal

PLAN = NotPersonal("What the business means to send, when and to what kind of people.")
SUM = NotPersonal("Only how many.")
OUTBOX = NotPersonal("How far our own sending has come.")


def _author(column: str) -> Personal:
    return Personal(
        category=Category.CAMPAIGNS,
        subject=column,
        export=Export.COPY,
        erase=Erase.KEEP,
        why="It stays clear who decided what was sent in the name of the business.",
    )


def _of(column: str = "contact") -> Personal:
    """Once the row names nobody any more, it is one of many that are counted."""
    return Personal(category=Category.CAMPAIGNS, subject=column, export=Export.COPY, erase=Erase.BLANK)


COUNTED = Personal(
    category=Category.CAMPAIGNS,
    subject="contact",
    export=Export.COPY,
    erase=Erase.KEEP,
    why="The person is taken off the row; what is left counts one of many and leads to nobody.",
)
LISTED = Personal(category=Category.CAMPAIGNS, subject="contact")

PRICE = NotPersonal("What WhatsApp asks for messages.")
BRINGER = Personal(
    category=Category.CAMPAIGNS,
    subject="added_by",
    export=Export.COPY,
    erase=Erase.KEEP,
    why="It stays clear who brought the prices that estimates were made of.",
)

DECLARED = {
    "campaigns.Campaign": {
        "id": KEY,
        **dict.fromkeys(("name", "template", "number", "values", "audience", "state", "category", "copied_from"), PLAN),
        **dict.fromkeys(("starts_at", "zone", "in_their_zone", "repeats", "quiet_from", "quiet_until"), PLAN),
        **dict.fromkeys(("finish_by", "per_second", "per_day", "stop_percent", "stop_among"), PLAN),
        **dict.fromkeys(("cap_messages", "cap_days", "held_back", "hold_out", "needs_second", "estimate"), PLAN),
        **dict.fromkeys(("started_at", "frozen_sources", "frozen_through", "frozen_at", "doubles"), OUTBOX),
        **dict.fromkeys(("resumed_at", "paused_at", "stopped_for", "waived", "ended_at"), OUTBOX),
        **dict.fromkeys(("created_by", "created_at"), _author("created_by")),
        **dict.fromkeys(("confirmed_by", "confirmed_at"), _author("confirmed_by")),
        **dict.fromkeys(("seconded_by", "seconded_at"), _author("seconded_by")),
    },
    "campaigns.Variant": {
        "id": KEY,
        **dict.fromkeys(("campaign", "place", "template", "values", "percent"), PLAN),
    },
    "campaigns.Trial": {
        "id": KEY,
        "campaign": PLAN,
        "message": Personal(category=Category.CAMPAIGNS, subject="message__conversation__contact", export=Export.COPY),
        **dict.fromkeys(("by", "at"), _author("by")),
    },
    "campaigns.Happening": {
        "id": KEY,
        "campaign": PLAN,
        **dict.fromkeys(("kind", "by", "facts", "at"), _author("by")),
    },
    "campaigns.Listed": {
        "id": KEY,
        **dict.fromkeys(("campaign", "contact", "times"), LISTED),
    },
    "campaigns.Recipient": {
        "id": KEY,
        "campaign": COUNTED,
        **dict.fromkeys(("contact", "message"), _of()),
        **dict.fromkeys(("state", "rule", "variant", "begun_at", "error_code"), COUNTED),
        **dict.fromkeys(("sent_at", "delivered_at", "read_at", "replied_at", "clicked_at"), COUNTED),
        **dict.fromkeys(("opted_out_at", "failed_at"), COUNTED),
        **dict.fromkeys(("due_at", "tries", "claim", "lease_until"), OUTBOX),
    },
    "campaigns.Tally": {
        "id": KEY,
        **dict.fromkeys(("campaign", "variant", "state", "rule", "is_begun", "is_delivered"), SUM),
        **dict.fromkeys(("is_read", "is_replied", "is_clicked", "is_opted_out", "count"), SUM),
    },
    "campaigns.RateTable": {
        "id": KEY,
        "currency": PRICE,
        "starts_on": PRICE,
        "added_by": BRINGER,
        "added_at": BRINGER,
    },
    "campaigns.Rate": {
        "id": KEY,
        "table": KEY,
        "market": PRICE,
        "category": PRICE,
        "after": PRICE,
        "micros": PRICE,
    },
}
