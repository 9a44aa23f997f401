"""What Meta tells of our accounts, numbers and templates changes what we know of them, whatever the order."""

import json
import random
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox.models import Message
from nxtchat import redis
from nxtchat.whatsapp import circuit
from nxtchat.whatsapp.models import Account, Notice, Number
from nxtchat.whatsapp.notices import standing
from nxtchat.whatsapp.notices_words import in_words
from nxtchat.whatsapp.steering import lift_lapsed
from templates_app.models import Template
from tests.webhooks.bodies import NOON, envelope, value
from tests.webhooks.news_bodies import (
    PHONE,
    SOON,
    account_update,
    call,
    everything,
    needing_nobody,
    news,
    number_quality,
    template_status,
)
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def welcome(account):
    return template(account, "806312974732579", "welcome", "en_US")


@pytest.fixture
def receipt(account):
    return template(account, "1689556908129832", "receipt", "pt_BR")


def template(account: Account, meta_id: str, name: str, language: str) -> Template:
    facts = {"meta_id": meta_id, "name": name, "language": language, "category": "UTILITY", "status": "PENDING"}
    return Template.objects.create(account=account, **facts)


def told() -> list:
    """All that news may change, in comparable words."""
    number = Number.objects.values("status", "quality", "throughput", "name_decision", "verified_name", "told_at",
                                   "stopped_code")  # fmt: skip
    account = Account.objects.values("review", "ban_state", "restrictions", "limit_tier", "partner_state", "told_at")
    template = Template.objects.order_by("name").values("status", "category", "correct_category", "quality",
                                                        "rejected_reason", "advice", "told_at")  # fmt: skip
    notices = Notice.objects.order_by("key").values("key", "code", "weight", "facts", "at", "over_at", "number")
    return [list(rows) for rows in (number, account, template, notices)]


def test_every_order_leads_to_the_same(number, welcome, receipt, arrives):
    rows = [list(model.objects.order_by("pk").values()) for model in (Account, Number, Template)]
    seen: list = []
    dice = random.Random(20260302)
    bodies = [*everything().values(), *needing_nobody().values()]
    for turn in range(10):
        Notice.objects.all().delete()
        WebhookEvent.objects.all().delete()
        for model, before in zip((Account, Number, Template), rows, strict=True):
            for row in before:
                model.objects.filter(pk=row["id"]).update(**row)
        if turn:
            dice.shuffle(bodies)
        for body in bodies:
            arrives(body, handle=turn % 2 == 0)  # one by one, or all in one batch
        arrives(bodies[0])
        assert set(WebhookEvent.objects.values_list("state", "error")) == {("handled", "")}
        seen.append(told())
    assert all(each == seen[0] for each in seen)
    [[number], [account], [receipt, welcome], notices] = seen[0]
    assert (number["quality"], number["throughput"], number["verified_name"]) == ("UNKNOWN", 1000, "Shrub & Sons")
    assert (account["review"], account["ban_state"], account["limit_tier"]) == (
        "APPROVED", "SCHEDULE_FOR_DISABLE", "TIER_2K"
    )  # fmt: skip
    assert (welcome["status"], welcome["category"], welcome["quality"]) == ("APPROVED", "MARKETING", "RED")
    assert (receipt["status"], receipt["rejected_reason"], receipt["advice"]) == (
        "REJECTED", "INVALID_FORMAT", "Number them."
    )  # fmt: skip
    assert len(notices) == len(everything()) + 2  # coming back lifts restrictions too, and the limit came with a count


@pytest.mark.parametrize("name", needing_nobody())
def test_what_needs_nobody_is_handled_and_raises_nothing(number, arrives, name):
    event = arrives(needing_nobody()[name])
    assert (event.state, Notice.objects.count()) == ("handled", 0)


@pytest.mark.parametrize(
    ("field", "state"),
    [("account_update", "unrouted"), ("security", "unrouted"), ("flows", "unrouted"), ("something_new", "unrouted")],
)
def test_a_field_that_says_nothing_is_not_understood(number, arrives, field, state):
    event = arrives(news(field, {"surprise": 1}))
    assert (event.state, event.error, Notice.objects.count()) == (state, f"field:{field}", 0)


def test_where_the_field_is_missing_the_keys_say_what_it_is(number, welcome, receipt, arrives):
    bodies = everything()
    del bodies["unheard of"]  # nothing in it is known
    for body in bodies.values():
        start, _middle, end = body.partition(b'"field": ')
        named = arrives(start + b'"elsewhere": ' + end)
        assert (named.state, named.error) == ("handled", ""), body
    assert Notice.objects.count() == len(bodies) + 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_them_nothing_fails(number, welcome, receipt, arrives, data):
    """A key's value is of another kind than it should be, or missing."""
    name = data.draw(st.sampled_from(sorted(everything() | needing_nobody())))
    body = json.loads((everything() | needing_nobody())[name])
    value = body["entry"][0]["changes"][0]["value"]
    key = data.draw(st.sampled_from(sorted(value)))
    value[key] = data.draw(st.sampled_from([None, "", "x" * 3000, -1, 10**30, 1.5, True, [], [[]], {}, [{}], "\0"]))
    event = arrives(json.dumps(body).encode())
    assert event.state in {"handled", "unrouted"}, event.error


def test_news_of_an_account_that_is_not_connected_is_kept_as_not_understood(number, arrives):
    event = arrives(account_update("VERIFIED_ACCOUNT", waba_id="999"))
    assert (event.state, event.error) == ("unrouted", "account_not_connected")


def test_news_of_a_number_that_is_not_connected_is_nobodys(number, arrives):
    event = arrives(number_quality("FLAGGED", display_phone_number="15559999999"))
    assert (event.state, event.error) == ("unrouted", "number_not_connected")
    number.refresh_from_db()
    assert number.quality == ""


def test_another_app_cannot_speak_of_our_account(number, arrives):
    """Bodies of `arrives` are signed by the app of the number's account."""
    Account.objects.create(waba_id="7", app_id="8", app_secret="x", token="y", verify_token="z")
    event = arrives(account_update("VERIFIED_ACCOUNT", waba_id="7"))
    assert (event.state, event.error, Notice.objects.count()) == ("unrouted", "foreign_app", 0)


def test_a_late_word_about_the_quality_loses(number, arrives):
    arrives(number_quality("UNFLAGGED", at=NOON + 60))
    arrives(number_quality("FLAGGED", at=NOON))
    number.refresh_from_db()
    assert (number.quality, number.status) == ("UNKNOWN", "CONNECTED")
    assert Notice.objects.get(code="quality_low").over_at == datetime.fromtimestamp(NOON + 60, UTC)


@pytest.mark.parametrize("reverse", [False, True])
def test_a_disabled_account_sends_nothing_until_it_is_back(number, arrives, reverse):
    disabled = account_update("DISABLED_UPDATE", ban_info={"waba_ban_state": "DISABLE"}, at=NOON)
    if not reverse:
        arrives(disabled)
        number.refresh_from_db()
        assert number.stopped_code == 131031
    arrives(account_update("DISABLED_UPDATE", ban_info={"waba_ban_state": "REINSTATE"}, at=NOON + 60))
    if reverse:
        arrives(disabled)
    number.refresh_from_db()
    assert number.stopped_code is None


def test_one_number_that_is_disconnected_stops_no_other(number, arrives):
    other = Number.objects.create(account=number.account, phone_number_id="2", display_phone="+1 555-000-0002")
    removed = account_update("PARTNER_REMOVED", phone_number=PHONE)
    assert arrives(removed).state == "handled"
    number.refresh_from_db()
    other.refresh_from_db()
    assert not circuit.is_open(number) and circuit.is_open(other)
    assert Notice.objects.get().number == number
    arrives(account_update("PARTNER_ADDED", phone_number=PHONE, at=NOON + 60))
    arrives(removed + b" ")
    number.refresh_from_db()
    assert circuit.is_open(number) and not standing().exists()
    unknown = arrives(account_update("PARTNER_REMOVED", phone_number="15559999999"))
    assert (unknown.state, unknown.error) == ("unrouted", "number_not_connected")
    arrives(account_update("PARTNER_REMOVED", at=NOON + 120))
    other.refresh_from_db()
    assert not circuit.is_open(other)


def test_trouble_that_comes_beside_messages_is_told_to_the_admins_once(number, arrives):
    def trouble(code: int) -> bytes:
        error = {"code": code, "title": "No", "error_data": {"details": "Meta's own words."}}
        return envelope(value(errors=[error]))

    for spaces in (b"", b" "):
        event = arrives(trouble(131042) + spaces)
        assert (event.state, event.error) == ("unrouted", "problem:131042")
    notice = Notice.objects.get()
    assert (notice.number, notice.weight) == (number, Notice.Weight.DANGER)
    words = in_words(notice)
    assert (words.meaning, words.quote) == ("There is a problem with payment at Meta.", "Meta's own words.")
    Account.objects.update(waba_id="another")
    arrives(trouble(131031))
    assert Notice.objects.count() == 1


def test_being_back_mends_no_other_trouble(number, arrives):
    Number.objects.update(stopped_code=190, stopped_at=datetime.now(UTC))
    arrives(account_update("DISABLED_UPDATE", ban_info={"waba_ban_state": "REINSTATE"}))
    number.refresh_from_db()
    assert number.stopped_code == 190


def test_a_restriction_ends_by_itself(number, arrives):
    def restrict(until: int, at: int) -> bytes:
        kind = {"restriction_type": "RESTRICTED_CUSTOMER_INITIATED_MESSAGING", "expiration": until}
        return account_update("ACCOUNT_RESTRICTION", restriction_info=[kind], at=at)

    arrives(restrict(SOON, NOON))
    assert lift_lapsed() == 0
    number.refresh_from_db()
    assert number.stopped_code == 131031
    Account.objects.update(restrictions=[{"kind": "RESTRICTED_CUSTOMER_INITIATED_MESSAGING", "until": NOON + 60}])
    assert lift_lapsed() == 1
    number.refresh_from_db()
    assert number.stopped_code is None
    assert Notice.objects.get(code="restricted").over_at == datetime.fromtimestamp(NOON + 60, UTC)


def test_an_unknown_template_is_asked_for(number, arrives):
    event = arrives(template_status("APPROVED"))
    assert event.state == "handled"
    assert redis.client().get(f"templates:look:{number.account_id}")


def test_a_customers_call_is_seen_in_the_conversation_once(number, arrives, client, bruno):
    for event in ("connect", "terminate"):
        assert arrives(call("wacid.7", event)).state == "handled"
    arrives(call("wacid.8", "connect", direction="BUSINESS_INITIATED"))
    message = Message.objects.get()
    assert (message.kind, message.wamid, message.direction) == ("call", "wacid.7", "in")
    assert "sdp" not in str(message.payload)
    client.force_login(bruno)
    page = client.get(f"/inbox/c/{message.conversation_id}/").content.decode()
    assert "Called you" in page and "we cannot show" not in page
