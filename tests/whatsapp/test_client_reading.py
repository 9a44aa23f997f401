from datetime import UTC, datetime

import pytest

from nxtchat.whatsapp.client import Graph, GraphUnknown
from tests.conftest import APP_SECRET


def test_the_token_is_asked_about_itself(graph, account):
    graph.answers = [
        lambda heard: (
            200,
            {
                "data": {
                    "app_id": "670843887433847",
                    "type": "SYSTEM_USER",
                    "is_valid": True,
                    "expires_at": 1793491200,
                    "scopes": ["whatsapp_business_management", "whatsapp_business_messaging"],
                    "granular_scopes": [
                        {"scope": "whatsapp_business_management"},
                        {"scope": "whatsapp_business_messaging", "target_ids": ["102290129340398"]},
                    ],
                }
            },
        )
    ]
    token = Graph(account).debug_token()
    assert graph.heard[0].path == "/v24.0/debug_token"
    assert graph.heard[0].query["input_token"] == "the-token-of-the-tests"
    assert token.is_valid and token.kind == "SYSTEM_USER" and token.app_id == account.app_id
    assert token.expires_at == datetime.fromtimestamp(1793491200, UTC)
    assert token.targets == {"whatsapp_business_messaging": ("102290129340398",)}


def test_a_token_that_never_expires_says_zero(graph, account):
    graph.answers = [lambda heard: (200, {"data": {"is_valid": True, "expires_at": 0}})]
    assert Graph(account).debug_token().expires_at is None


def test_numbers_are_told_with_their_health(graph, account):
    entry = {
        "id": "106540352242922",
        "display_phone_number": "+1 555-078-3881",
        "verified_name": "Lucky Shrub",
        "quality_rating": "GREEN",
        "status": "CONNECTED",
        "throughput": {"level": "STANDARD"},
        "health_status": {
            "can_send_message": "LIMITED",
            "entities": [{"entity_type": "WABA", "errors": [{"error_description": "No payment method"}]}],
        },
    }
    graph.answers = [lambda heard: (200, {"data": [entry]})]
    (number,) = Graph(account).numbers()
    assert graph.heard[0].path == "/v24.0/102290129340398/phone_numbers"
    assert "health_status" in graph.heard[0].query["fields"]
    assert (number.status, number.quality, number.throughput) == ("CONNECTED", "GREEN", "STANDARD")
    assert (number.can_send, number.troubles) == ("LIMITED", ("No payment method",))


def test_one_number_is_asked_for_by_its_id(graph, account, number):
    graph.answers = [lambda heard: (200, {"id": number.phone_number_id, "status": "BANNED"})]
    assert Graph(account).number_details(number).status == "BANNED"
    assert graph.heard[0].path == "/v24.0/106540352242922"


def test_the_account_tells_its_name_and_review(graph, account):
    graph.answers = [lambda heard: (200, {"id": "1", "name": "Lucky Shrub", "account_review_status": "APPROVED"})]
    details = Graph(account).account_details()
    assert (details.name, details.review, details.verification) == ("Lucky Shrub", "APPROVED", "")


def test_subscribing_and_looking_who_is_subscribed(graph, account):
    app = {"whatsapp_business_api_data": {"id": account.app_id, "name": "Inbox"}, "override_callback_uri": "https://x"}
    graph.answers = [lambda heard: (200, {"success": True}), lambda heard: (200, {"data": [app]})]
    client = Graph(account)
    client.subscribe()
    (found,) = client.subscribed_apps()
    assert [(heard.method, heard.path) for heard in graph.heard] == [
        ("POST", "/v24.0/102290129340398/subscribed_apps"),
        ("GET", "/v24.0/102290129340398/subscribed_apps"),
    ]
    assert (found.app_id, found.callback_url) == (account.app_id, "https://x")


def test_the_app_itself_is_asked_where_its_events_go(graph, account):
    entry = {"object": "whatsapp_business_account", "callback_url": "https://x", "active": True}
    graph.answers = [lambda heard: (200, {"data": [entry | {"fields": [{"name": "messages"}, "standby"]}]})]
    (found,) = Graph(account).app_subscriptions()
    assert graph.heard[0].path == "/v24.0/670843887433847/subscriptions"
    assert graph.heard[0].headers["Authorization"] == f"Bearer {account.app_id}|{APP_SECRET}"
    assert "appsecret_proof" not in graph.heard[0].query
    assert found.is_active and found.fields == ("messages", "standby")


def test_templates_are_fetched_page_by_page_and_never_from_elsewhere(graph, account):
    elsewhere = {"cursors": {"after": "MTAw"}, "next": "https://elsewhere.example/steal-the-token"}
    graph.answers = [
        lambda heard: (200, {"data": [{"id": "1", "name": "hello", "status": "approved"}], "paging": elsewhere}),
        lambda heard: (200, {"data": [{"id": "2", "name": "bye"}], "paging": {"cursors": {"after": "MjAw"}}}),
    ]
    found = list(Graph(account).templates())
    assert [(template.meta_id, template.status) for template in found] == [("1", "APPROVED"), ("2", "")]
    assert [heard.query.get("after") for heard in graph.heard] == [None, "MTAw"]


@pytest.mark.parametrize("nonsense", [{"data": "none"}, {"data": [7]}, {"data": {"expires_at": "soon"}}])
def test_nonsense_counts_as_no_answer(nonsense, graph, account):
    graph.answers = [lambda heard: (200, nonsense)]
    with pytest.raises(GraphUnknown):
        Graph(account).debug_token()
