"""The least that turning events into rows takes: claim, parse, one chain of upserts, bump the counters."""

from typing import Any

import orjson
from django.db import connection, transaction

BARE_TABLES = """
CREATE TABLE bare_raw_event (id bigserial PRIMARY KEY, body bytea NOT NULL, state int NOT NULL);
CREATE INDEX ON bare_raw_event (id) WHERE state = 0;
CREATE TABLE bare_contact (id bigserial PRIMARY KEY, wa_id text NOT NULL UNIQUE, name text NOT NULL);
CREATE TABLE bare_conversation (
    id bigserial PRIMARY KEY, contact_id bigint NOT NULL UNIQUE REFERENCES bare_contact, unread int NOT NULL DEFAULT 0,
    last_message_at timestamptz, preview text NOT NULL DEFAULT '');
CREATE TABLE bare_message (
    id bigserial PRIMARY KEY, conversation_id bigint NOT NULL REFERENCES bare_conversation, wamid text NOT NULL UNIQUE,
    text text NOT NULL, payload jsonb NOT NULL, at timestamptz NOT NULL);
CREATE INDEX ON bare_message (conversation_id, at DESC);
"""
BARE_TABLES_AWAY = "DROP TABLE IF EXISTS bare_raw_event, bare_message, bare_conversation, bare_contact"
CLAIM = """
WITH due AS (SELECT id FROM bare_raw_event WHERE state = 0 ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED)
SELECT e.id, e.body FROM bare_raw_event e JOIN due USING (id) ORDER BY e.id
"""
CHAIN = """
WITH given AS (
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::jsonb[], %s::float8[])
        AS g(wa_id, name, wamid, text, payload, at)
), contact AS (
    INSERT INTO bare_contact (wa_id, name) SELECT DISTINCT ON (wa_id) wa_id, name FROM given ORDER BY wa_id
    ON CONFLICT (wa_id) DO UPDATE SET name = excluded.name RETURNING id, wa_id
), conversation AS (
    INSERT INTO bare_conversation (contact_id) SELECT id FROM contact ORDER BY id
    ON CONFLICT (contact_id) DO UPDATE SET contact_id = excluded.contact_id RETURNING id, contact_id
), message AS (
    INSERT INTO bare_message (conversation_id, wamid, text, payload, at)
    SELECT v.id, g.wamid, g.text, g.payload, to_timestamp(g.at)
    FROM given g JOIN contact c USING (wa_id) JOIN conversation v ON v.contact_id = c.id
    ON CONFLICT (wamid) DO NOTHING RETURNING conversation_id, at, text
)
SELECT conversation_id, count(*)::int, max(at), left((array_agg(text ORDER BY at DESC))[1], 120)
FROM message GROUP BY 1 ORDER BY 1
"""
BUMP = """
UPDATE bare_conversation c SET unread = c.unread + u.count,
    last_message_at = greatest(c.last_message_at, u.at),
    preview = CASE WHEN c.last_message_at IS NULL OR u.at >= c.last_message_at THEN u.preview ELSE c.preview END
FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::text[]) AS u(id, count, at, preview) WHERE c.id = u.id
"""


def bare_batch() -> int:
    """One batch, with no more care than it takes to be right once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM)
        events = cursor.fetchall()
        if not events:
            return 0
        rows = [row for _event, body in events for row in _read(bytes(body))]
        cursor.execute(CHAIN, [list(column) for column in zip(*rows, strict=True)])
        if told := cursor.fetchall():
            cursor.execute(BUMP, [list(column) for column in zip(*told, strict=True)])
        cursor.execute("UPDATE bare_raw_event SET state = 1 WHERE id = ANY(%s)", [[event for event, _body in events]])
    return len(events)


def _read(body: bytes) -> list[tuple[Any, ...]]:
    found = []
    for entry in orjson.loads(body)["entry"]:
        for change in entry["changes"]:
            value = change["value"]
            names = {contact["wa_id"]: contact["profile"]["name"] for contact in value["contacts"]}
            for message in value["messages"]:
                sender, text = message["from"], message["text"]["body"]
                payload = orjson.dumps(message).decode()
                found.append((sender, names[sender], message["id"], text, payload, float(message["timestamp"])))
    return found
