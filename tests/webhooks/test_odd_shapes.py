"""Meta's bodies miss keys, switch types and repeat themselves. Whatever comes is kept, and nothing stops the rest."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nxtchat.whatsapp.events import parse
from tests.webhooks.bodies import NOON, envelope, message, person, said, status, value
from tests.webhooks.everything import whole_set
from tests.webhooks.shapes import HOWS, change, places
from webhooks.handling import handle_waiting
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

USER = "US.13491208655302741918"
SYSTEM = {"type": "user_changed_number", "wa_id": "12195555358", "user_id": USER, "previous_user_id": "US.1"}
WHOLE = value(
    contacts=[person(wa_id="16505551234", bsuid=USER, username="@sheena")],
    messages=[
        message(wa_id="16505551234", bsuid=USER),
        message(wa_id="16505551234", type="interactive", interactive={"type": "button_reply", "button_reply": {}}),
        message(wa_id="16505551234", type="contacts", contacts=[{"name": {"formatted_name": "B"}}]),
        message(wa_id="16505551234", type="edit", edit={"original_message_id": "x", "message": {"type": "text"}}),
        message(wa_id="16505551234", type="system", system=SYSTEM),
    ],
    statuses=[
        status("wamid.A", "failed", errors=[{"code": "131049", "error_data": {"details": "x"}}]),
        status("wamid.B", "read", pricing={"type": "regular"}, recipient_user_id=USER),
    ],
    errors=[{"code": 130429, "title": "Rate limit hit"}],
)
BODY = json.loads(envelope(WHOLE, said("and one more")))
for body in whole_set():
    BODY["entry"] += json.loads(body)["entry"]
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        ["", "\0", "US.", "+", "-1", "1e9", "9" * 30, NOON, str(NOON), NOON * 1000, [], {}, [[]], [{}], "messages"]
    ),
)


HOW = st.sampled_from(HOWS)
CHANGES = st.lists(st.tuples(st.sampled_from(places(BODY)), HOW, ANYTHING), min_size=1, max_size=6)


def changed(changes: list) -> bytes:
    body = BODY
    for path, how, thing in changes:
        body = change(body, path, how, thing)
    return json.dumps(body).encode()


@settings(max_examples=400, deadline=None)
@given(CHANGES)
def test_reading_never_raises(changes):
    parse(changed(changes))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_whatever_comes_gets_its_200_and_is_worked_through(number, meta, several):
    WebhookEvent.objects.all().delete()
    for changes in several:
        assert meta.posts(changed(changes)) == 200
    assert meta.posts(envelope(said("the good one among them"))) == 200
    handle_waiting()
    states = dict(WebhookEvent.objects.order_by("pk").values_list("pk", "state"))
    assert set(states.values()) <= {"handled", "unrouted"}, WebhookEvent.objects.filter(state="failed").first().error
    assert states[max(states)] == "handled"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_bytes_that_are_no_webhook_get_200_or_400(number, meta, body):
    assert meta.posts(body) in {200, 400}
