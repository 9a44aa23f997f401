"""The ground under the other browser tests holds."""

import pytest

from nxtchat import heartbeat


def test_a_stranger_sees_the_sign_in_page_and_nothing_else(page, axe):
    page.goto("/inbox/")
    assert page.locator("input[type=password]").count() == 1
    axe(page)


def test_an_agent_is_let_in(signed_in, bruno, site):
    page = signed_in(bruno)
    answer = page.goto("/inbox/")
    assert answer.status == 200
    assert page.url.startswith(f"{site}/inbox/")


def test_the_worker_works_behind_the_page(page):
    page.goto("/")
    for _ in range(100):
        if heartbeat.age("worker") is not None:
            return
        page.wait_for_timeout(50)
    raise AssertionError("no worker came")


def test_a_broken_page_fails_its_test(desk, page):
    page.goto("/")
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.wait_for_timeout(50)
    assert any("broken" in line for line in desk.wrong)
    desk.wrong.clear()


def test_an_inaccessible_page_fails_its_test(page, axe):
    page.set_content("<html><body><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></body></html>")
    with pytest.raises(AssertionError, match="alt"):
        axe(page)
