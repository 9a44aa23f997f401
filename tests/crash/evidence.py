"""What can be known about a run from outside: what was said and heard, and what the database holds now."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg


@dataclass
class Heard:
    """By Meta, by the customers and by the agents; none of it comes from our own programs."""

    acknowledged: set[str] = field(default_factory=set)  # SHA-256 of each body that was answered with 200
    wamids: set[str] = field(default_factory=set)  # of what customers said, in bodies that were acknowledged
    said: set[str] = field(default_factory=set)  # client_id of what the API took
    posts: dict[str, list[dict[str, Any]]] = field(
        default_factory=dict
    )  # of each client_id, in order: {verdict, wamid}
    told: dict[str, set[str]] = field(default_factory=dict)  # by wamid and echoed client_id: words of reports
    accepted: list[tuple[str, str]] = field(default_factory=list)  # (to, client_id), in the order of acceptance

    def read(self, folder: Path) -> None:
        """What the Meta process wrote down."""
        posts: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for entry in _lines(folder / "graph.jsonl"):
            posts[entry["uuid"]].append(entry)
            if entry["verdict"] == "accepted":
                self.accepted.append((entry["to"], entry["uuid"]))
        self.posts = dict(posts)
        told: dict[str, set[str]] = defaultdict(set)
        for entry in _lines(folder / "told.jsonl"):
            self.acknowledged.add(entry["sha256"])
            for uuid, wamid, word in entry["statuses"]:
                for key in filter(None, (uuid, wamid)):
                    told[key].add(word)
        self.told = dict(told)


@dataclass
class Ours:
    """One of our messages, as the database has it."""

    id: int
    status: str
    wamid: str = ""
    is_leased: bool = False


@dataclass
class Rows:
    events: dict[str, str] = field(default_factory=dict)  # SHA-256: state
    inbound: dict[str, int] = field(default_factory=dict)  # wamid: how often
    outbound: dict[str, Ours] = field(default_factory=dict)  # by client_id
    moves: list[tuple[int, str, str]] = field(default_factory=list)  # every change of a status, in order
    open_attempts: int = 0
    waiting_reports: int = 0  # whose message is there
    conversations: list[tuple[int, tuple, tuple]] = field(default_factory=list)  # id, as kept, as counted anew


# What a conversation keeps, and the same from its messages: what is there to read, and what opens the window.
CONVERSATIONS = """
SELECT c.id, c.inbound_count, c.last_message_at, c.last_inbound_at, c.window_closes_at - interval '24 hours',
    count(m.id) FILTER (WHERE m.opens AND m.kind <> 'reaction'), max(m.created_at),
    max(m.created_at) FILTER (WHERE m.opens), max(m.created_at) FILTER (WHERE m.opens)
FROM inbox_conversation c LEFT JOIN (
    SELECT *, direction = 'in' AND kind NOT IN ('system', 'edit', 'revoke') AS opens FROM inbox_message
) m ON m.conversation_id = c.id GROUP BY c.id
"""
WAITING = """
SELECT count(*) FROM inbox_statusfact f WHERE f.message_id IS NULL AND EXISTS (
    SELECT 1 FROM inbox_message m WHERE m.number_id = f.number_id AND m.wamid = f.wamid AND m.direction = 'out')
"""


def look(url: str) -> Rows:
    """Asked over a connection of our own."""
    with psycopg.connect(url, connect_timeout=10) as db:
        return Rows(
            events=dict(db.execute("SELECT encode(sha256, 'hex'), state FROM webhooks_webhookevent").fetchall()),
            inbound=dict(
                db.execute("SELECT wamid, count(*) FROM inbox_message WHERE direction = 'in' GROUP BY wamid").fetchall()
            ),
            outbound={
                client_id: Ours(*rest)
                for client_id, *rest in db.execute(
                    "SELECT client_id::text, id, status, wamid, lease_until IS NOT NULL FROM inbox_message "
                    "WHERE direction = 'out'"
                ).fetchall()
            },
            moves=db.execute("SELECT message, was, now FROM crash_history ORDER BY id").fetchall(),
            open_attempts=_number(db, "SELECT count(*) FROM inbox_attempt WHERE outcome = ''"),
            waiting_reports=_number(db, WAITING),
            conversations=[(row[0], row[1:5], row[5:]) for row in db.execute(CONVERSATIONS).fetchall()],
        )


BUSY = """
SELECT (SELECT count(*) FROM webhooks_webhookevent WHERE state IN ('pending', 'failed'))
     + (SELECT count(*) FROM inbox_message WHERE direction = 'out' AND status IN ('queued', 'sending'))
     + (SELECT count(*) FROM inbox_attempt WHERE outcome = '')
"""


def busy(url: str) -> int:
    """How much still has to be done; asked again and again until it is nothing."""
    with psycopg.connect(url, connect_timeout=10) as db:
        return _number(db, BUSY) + _number(db, WAITING)


def _number(db: psycopg.Connection, question: str) -> int:
    row = db.execute(question).fetchone()  # type: ignore[arg-type]
    assert row
    return row[0]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
