"""What Meta has approved is known here, and what it took back is not offered any more."""

import pytest

from nxtchat.team.roles import Role
from nxtchat.whatsapp.client import GraphError
from nxtchat.whatsapp.models import Account
from templates_app import queries, syncing
from templates_app.models import Template
from templates_app.tasks import sync_all
from tests.small_graph import refuse


def told(name: str, *, status: str = "approved", language: str = "en_US", body: str = "Hello") -> dict:
    components = [{"type": "BODY", "text": body}]
    return {"id": "1", "name": name, "language": language, "category": "utility", "status": status,
            "components": components}  # fmt: skip


def page(*templates: dict, after: str = ""):
    paging = {"cursors": {"after": after}, "next": "https://graph.facebook.com/next"} if after else {}
    return lambda heard: (200, {"data": list(templates), "paging": paging})


@pytest.fixture
def mara(agent_of):
    """Writes campaigns."""
    return agent_of("Mara Díaz", Role.MARKETER)


def test_all_pages_are_read(graph, account):
    graph.answers = [page(told("hello"), after="CURSOR"), page(told("bye"))]
    assert syncing.sync(account).there == 2
    assert [template.name for template in queries.templates()] == ["bye", "hello"]
    assert graph.heard[1].query["after"] == "CURSOR"


def test_reading_again_updates_what_is_known(graph, account):
    graph.answers = [page(told("hello", status="PENDING")), page(told("hello", body="Hello there"))]
    syncing.sync(account)
    syncing.sync(account)
    template = Template.objects.get()
    assert (template.status, template.body, template.category) == ("APPROVED", "Hello there", "UTILITY")


def test_the_same_name_in_two_languages_is_two_templates(graph, account):
    graph.answers = [page(told("hello"), told("hello", language="pt_BR"))]
    syncing.sync(account)
    assert Template.objects.count() == 2


def test_what_meta_does_not_list_any_more_is_marked_and_not_offered(graph, account):
    graph.answers = [page(told("hello"), told("bye")), page(told("hello"))]
    syncing.sync(account)
    assert syncing.sync(account).gone == 1
    assert Template.objects.get(name="bye").status == "DELETED"
    assert [template.name for template in queries.templates()] == ["hello"]


def test_what_comes_back_is_there_again(graph, account):
    graph.answers = [page(told("hello")), page(), page(told("hello"))]
    for _look in range(3):
        syncing.sync(account)
    assert Template.objects.get().status == "APPROVED"


def test_a_page_that_does_not_come_makes_nothing_disappear(graph, account):
    graph.answers = [page(told("hello"), told("bye")), page(told("hello"), after="CURSOR"), refuse(190)]
    syncing.sync(account)
    with pytest.raises(GraphError):
        syncing.sync(account)
    assert queries.approved().count() == 2


def test_a_nul_in_a_text_is_left_out(graph, account):
    graph.answers = [page(told("hello", body="Hel\0lo"))]
    syncing.sync(account)
    assert Template.objects.get().body == "Hello"


def test_the_hourly_look_goes_on_after_an_account_that_does_not_answer(graph, account):
    other = Account.objects.create(waba_id="2", app_id="2", app_secret="s", token="t", verify_token="v")
    graph.answers = [refuse(190), page(told("hello"))]
    sync_all()
    assert Template.objects.get().account == other


def test_an_account_with_a_word_too_long_to_keep_stops_no_other(graph, account):
    other = Account.objects.create(waba_id="2", app_id="2", app_secret="s", token="t", verify_token="v")
    graph.answers = [page(told("hello" * 200)), page(told("hello"))]
    sync_all()
    assert Template.objects.get().account == other


def test_a_marketer_reads_them_now_and_sees_them(client, graph, account, mara):
    client.force_login(mara)
    graph.answers = [page(told("order_ready", body="Your order is *ready*."), told("old_news", status="REJECTED"))]
    answer = client.post("/templates/syncs/", follow=True)
    assert "WhatsApp has 2 templates." in answer.text
    assert "order_ready" in answer.text
    assert "Your order is *ready*." in answer.text
    assert "Approved" in answer.text
    assert "Rejected" in answer.text


def test_an_account_that_does_not_answer_is_said_and_leaves_the_list_alone(client, graph, account, mara):
    client.force_login(mara)
    graph.answers = [page(told("order_ready")), refuse(190)]
    client.post("/templates/syncs/")
    answer = client.post("/templates/syncs/", follow=True)
    assert "1 account did not answer" in answer.text
    assert "order_ready" in answer.text


def test_an_agent_sees_templates_but_cannot_make_us_ask(client, graph, account, bruno):
    client.force_login(bruno)
    assert "Read them now" not in client.get("/templates/").text
    assert client.post("/templates/syncs/").status_code == 404
    assert graph.heard == []


def test_a_privacy_officer_finds_no_templates(client, agent_of):
    client.force_login(agent_of("Petra Voss", Role.PRIVACY))
    assert client.get("/templates/").status_code == 404


def test_templates_are_found_by_a_part_of_their_name(client, account, bruno):
    for name in ("order_ready", "order_late", "welcome"):
        Template.objects.create(account=account, meta_id="1", name=name, language="en", category="UTILITY",
                                status="APPROVED")  # fmt: skip
    client.force_login(bruno)
    found = client.get("/templates/?q=ORDER").text
    assert "order_late" in found
    assert "welcome" not in found
    assert client.get("/templates/?q=\0%&after=x").status_code == 200


def test_many_templates_come_page_by_page_each_once(account):
    for count in range(queries.PAGE + 5):
        Template.objects.create(account=account, meta_id="1", name=f"name_{count // 2}", language=f"l{count % 2}",
                                category="UTILITY", status="APPROVED")  # fmt: skip
    first = queries.page()
    rest = queries.page(after=first.after)
    ids = [template.pk for template in first.templates + rest.templates]
    assert len(ids) == len(set(ids)) == queries.PAGE + 5
    assert rest.after is None
