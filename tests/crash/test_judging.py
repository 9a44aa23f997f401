"""The judge of the crash runs can say no: each promise, with evidence that it was broken."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from tests.crash.evidence import Heard, Ours, Rows
from tests.crash.judging import judge

ASKED, OTHER = "9f1c6a52-5a3e-4a62-9d5e-6f2f5f2f4d11", "0c5d3f0e-93a7-4f7a-8a43-1f0a6a1f7a22"
COUNTED = (1, "noon", "noon", "noon")


def all_is_well() -> tuple[Heard, Rows]:
    """Ana asked, and was answered twice: one answer was refused once, one has no answer of Meta's yet."""
    taken, refused = {"verdict": "accepted", "wamid": "wamid.1"}, {"verdict": "refused", "wamid": ""}
    heard = Heard(
        acknowledged={"aa"},
        wamids={"wamid.in"},
        said={ASKED, OTHER},
        posts={ASKED: [refused, taken], OTHER: [{"verdict": "dropped", "wamid": ""}]},
        told={ASKED: {"sent", "delivered"}, "wamid.1": {"sent", "delivered"}},
        accepted=[("+55", ASKED)],
    )
    rows = Rows(
        events={"aa": "handled"},
        inbound={"wamid.in": 1},
        outbound={ASKED: Ours(1, "delivered", "wamid.1"), OTHER: Ours(2, "unknown")},
        moves=[(1, "queued", "sending"), (1, "sending", "queued"), (1, "sending", "delivered")],
        conversations=[(1, COUNTED, COUNTED)],
    )
    return heard, rows


def resends_what_is_unknown(heard: Heard, rows: Rows) -> None:
    heard.posts[ASKED].append({"verdict": "accepted", "wamid": "wamid.2"})


def posts_again_what_may_be_there(heard: Heard, rows: Rows) -> None:
    heard.posts[OTHER].append({"verdict": "refused", "wamid": ""})


def swaps_two_answers(heard: Heard, rows: Rows) -> None:
    heard.posts[OTHER] = [{"verdict": "accepted", "wamid": "wamid.2"}]
    heard.accepted.insert(0, ("+55", OTHER))


BREAKS: dict[str, Callable[[Heard, Rows], object]] = {
    "lost: a body that was acknowledged": lambda heard, rows: rows.events.pop("aa"),
    "lost: what a customer said": lambda heard, rows: rows.inbound.pop("wamid.in"),
    "lost: what an agent said": lambda heard, rows: rows.outbound.pop(OTHER),
    "lost: an event is pending": lambda heard, rows: rows.events.update(aa="pending"),
    "lost: an event is failed": lambda heard, rows: rows.events.update(aa="failed"),
    "doubled: what a customer said": lambda heard, rows: rows.inbound.update({"wamid.in": 2}),
    "doubled: nobody said this": lambda heard, rows: rows.inbound.update({"wamid.other": 1}),
    "doubled: what an agent said": resends_what_is_unknown,
    "resent: it may have been taken before": posts_again_what_may_be_there,
    "unsettled: a message is queued": lambda heard, rows: setattr(rows.outbound[OTHER], "status", "queued"),
    "unsettled: a message is sending": lambda heard, rows: setattr(rows.outbound[OTHER], "status", "sending"),
    "unsettled: a message is leased": lambda heard, rows: setattr(rows.outbound[OTHER], "is_leased", True),
    "unsettled: attempts without an end": lambda heard, rows: setattr(rows, "open_attempts", 1),
    "unsettled: reports that wait though their message is there": lambda _, rows: setattr(rows, "waiting_reports", 1),
    "moved left": lambda heard, rows: rows.moves.append((1, "delivered", "sent")),
    "untrue: a report did not arrive": lambda heard, rows: setattr(rows.outbound[ASKED], "status", "sent"),
    "untrue: nobody reported that": lambda heard, rows: setattr(rows.outbound[ASKED], "status", "read"),
    "untrue: it was taken, and is said to have failed": lambda _, rows: setattr(
        rows.outbound[ASKED], "status", "failed"
    ),
    "untrue: it was never taken": lambda heard, rows: setattr(rows.outbound[OTHER], "status", "sent"),
    "untrue: it has another's id": lambda heard, rows: setattr(rows.outbound[ASKED], "wamid", "wamid.9"),
    "overtaken": swaps_two_answers,
    "miscounted": lambda heard, rows: rows.conversations.append((2, COUNTED, (2, *COUNTED[1:]))),
}


def test_when_every_promise_was_kept_nothing_is_found():
    assert judge(*all_is_well()) == {}


@pytest.mark.parametrize("promise", BREAKS)
def test_a_broken_promise_is_found(promise):
    heard, rows = deepcopy(all_is_well())
    BREAKS[promise](heard, rows)
    assert promise in judge(heard, rows)
