"""Webhook JSON in, our own words out."""

import json
from datetime import UTC, datetime

import pytest

from nxtchat.whatsapp.events import AccountProblem, IdentityChange, InboundMessage, News, StatusReport, parse
from nxtchat.whatsapp.phones import spellings
from nxtchat.whatsapp.signature import sign, verify
from tests.webhooks.bodies import NOON, envelope, message, person, reported, said, status, value

USER, OTHER = "US.13491208655302741918", "US.99999999999999999999"


def only(body: bytes):
    [update] = parse(body)
    return update


def test_a_text_message():
    found = only(envelope(said("Is this still available?", wamid="wamid.A")))
    assert isinstance(found, InboundMessage)
    assert (found.phone_number_id, found.wamid, found.kind, found.text, found.payload) == (
        "106540352242922", "wamid.A", "text", "Is this still available?", None,
    )  # fmt: skip
    assert (found.sender.wa_id, found.sender.name) == ("5511987654321", "Ana Souza")
    assert found.at == datetime.fromtimestamp(NOON, UTC)


def test_everything_in_a_body_is_found_in_its_order():
    one = value(messages=[message("1"), message("2")], statuses=[status("a", "sent")], errors=[{"code": 1}])
    body = json.dumps({"entry": [{"id": "1", "changes": [{"field": "messages", "value": one}] * 2}] * 2}).encode()
    kinds = [type(update) for update in parse(body)]
    assert kinds == [InboundMessage, InboundMessage, StatusReport, AccountProblem] * 4


def test_a_referral_or_context_is_kept_beside_the_text():
    found = only(envelope(said("Hi", referral={"source_id": "1"}, context={"id": "wamid.Q", "forwarded": True})))
    assert found.payload["referral"] == {"source_id": "1"}
    assert found.reply_to == "wamid.Q"


@pytest.mark.parametrize(
    ("contacts", "speaker", "name"),
    [
        ([person(wa_id="1", name="One"), person(wa_id="2", name="Two")], {"wa_id": "2"}, "Two"),
        ([person(wa_id="1", bsuid=OTHER, name="One"), person(bsuid=USER, name="Two")], {"bsuid": USER}, "Two"),
        ([person(wa_id="1", name="One"), person(wa_id="2", name="Two")], {}, "One"),
        ([person(wa_id="551187654321", name="One")], {"wa_id": "5511987654321"}, "One"),
        ([person(wa_id="1", name="One"), person(wa_id="2", name="Two")], {"wa_id": "3"}, ""),
        ([person(wa_id="1", bsuid=OTHER, name="One")], {"wa_id": "1", "bsuid": USER}, ""),
        ([], {"wa_id": "1"}, ""),
    ],
)
def test_a_message_is_given_to_the_contact_that_said_it(contacts, speaker, name):
    assert only(envelope(value(contacts=contacts, messages=[message(**speaker)]))).sender.name == name


def test_a_username_is_told_without_its_at():
    contacts = [person(bsuid=USER, username="@sheena")]
    assert only(envelope(value(contacts=contacts, messages=[message(bsuid=USER)]))).sender.username == "sheena"


def test_a_user_id_in_from_is_recognised_by_its_shape():
    sender = only(envelope(value(messages=[message(wa_id=USER)]))).sender
    assert (sender.wa_id, sender.bsuid) == ("", USER)


def test_a_status_with_all_that_comes_with_it():
    errors = [{"code": "131049", "title": "No", "error_data": {"details": "because"}}]
    told = status(
        "wamid.A", "failed", errors=errors, biz_opaque_callback_data="uuid", participant_recipient_id="7",
        pricing={"type": "regular"},
    )  # fmt: skip
    found = only(envelope(reported(told)))
    assert isinstance(found, StatusReport)
    assert (found.fault.code, found.fault.title, found.fault.details) == (131049, "No", "because")
    assert (found.callback_data, found.participant, found.pricing) == ("uuid", "7", {"type": "regular"})


@pytest.mark.parametrize("at", [NOON, str(NOON), float(NOON)])
def test_times_come_as_text_and_as_numbers(at):
    found = only(envelope(value(messages=[message(wa_id="1") | {"timestamp": at}])))
    assert found.at == datetime.fromtimestamp(NOON, UTC)


@pytest.mark.parametrize("at", ["soon", None, "99999999999999", "-5", [], True])
def test_what_is_no_time_is_the_time_of_the_event(at):
    found = only(envelope(value(messages=[message(wa_id="1") | {"timestamp": at}])))
    assert found.at == datetime.fromtimestamp(NOON, UTC)


def test_a_changed_number_is_the_same_person_under_new_ids():
    system = {"type": "user_changed_number", "wa_id": "2", "user_id": OTHER, "previous_user_id": USER}
    said_so, change = parse(envelope(value(messages=[message(wa_id="1", type="system", system=system)])))
    assert (said_so.kind, type(change)) == ("system", IdentityChange)
    assert (change.before.wa_id, change.before.bsuid, change.after.wa_id, change.after.bsuid) == ("1", USER, "2", OTHER)


@pytest.mark.parametrize("wrong_place", ["value", "entry", "nowhere"])
def test_a_misplaced_field_is_found(wrong_place):
    inside = {"event": "PARTNER_ADDED"} | ({"field": "account_update"} if wrong_place == "value" else {})
    entry = {"id": "1", "changes": [{"value": inside}]}
    if wrong_place == "entry":
        entry["field"] = "account_update"
    found = only(json.dumps({"entry": [entry]}).encode())
    assert isinstance(found, News)
    assert found.field == "account_update"


def test_messages_without_a_field_are_still_messages():
    body = json.dumps({"entry": [{"changes": [{"value": said("Hello")}]}]}).encode()
    assert only(body).text == "Hello"


@pytest.mark.parametrize("field", ["history", "smb_message_echoes", "standby", "calls", "something_new"])
def test_other_fields_are_kept_as_they_came(field):
    found = only(envelope({"x": [1]}, field=field))
    assert (found.field, found.value) == (field, {"x": [1]})


def test_half_an_emoji_and_a_nul_do_no_harm():
    body = envelope(said("a")).replace(b'"body": "a"', b'"body": "a\\ud83d\\u0000b"')
    assert only(body).text == "a\ufffdb"


def test_what_is_not_json_is_refused():
    with pytest.raises(ValueError):
        parse(b"{")


def test_a_signature_is_of_one_secret_and_these_bytes():
    assert verify(["one", "two"], b"body", sign("two", b"body")) == 1
    assert verify(["one", "two"], b"body.", sign("two", b"body")) is None
    assert verify(["", "one"], b"body", sign("", b"body")) is None
    assert verify([], b"body", sign("one", b"body")) is None


@pytest.mark.parametrize("wa_id", ["5511987654321", "551187654321", "5215512345678", "525512345678", "5491123456789"])
def test_another_spelling_leads_back(wa_id):
    [other] = spellings(wa_id)
    assert wa_id in spellings(other)


@pytest.mark.parametrize("wa_id", ["16505551234", "551132654321", "4915112345678", "", "55"])
def test_most_phones_are_spelt_in_one_way(wa_id):
    assert spellings(wa_id) == ()
