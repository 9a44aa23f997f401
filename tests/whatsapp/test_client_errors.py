import pytest
from django.utils import translation

from nxtchat.whatsapp.errors import CATALOGUE, Action, explain

BUTTONS = {
    "", "billing", "check_number", "choose_template", "copy", "edit_values", "meta", "number_health", "open_template",
    "opt_out", "replace_file", "retry", "set_up", "snooze", "template",
}  # fmt: skip
# Every code of Meta's own pages and of its OpenAPI file, and what it means to us.
ACTIONS = {
    Action.RETRY: [4, 80007, 130429, 131056, 131057, 131208, 139102, 139103],
    Action.UNSURE: [1, 2, 131000, 131016, 133004, 2494100],
    Action.WAIT: [131048, 131049, 131064, 132015, 133008, 133009, 133015, 133016, 134101],
    Action.NEVER: [
        130403, 130472, 130497, 130501, 131021, 131026, 131050, 131051, 131052, 131060, 132016, 1752041,
    ],
    Action.STOP: [
        0, 3, 10, *range(200, 300), 33, 190, 368, 131005, 131031, 131037, 131042, 131045, 133010, 134011,
    ],
    Action.FIX: [
        100, 131008, 131009, 131020, 131030, 131041, 131047, 131053, 131055, 131059, 131062, 131063,
        *range(131201, 131208), *range(131209, 131216),
        132000, 132001, 132005, 132007, 132012, 132018, 132068, 132069,
        133000, 133005, 133006, 134100, 134102, 135000, 136024, 136025, 137000, *range(138000, 138024),
        139100, 139101, 139200, *range(147001, 147005), 200005, 200006, 200007,
        2388019, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299, 2388318, 2388330, *range(2388001, 2388019),
        *range(2494164, 2494180), 2494191, 2593107, 2593108, 2593109,
    ],
}  # fmt: skip


@pytest.mark.parametrize(("action", "code"), [(action, code) for action, codes in ACTIONS.items() for code in codes])
def test_every_code_of_meta_has_its_action(action, code):
    assert code in CATALOGUE
    assert explain(code).action == action


def test_every_entry_has_words_and_a_remedy_and_can_be_translated():
    with translation.override("en"):
        for code, problem in CATALOGUE.items():
            assert problem.code == code
            assert str(problem.title) and str(problem.remedy)
            assert problem.button in BUTTONS
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
