"""The whole installation is killed under load, for some seconds, by a plan that is always the same: see run.py."""

from tests.crash.run import run


def test_processes_die_and_no_promise_is_broken():
    report = run(seed=214, inbound=100, outbound=100, kills=6, hurry=10, within=120)
    print(report)  # pytest shows it when something is wrong; `make crash` shows it always
    assert not report.faults, str(report)
    assert report.blows.total() == 6
    assert report.figures["inbound messages"] == report.figures["outbound messages"] == 100
