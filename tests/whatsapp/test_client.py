import hashlib
import hmac
import socket
import time
from uuid import uuid4

import pytest

from nxtchat.whatsapp import payloads
from nxtchat.whatsapp.client import Graph, GraphRefused, GraphUnavailable, GraphUnknown, Recipient, Sent
from tests.conftest import APP_SECRET
from tests.small_graph import hang_up, never_end, refuse, say_nothing, trickle

ANA = Recipient(phone="5511987654321")
HIDDEN = Recipient(bsuid="US.13491208655302741918")


def say(account, number, *, to=ANA, text="Olá", timeout=None, **more):
    body = payloads.envelope(to=to, **more) | payloads.part("text", {"body": text})
    return Graph(account, timeout=timeout).send(number=number, body=body)


def test_a_reply_reaches_a_phone_in_exactly_this_form(graph, account, number):
    ours = str(uuid4())
    sent = say(account, number, reply_to="wamid.question", callback_data=ours)
    heard = graph.heard[0]
    assert heard.path == "/v24.0/106540352242922/messages"
    assert heard.body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+5511987654321",
        "context": {"message_id": "wamid.question"},
        "biz_opaque_callback_data": ours,
        "type": "text",
        "text": {"body": "Olá", "preview_url": True},
    }
    assert sent == Sent(wamid=f"wamid.{ours}", wa_id="5511987654321")


def test_a_person_who_hides_their_phone_is_reached_by_their_business_scoped_id(graph, account, number):
    sent = say(account, number, to=HIDDEN)
    assert graph.bodies[0]["recipient"] == "US.13491208655302741918"
    assert "to" not in graph.bodies[0]  # WhatsApp would prefer it
    assert sent.bsuid == "US.13491208655302741918" and sent.wa_id == ""


@pytest.mark.parametrize("both", [{"phone": "5511", "bsuid": "US.1"}, {}])
def test_nobody_is_addressed_in_two_ways_or_in_none(both):
    with pytest.raises(ValueError, match="either"):
        Recipient(**both)


def test_every_call_carries_the_token_and_the_proof_of_the_app_secret(graph, account, number):
    say(account, number)
    heard = graph.heard[0]
    assert heard.headers["Authorization"] == "Bearer the-token-of-the-tests"
    proof = hmac.new(APP_SECRET.encode(), b"the-token-of-the-tests", hashlib.sha256).hexdigest()
    assert heard.query == {"appsecret_proof": proof}


def test_a_refusal_brings_metas_code_words_and_trace(graph, account, number):
    graph.answers = [refuse(131047, error_user_title="Re-engagement")]
    with pytest.raises(GraphRefused) as refusal:
        say(account, number)
    error = refusal.value
    assert (error.code, error.http_status) == (131047, 400)
    assert (error.title, error.details, error.trace_id) == ("Re-engagement", "Because.", "Az8or2yhqkZfEZ")
    assert "Because" not in str(error)  # Meta's words may name a person, and this text is logged


def test_no_connection_means_nothing_was_said(settings, account, number):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.GRAPH_URL = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(GraphUnavailable):
            say(account, number)


def test_a_number_without_a_graph_server_is_unavailable(settings, account, number):
    account.is_pretend, settings.PRETEND_URL = True, ""
    with pytest.raises(GraphUnavailable):
        say(account, number)


UNSURE = {
    "the connection is cut": hang_up,
    "no answer comes": say_nothing,
    "the server fails": lambda heard: (500, b"<html>oops</html>"),
    "a proxy fails": lambda heard: (502, {}),
    "the answer is garbage": lambda heard: (200, b"ok"),
    "the answer has no id": lambda heard: (200, {"messages": []}),
    "the answer is somewhere else": lambda heard: (302, b""),
    "Meta calls it passing": refuse(424242, is_transient=True),
    "Meta calls it unknown": refuse(131000, status=400),
}


@pytest.mark.parametrize("how", UNSURE)
def test_it_may_have_been_heard_when(how, graph, account, number):
    graph.answers = [UNSURE[how]]
    with pytest.raises(GraphUnknown):
        say(account, number, timeout=0.3)
    assert len(graph.heard) == 1


def test_an_answer_that_trickles_in_is_not_waited_for(graph, account, number):
    graph.answers = [trickle]
    began = time.monotonic()
    with pytest.raises(GraphUnknown):
        say(account, number, timeout=0.3)
    assert time.monotonic() - began < 1.5


def test_an_answer_that_trickles_in_is_taken_when_it_is_there_in_time(graph, account, number):
    graph.answers = [trickle]
    assert say(account, number, timeout=10).wa_id == "5511987654321"


def test_an_answer_without_end_is_cut_short(graph, account, number):
    graph.answers = [never_end]
    with pytest.raises(GraphUnknown) as unknown:
        say(account, number)
    assert "without end" in unknown.value.title


REFUSED = {
    "an unknown code": refuse(424242),
    "a code that is safe whatever the HTTP status": refuse(130429, status=500),
    "a bare 403": lambda heard: (403, b"no"),
    "an error that is text": lambda heard: (400, {"error": "no"}),
    "a code in quotes": refuse("131047"),
    "details that are text": refuse(100, error_data="no"),
    "a code beyond all numbers": refuse(10**30),
}


@pytest.mark.parametrize("how", REFUSED)
def test_it_was_certainly_not_taken_when_the_answer_is(how, graph, account, number):
    graph.answers = [REFUSED[how]]
    with pytest.raises(GraphRefused):
        say(account, number)


def test_connections_stay_open_between_two_replies(graph, account, number):
    ports = set()
    for _ in range(3):
        say(account, number)
        ports.add(graph.heard[-1].headers["X-Peer-Port"])
    assert len(ports) == 1


def test_a_token_that_is_no_token_is_refused_before_anything_leaves(graph, account, number):
    account.token = "höchst geheim"
    with pytest.raises(GraphRefused) as refusal:
        say(account, number)
    assert refusal.value.code == 190 and not graph.heard
