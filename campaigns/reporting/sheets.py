"""The ledger as a table: one row for each person, read in small parts so that a million need no more memory."""

from collections.abc import Iterator
from datetime import datetime

from campaigns.models import Campaign, Recipient

AT_ONCE = 1_000
TIMES = ("begun_at", "sent_at", "delivered_at", "read_at", "replied_at", "clicked_at", "opted_out_at", "failed_at")
HEADERS = ["name", "address", "country", "language", "state", "rule", "error", "variant", *TIMES]


def rows(campaign: Campaign) -> Iterator[list[str]]:
    yield HEADERS
    last = 0
    while some := _some(campaign, after=last):
        for one in some:
            yield _row(one)
        last = some[-1].pk


def _some(campaign: Campaign, *, after: int) -> list[Recipient]:
    found = Recipient.objects.filter(campaign=campaign, pk__gt=after).order_by("pk")
    return list(found.select_related("contact").prefetch_related("contact__identities")[:AT_ONCE])


def _row(one: Recipient) -> list[str]:
    person = one.contact  # nobody any more, once they were erased
    return [
        person.display_name if person else "",
        person.address if person else "",
        person.country if person and person.country.isalpha() else "",
        person.language if person else "",
        one.state,
        one.rule,
        "" if one.error_code is None else str(one.error_code),
        str(one.variant),
        *(_time(getattr(one, name)) for name in TIMES),
    ]


def _time(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
