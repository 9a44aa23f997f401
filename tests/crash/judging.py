"""The promises, held against the evidence. Knows nothing of how our programs work."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.crash.evidence import Heard, Rows

ORDER = ("queued", "sending", "unknown", "sent", "failed", "delivered", "read", "played")  # from left to right
# What a new attempt needs: nothing was said, so the message waits again.
BACK = {("sending", "queued")}
REPORTED = ("sent", "failed", "delivered", "read", "played")
SETTLED = {*REPORTED, "unknown", "cancelled"}
SHOWN = 5  # of the same fault


def judge(heard: Heard, rows: Rows) -> dict[str, list[str]]:
    """Each promise that was broken, and by what."""
    faults: dict[str, list[str]] = defaultdict(list)
    for look in (_lost, _doubled, _asked_again, _unsettled, _moved_left, _untrue, _overtaken, _miscounted):
        for promise, what in look(heard, rows):
            faults[promise].append(what)
    return dict(faults)


def in_words(faults: dict[str, list[str]]) -> str:
    """A few of each, for a person."""
    lines = []
    for promise, found in faults.items():
        more = f" … and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        lines.append(f"{promise}: {len(found)}: {'; '.join(found[:SHOWN])}{more}")
    return "\n".join(lines)


Found = Iterator[tuple[str, str]]


def _lost(heard: Heard, rows: Rows) -> Found:
    for sha256 in heard.acknowledged - rows.events.keys():
        yield "lost: a body that was acknowledged", sha256
    for wamid in heard.wamids - rows.inbound.keys():
        yield "lost: what a customer said", wamid
    for client_id in heard.said - rows.outbound.keys():
        yield "lost: what an agent said", client_id
    for sha256, state in rows.events.items():
        if state in ("pending", "failed"):
            yield f"lost: an event is {state}", sha256


def _doubled(heard: Heard, rows: Rows) -> Found:
    for wamid, count in rows.inbound.items():
        if count > 1:
            yield "doubled: what a customer said", f"{wamid} ({count} times)"
        if wamid not in heard.wamids:
            yield "doubled: nobody said this", wamid
    for client_id, posts in heard.posts.items():
        count = sum(post["verdict"] == "accepted" for post in posts)
        if count > 1:
            yield "doubled: what an agent said", f"{client_id} ({count} times)"


def _asked_again(heard: Heard, _rows: Rows) -> Found:
    """Whatever was not refused may have been taken, so nothing may follow it."""
    for client_id, posts in heard.posts.items():
        verdicts = [post["verdict"] for post in posts]
        if any(verdict != "refused" for verdict in verdicts[:-1]):
            yield "resent: it may have been taken before", f"{client_id}: {', '.join(verdicts)}"


def _unsettled(_heard: Heard, rows: Rows) -> Found:
    for client_id, ours in rows.outbound.items():
        if ours.status not in SETTLED:
            yield f"unsettled: a message is {ours.status}", client_id
        if ours.is_leased:
            yield "unsettled: a message is leased", client_id
    if rows.open_attempts:
        yield "unsettled: attempts without an end", str(rows.open_attempts)
    if rows.waiting_reports:
        yield "unsettled: reports that wait though their message is there", str(rows.waiting_reports)


def _moved_left(_heard: Heard, rows: Rows) -> Found:
    for message, was, now in rows.moves:
        is_known = was in ORDER and now in ORDER
        if (was, now) not in BACK and not (is_known and ORDER.index(was) < ORDER.index(now)):
            yield "moved left", f"message {message}: {was} → {now}"


def _untrue(heard: Heard, rows: Rows) -> Found:
    """The tick says what Meta knows."""
    for client_id, ours in rows.outbound.items():
        posts = heard.posts.get(client_id, [])
        accepted = [post["wamid"] for post in posts if post["verdict"] == "accepted"]
        # Without an echo and without the answer, nobody can know whose report it is.
        reached = heard.told.get(client_id, set()) | heard.told.get(ours.wamid, set())
        words = reached.union(*(heard.told.get(wamid, set()) for wamid in accepted))
        told = max((ORDER.index(word) for word in reached), default=0)
        if ours.status in ORDER and ORDER.index(ours.status) < told:
            yield "untrue: a report did not arrive", f"{client_id} is {ours.status}, told: {sorted(reached)}"
        if ours.status in ("delivered", "read", "played") and ours.status not in words:
            yield "untrue: nobody reported that", f"{client_id} is {ours.status}, told: {sorted(words)}"
        if accepted and ours.status == "failed" and "failed" not in words:
            yield "untrue: it was taken, and is said to have failed", client_id
        if not accepted and ours.status in REPORTED and ours.status != "failed":
            yield "untrue: it was never taken", f"{client_id} is {ours.status}"
        if accepted and ours.wamid not in ("", *accepted):
            yield "untrue: it has another's id", client_id


def _overtaken(heard: Heard, rows: Rows) -> Found:
    """What was written first arrives first."""
    last: dict[str, int] = {}
    for to, client_id in heard.accepted:
        if client_id in rows.outbound:
            message = rows.outbound[client_id].id
            if message < last.get(to, 0):
                yield "overtaken", f"message {message} came after {last[to]}"
            last[to] = max(message, last.get(to, 0))


def _miscounted(_heard: Heard, rows: Rows) -> Found:
    for conversation, kept, counted in rows.conversations:
        if kept != counted:
            yield "miscounted", f"conversation {conversation}: {kept} is {counted}"


def figures(heard: Heard, rows: Rows, faults: dict[str, list[str]]) -> dict[str, int]:
    """What is printed of every run, good or bad."""
    statuses = Counter(ours.status for ours in rows.outbound.values())

    def count(kind: str) -> int:
        return sum(len(found) for promise, found in faults.items() if promise.startswith(kind))

    return {
        "inbound messages": len(rows.inbound),
        "bodies acknowledged": len(heard.acknowledged),
        "outbound messages": len(rows.outbound),
        "POSTs at Meta": sum(map(len, heard.posts.values())),
        "taken by Meta": len(heard.accepted),
        "delivered, read": statuses["delivered"] + statuses["read"] + statuses["played"],
        "sent": statuses["sent"],
        "failed": statuses["failed"],
        "unknown, for a person to settle": statuses["unknown"],
        "status changes": len(rows.moves),
        "LOST": count("lost"),
        "DOUBLED": count("doubled") + count("resent"),
        "moved left": count("moved left"),
        "other faults": sum(map(len, faults.values())) - sum(map(count, ("lost", "doubled", "resent", "moved left"))),
    }
