"""What becomes of Meta's own examples.

    .venv/bin/python -m nxtchat.local exec .venv/bin/python -m tests.cloud_api FOLDER

Posts every *.json of the folder, and copies in which something is not as it should be, to the receiver, handles them,
and says what was refused, failed or not understood. Nothing of them is kept.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

COPIES = 40  # of each body
THINGS: list[Any] = [None, True, 0, -1, 1.5, "", "\0", "US.", "x" * 150, "9" * 30, [], {}, [[]], [{}]]


def main(folder: str) -> int:
    import django
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)
    bodies = {path.name: json.loads(path.read_bytes()) for path in sorted(Path(folder).glob("*.json"))}
    connect(bodies)
    refused = post(bodies)
    return show(bodies, refused)


def connect(bodies: dict[str, Any]) -> None:
    """An account and a number for every id that the examples name."""
    from nxtchat.whatsapp.models import Account, Number
    from tests.conftest import APP_SECRET

    secrets = {"app_id": "1", "app_secret": APP_SECRET, "token": "t", "verify_token": "v"}
    entries = [entry for body in bodies.values() for entry in body.get("entry", [])]
    for entry in sorted(entries, key=lambda one: "phone_number_id" not in json.dumps(one)):
        account, _new = Account.objects.get_or_create(waba_id=str(entry.get("id", "")), defaults=secrets)
        for thing in things(entry):
            phone = str(thing.get("display_phone_number", ""))[:40]
            number = thing.get("phone_number_id") or (phone and f"of {phone}")
            if isinstance(number, str | int) and number:
                Number.objects.get_or_create(
                    phone_number_id=str(number), defaults={"account": account, "display_phone": phone or "+1"}
                )


def things(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in it, however deep."""
    if isinstance(node, dict):
        yield node
    for inside in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from things(inside)


def copies(body: Any, chance: Random) -> Iterator[Any]:
    from tests.webhooks.shapes import HOWS, change, places

    everywhere = places(body)
    for _copy in range(COPIES):
        changed = body
        for _change in range(chance.randint(1, 4)):
            changed = change(changed, chance.choice(everywhere), chance.choice(HOWS), chance.choice(THINGS))
        yield changed


def post(bodies: dict[str, Any]) -> list[str]:
    """The names of those that were not answered 200."""
    from tests.webhooks.conftest import Closing, Meta, Served
    from webhooks.handling import handle_waiting

    refused, chance = [], Random(1)
    with Served(Closing()) as server:
        meta = Meta(server.url, server.port)
        for name, body in bodies.items():
            for place, one in enumerate([body, *copies(body, chance)]):
                if meta.posts(json.dumps(one, indent=place % 3 or None).encode()) != 200:
                    refused.append(f"{name}, copy {place}")
        meta.close()
    handle_waiting(budget=600)
    return refused


def show(bodies: dict[str, Any], refused: list[str]) -> int:
    from webhooks.models import WebhookEvent
    from webhooks.reasons import in_words

    whole = {json.dumps(body).encode(): name for name, body in bodies.items()}
    failed: list[str] = []
    states: Counter[str] = Counter()
    for event in WebhookEvent.objects.order_by("pk").iterator():
        states[event.state] += 1
        name = whole.get(bytes(event.body))
        if name and event.state != "handled":
            print(f"{event.state:9} {name}: {in_words(event.error)}")
        if event.state in ("failed", "pending"):
            failed.append(f"{event.error} {bytes(event.body)[:2000]!r}")
    print(f"\n{len(bodies)} examples and {COPIES} copies of each: {dict(states)}, {len(refused)} refused")
    for one in (*refused, *failed):
        print(one)
    return 1 if refused or failed or not bodies else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
