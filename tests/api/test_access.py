"""Who may do what with which token, and how refusals are told."""

import pytest

from nxtchat.team.models import ApiToken
from nxtchat.team.roles import Role
from webhooks.models import WebhookEvent

READ = ("numbers/", "conversations/", "conversations/1/", "conversations/1/messages/")


@pytest.fixture
def event(account):
    return WebhookEvent.objects.create(
        body=b'{"secret": 1}', sha256=b"1" * 32, account=account, state="failed", error="problem:131000"
    )


@pytest.mark.parametrize("address", [*READ, "events/", "events/1/replay/", "nothing/", "", "numbers"])
def test_without_a_token_there_is_nothing(client, db, is_problem, address):
    answer = client.get(f"/api/v1/{address}")
    is_problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == 'Bearer realm="NxtChat"'


def test_a_wrong_token_is_told_so(client, db, is_problem):
    is_problem(client.get("/api/v1/numbers/", headers={"Authorization": "Bearer nxt_x"}), 401, "authentication_failed")


def test_the_session_of_a_browser_is_no_token(client, bruno, is_problem):
    client.force_login(bruno)
    is_problem(client.get("/api/v1/numbers/"), 401, "not_authenticated")


def test_a_token_may_only_what_its_scopes_say(program, ada, conversation, is_problem):
    reader = program(ada, "conversations.read")
    address = f"conversations/{conversation.pk}/"
    assert reader.get(address).status_code == reader.get(f"{address}messages/").status_code == 200
    for answer in (
        reader.get("numbers/"),
        reader.patch(address, {"status": "resolved"}),
        reader.post(f"{address}messages/", {}),
        reader.get("events/"),
    ):
        is_problem(answer, 403, "permission_denied")
    assert "conversations.reply" in reader.patch(address, {}).json()["detail"]


def test_a_token_may_never_more_than_its_agent(program, agent_of, conversation, event, is_problem):
    viewers = program(agent_of("Vera", Role.VIEWER))
    address = f"conversations/{conversation.pk}/"
    assert viewers.get(address).status_code == 200
    is_problem(viewers.patch(address, {"status": "resolved"}), 403, "permission_denied")
    is_problem(viewers.post(f"events/{event.pk}/replay/"), 403, "permission_denied")


def test_a_token_dies_with_its_agent(asks, bruno, number, is_problem):
    assert asks.get("numbers/").status_code == 200
    bruno.is_active = False
    bruno.save()
    is_problem(asks.get("numbers/"), 401, "authentication_failed")


def test_an_address_that_does_not_exist_is_told_as_a_problem(asks, is_problem):
    for address in (
        "nothing/",
        "conversations/x/",
        f"conversations/{10**30}/",
        f"conversations/{'9' * 5000}/",
        "numbers",
    ):
        is_problem(asks.get(address), 404, "not_found")


def test_a_method_that_does_not_exist_is_told_as_a_problem(asks, conversation, is_problem):
    is_problem(asks.delete(f"conversations/{conversation.pk}/"), 405, "method_not_allowed")
    is_problem(asks.post("numbers/", {}), 405, "method_not_allowed")
    is_problem(asks.options("numbers/"), 405, "method_not_allowed")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "nonsense",
        "[]",
        "null",
        '"text"',
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"text": NaN}',
        b"\xff\xfe",
        "1" * 9000,
    ],
)
def test_a_body_that_is_no_json_object_is_told_as_a_problem(asks, conversation, is_problem, body):
    answer = asks.post(f"conversations/{conversation.pk}/messages/", body)
    if body == "":
        return is_problem(answer, 400, "invalid")
    return is_problem(answer, 400, "parse_error")


def test_a_body_that_is_too_large_is_told_as_a_problem(asks, conversation, is_problem):
    body = '{"text": "' + "x" * 1024 * 1024 + '"}'
    is_problem(asks.post(f"conversations/{conversation.pk}/messages/", body), 413, "too_large")


def test_a_body_of_another_kind_is_told_as_a_problem(asks, conversation, is_problem):
    answer = asks.post(f"conversations/{conversation.pk}/messages/", "text=x", content_type="text/plain")
    is_problem(answer, 415, "unsupported_media_type")


def test_what_breaks_here_is_told_without_details(asks, number, is_problem):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE whatsapp_number RENAME COLUMN quality TO gone")
    answer = asks.get("numbers/")
    is_problem(answer, 500, "error")
    assert "quality" not in answer.content.decode()


def test_an_admin_sees_the_events_and_replays_one(program, ada, event, is_problem):
    admins = program(ada)
    [shown] = admins.get("events/?state=failed").json()["results"]
    assert shown.pop("received_at").endswith("Z")
    assert shown == {
        "id": event.pk,
        "account": event.account_id,
        "state": "failed",
        "reason": "WhatsApp reports a problem: code 131000.",
        "attempts": 0,
        "handled_at": None,
        "size": 13,
    }
    assert admins.get("events/?state=handled").json() == {"results": [], "next": None, "previous": None}
    is_problem(admins.get("events/?state=lost"), 400, "invalid")
    replayed = admins.post(f"events/{event.pk}/replay/")
    assert (replayed.status_code, replayed.json()["state"]) == (202, "pending")
    is_problem(admins.post("events/999/replay/"), 404, "not_found")


def test_pages_of_events_go_on_by_id(program, ada):
    WebhookEvent.objects.bulk_create(WebhookEvent(body=b"{}", sha256=bytes([n]) * 32) for n in range(25))
    admins, seen = program(ada), []
    answer = admins.get("events/?limit=10").json()
    while True:
        seen += [event["id"] for event in answer["results"]]
        if not answer["next"]:
            break
        answer = admins.get(answer["next"]).json()
    assert seen == sorted(seen, reverse=True) and len(seen) == 25


def test_bruno_sees_no_events(asks, event, is_problem):
    is_problem(asks.get("events/"), 403, "permission_denied")
    is_problem(asks.post(f"events/{event.pk}/replay/"), 403, "permission_denied")


def test_the_description_is_open_and_says_nothing_of_this_installation(client, number, settings):
    described = client.get("/api/schema/")
    assert described.status_code == 200 and described.json()["openapi"] == "3.1.0"
    assert set(described.json()["paths"]) >= {"/api/v1/numbers/", "/api/v1/conversations/{conversation_id}/messages/"}
    assert number.display_phone not in described.content.decode()
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert "http://" not in page.content.decode() and "https://" not in page.content.decode()
    assert ApiToken.objects.count() == 0
