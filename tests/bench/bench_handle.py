"""Events become rows: ours, beside the bare statements that any such program must run."""

import json
import time
from collections.abc import Callable
from hashlib import sha256

from django.db import connection

from nxtchat.whatsapp.models import Account, Number
from tests.bench.bare_chain import BARE_TABLES, BARE_TABLES_AWAY, bare_batch
from tests.bench.rows import Row
from webhooks.handling import handle_waiting

MESSAGES, PEOPLE = 12_000, 3_000
START = 1_763_640_000


def run() -> list[Row]:
    try:
        account = Account.objects.create(waba_id="1", app_id="1", app_secret="s", token="t", verify_token="v")
        Number.objects.create(account=account, phone_number_id="106540352242922", display_phone="15550783881")
        with connection.cursor() as cursor:
            cursor.execute(BARE_TABLES)
        bare, ours = [], []
        for part in range(3):  # by turns, so that both meet the same machine
            bodies = [text_body(serial) for serial in range(part * MESSAGES // 3, (part + 1) * MESSAGES // 3)]
            _fill("bare_raw_event", bodies)
            bare.append(_speed(bare_batch, len(bodies)))
            _keep(bodies, account.pk)
            ours.append(_speed(handle_waiting, len(bodies)))
        _send_out()
        bodies = [_status(serial, word) for word in ("sent", "delivered", "read") for serial in range(PEOPLE)]
        _keep(bodies, account.pk)
        statuses = _speed(handle_waiting, len(bodies))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(BARE_TABLES_AWAY)
    texts, limit = sorted(ours)[1], sorted(bare)[1]
    return [
        Row("handle text messages", texts, limit, "updates/s", "≥ 70 % of bare, ≥ 7,000/s", _is_enough(texts, limit)),
        Row("handle statuses", statuses, None, "updates/s", "≥ 7,000/s", statuses >= 7_000),
    ]


def _is_enough(texts: float, limit: float) -> bool:
    return texts >= 0.7 * limit and texts >= 7_000


def _speed(batch: Callable[[], int | None], count: int) -> float:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    began, done = time.perf_counter(), 0
    while done < count:
        done += batch() or 0
    return count / (time.perf_counter() - began)


def text_body(serial: int, *, size: int = 0) -> bytes:
    """One text message in Meta's envelope, made as long as `size` by what it says."""
    person = serial * 7919 % PEOPLE
    wa_id, user = f"5511{900_000_000 + person}", f"BR.{13_491_208_655_302_741_918 + person}"
    contact = {"profile": {"name": f"Person {person}"}, "wa_id": wa_id, "user_id": user}
    message = {
        "from": wa_id,
        "from_user_id": user,
        "id": f"wamid.HBgNNTUxMTk4NzY1NDMyMRUCABIYFjNFQjBDNDMxQzI2NDQ5RTk2{serial:012}",
        "timestamp": str(START + serial),
        "type": "text",
        "text": {"body": f"Is number {serial} still available? I would like to come by tomorrow after work."},
    }
    body = _envelope(contacts=[contact], messages=[message])
    if len(body) < size:
        message["text"]["body"] += " and so on" * ((size - len(body)) // 10)
        body = _envelope(contacts=[contact], messages=[message])
    return body


def _status(serial: int, word: str) -> bytes:
    report = {
        "id": f"wamid.OUT{serial:012}",
        "status": word,
        "timestamp": str(START + serial),
        "recipient_id": f"5511{900_000_000 + serial}",
        "recipient_user_id": f"BR.{13_491_208_655_302_741_918 + serial}",
        "pricing": {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"},
    }
    contact = {"wa_id": report["recipient_id"], "user_id": report["recipient_user_id"]}
    return _envelope(contacts=[contact], statuses=[report])


def _envelope(**parts) -> bytes:
    metadata = {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"}
    value = {"messaging_product": "whatsapp", "metadata": metadata, **parts}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def _fill(table: str, bodies: list[bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (body, state) SELECT unnest(%s::bytea[]), 0", [bodies])


def _keep(bodies: list[bytes], account: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO webhooks_webhookevent
                   (body, sha256, account_id, received_at, state, attempts, next_attempt_at, error)
               SELECT body, hash, %s, now(), 'pending', 0, now(), ''
               FROM unnest(%s::bytea[], %s::bytea[]) AS e(body, hash)""",
            [account, bodies, [sha256(body).digest() for body in bodies]],
        )


def _send_out() -> None:
    """One reply of ours in every conversation, so that there is something to report about."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO inbox_message (conversation_id, number_id, client_id, wamid, direction, kind, text, status,
                   reply_to_wamid, created_at, attempt)
               SELECT id, number_id, gen_random_uuid(),
                   'wamid.OUT' || lpad((row_number() OVER (ORDER BY id) - 1)::text, 12, '0'),
                   'out', 'text', 'Yes', 'sent', '', now(), 1 FROM inbox_conversation"""
        )
        cursor.execute("UPDATE inbox_conversation SET preview_direction = 'out', last_status = 'sent'")
