"""Numbers and conversations, for programs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.models import Contact, Identity, Label
from inbox.models import Conversation, Turn


@pytest.fixture
def many(number):
    """Sixty more conversations; some at the very same moment."""
    at = timezone.now() - timedelta(hours=2)
    people = Contact.objects.bulk_create(Contact(profile_name=f"Person {n}") for n in range(60))
    return Conversation.objects.bulk_create(
        Conversation(number=number, contact=person, last_message_at=at - timedelta(minutes=n // 3))
        for n, person in enumerate(people)
    )


def ids(answer) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def test_a_number_is_shown_with_its_health_and_without_its_secrets(asks, number, account):
    answer = asks.get("numbers/")
    [shown] = answer.json()["results"]
    assert shown == {
        "id": number.pk,
        "phone_number_id": number.phone_number_id,
        "display_phone": "+1 555-078-3881",
        "verified_name": "Lucky Shrub",
        "status": "CONNECTED",
        "quality": "",
        "limit": "",
        "throughput": 80,
        "health": {"state": "wait", "words": "No message has arrived yet."},
        "is_pretend": False,
    }
    assert account.token not in answer.content.decode() and account.app_secret not in answer.content.decode()


def test_a_conversation_is_shown_in_its_documented_shape(asks, conversation):
    conversation.contact.labels.add(Label.objects.create(name="VIP"), Label.objects.create(name="Berlin"))
    Conversation.objects.filter(pk=conversation.pk).update(inbound_count=3)
    shown = asks.get(f"conversations/{conversation.pk}/").json()
    closes, last = shown.pop("window_closes_at"), shown.pop("last_message_at")
    assert shown == {
        "id": conversation.pk,
        "contact": {"id": conversation.contact_id, "name": "Ana Souza", "address": "+5511987654321"},
        "number": conversation.number_id,
        "status": "open",
        "assignee": None,
        "labels": ["Berlin", "VIP"],
        "unread": 3,
    }
    assert closes.endswith("Z") and last.endswith("Z")
    assert asks.get("conversations/").json()["results"] == [
        {**shown, "window_closes_at": closes, "last_message_at": last}
    ]


def test_the_list_is_filtered_by_what_was_asked(asks, bruno, ada, conversation, many):
    conversation.contact.labels.add(Label.objects.create(name="VIP"))
    Conversation.objects.filter(pk=conversation.pk).update(assignee=bruno)
    Conversation.objects.filter(pk=many[0].pk).update(assignee=ada)
    Conversation.objects.filter(pk=many[1].pk).update(state="resolved")
    Identity.objects.create(contact=many[2].contact, kind=Identity.Kind.WA_ID, value="4915112345678")
    for asked, expected in {
        "assignee=me": [conversation.pk],
        f"assignee={ada.pk}": [many[0].pk],
        "label=VIP": [conversation.pk],
        "label=Nobody": [],
        "status=resolved": [many[1].pk],
        "status=snoozed": [],
        "number=999": [],
        "q=souza": [conversation.pk],
        "q=%2B49 151 12345678": [many[2].pk],
    }.items():
        assert ids(asks.get(f"conversations/?{asked}")) == expected, asked
    assert len(ids(asks.get("conversations/?assignee=none&limit=200"))) == 58
    assert len(ids(asks.get("conversations/?status=all&limit=200"))) == 61


@pytest.mark.parametrize(
    "asked",
    ["status=lost", "assignee=you", "assignee=-1", "number=x", "number=0", f"number={2**63}", "label=%00", "q=%00",
     "limit=0", "limit=201", "limit=x", "limit=99999999999", "limit=", "limit=%D9%A1", "cursor=x", "cursor=older__1",
     "cursor=older_2026-01-01_x", "cursor=older_0001-01-01T00:00:00+23:00_1",
     f"cursor=older_2026-01-01T00:00:00Z_{'9' * 30}"],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused_by_name(asks, conversation, is_problem, asked):
    assert list(is_problem(asks.get(f"conversations/?{asked}"), 400, "invalid")) == [asked.split("=")[0]]


def test_pages_follow_each_other_both_ways_and_lose_nobody(asks, conversation, many):
    answer, seen, pages = asks.get("conversations/?limit=7"), [], []
    while True:
        pages.append(ids(answer))
        seen += pages[-1]
        if not (following := answer.json()["next"]):
            break
        answer = asks.get(following)
    assert len(seen) == len(set(seen)) == 61
    assert seen == ids(asks.get("conversations/?limit=100"))
    back = [pages[-1]]
    while previous := answer.json()["previous"]:
        answer = asks.get(previous)
        back.insert(0, ids(answer))
    assert [each for page in back for each in page] == seen


def test_a_conversation_that_moves_up_meanwhile_hides_nobody_else(asks, conversation, many):
    first = asks.get("conversations/?limit=10")
    Conversation.objects.filter(pk=many[30].pk).update(last_message_at=timezone.now())
    rest = (
        asks.get(first.json()["next"] + "&limit=100")
        if False
        else asks.get(first.json()["next"].replace("limit=10", "limit=100"))
    )
    assert set(ids(first)) | set(ids(rest)) == {conversation.pk, *(each.pk for each in many)} - {many[30].pk}


def test_a_long_list_takes_as_many_queries_as_a_short_one(asks, bruno, conversation, many, django_assert_num_queries):
    asks.get("conversations/")  # notes the use of the token
    with django_assert_num_queries(4):  # token, rows, identities, labels
        assert len(ids(asks.get("conversations/?limit=1"))) == 1
    with django_assert_num_queries(4):
        assert len(ids(asks.get("conversations/?limit=100"))) == 61


def test_bruno_takes_resolves_and_reopens(asks, bruno, conversation):
    address = f"conversations/{conversation.pk}/"
    changed = asks.patch(address, {"assignee": bruno.pk, "status": "resolved"})
    assert (changed.status_code, changed.json()["assignee"], changed.json()["status"]) == (200, bruno.pk, "resolved")
    assert asks.patch(address, {"status": "open"}).json()["status"] == "open"
    assert asks.patch(address, {"assignee": None}).json()["assignee"] is None
    assert list(Turn.objects.order_by("pk").values_list("kind", flat=True)) == [
        "assigned", "resolved", "reopened", "unassigned",
    ]  # fmt: skip


def test_a_change_that_cannot_be_made_is_refused_by_name(asks, chitra, conversation, is_problem):
    address = f"conversations/{conversation.pk}/"
    for change, field in [
        ({"status": "snoozed"}, "status"),
        ({"status": "lost"}, "status"),
        ({"assignee": chitra.pk}, "assignee"),
        ({"assignee": 999}, "assignee"),
        ({"assignee": 2**70}, "assignee"),
        ({"assignee": "me"}, "assignee"),
        ({"labels": ["VIP"]}, "labels"),
        ({}, "non_field_errors"),
    ]:
        assert list(is_problem(asks.patch(address, change), 400, "invalid")) == [field], change
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.state) == (None, "open")


def test_what_belongs_to_another_team_does_not_exist(program, chitra, conversation, says, is_problem):
    says("Secret")
    hers = program(chitra)
    assert ids(hers.get("numbers/")) == ids(hers.get("conversations/?status=all")) == []
    address = f"conversations/{conversation.pk}/"
    for answer in (
        hers.get(address),
        hers.get(f"{address}messages/"),
        hers.patch(address, {"status": "resolved"}),
        hers.post(f"{address}messages/", {"client_id": "6b5a3c1e-3f5b-4c55-9d3c-2b5a1f0e7a11", "text": "Hi"}),
        hers.get("conversations/999/"),
    ):
        is_problem(answer, 404, "not_found")
