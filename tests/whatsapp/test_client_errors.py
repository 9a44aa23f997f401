import pytest
from django.utils import translation

from nxtchat.whatsapp.errors import CATALOGUE, Action, explain


@pytest.mark.parametrize(
    ("code", "action"),
    [
        (131056, Action.RETRY),
        (130429, Action.RETRY),
        (131000, Action.UNSURE),
        (131049, Action.WAIT),
        (131047, Action.FIX),
        (131026, Action.NEVER),
        (190, Action.STOP),
        (0, Action.STOP),
        (275, Action.STOP),
        (200006, Action.FIX),
    ],
)
def test_every_code_of_meta_has_its_action(code, action):
    assert explain(code).action == action


def test_every_entry_has_words_and_a_remedy_and_can_be_translated():
    with translation.override("en"):
        for code, problem in CATALOGUE.items():
            assert problem.code == code
            assert str(problem.title) and str(problem.remedy)
            assert not isinstance(problem.title, str)  # looked up in the reader's language, not ours


@pytest.mark.parametrize(
    ("answer", "action"),
    [
        ({"http_status": 503}, Action.UNSURE),
        ({"http_status": 400, "is_transient": True}, Action.UNSURE),
        ({"http_status": 429}, Action.RETRY),
        ({"http_status": 400}, Action.FIX),
        ({}, Action.FIX),
    ],
)
def test_a_code_that_nobody_knows_is_read_by_its_http_status(answer, action):
    assert explain(999999, **answer).action == action


@pytest.mark.parametrize(
    ("code", "helps"), [(131026, False), (131050, False), (131049, False), (131047, True), (7, True)]
)
def test_a_retry_is_offered_only_where_it_can_help(code, helps):
    assert explain(code).retry_helps is helps
