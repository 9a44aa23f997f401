"""The inbox for people who see, hear, read and hold things differently; and how little it weighs."""

import gzip
from pathlib import Path

import pytest

from nxtchat.team.roles import Role
from tests.architecture.test_budgets import APART
from tests.browser import scene

STATIC = Path(__file__).parent.parent.parent / "nxtchat" / "static"


@pytest.fixture
def opened(number, bruno, agent_of):
    return scene.set_up(number=number, me=bruno, colleague=agent_of("Chitra Rao", Role.AGENT))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nobody_is_shut_out(signed_in, bruno, opened, axe, theme, language):
    bruno.theme, bruno.language = theme, language
    bruno.save()
    page = signed_in(bruno)
    for address in ("/inbox/", f"/inbox/c/{opened.pk}/", f"/inbox/c/{opened.pk}/?mode=note", "/inbox/?q=nobody"):
        page.goto(address)
        axe(page)
    page.set_viewport_size({"width": 800, "height": 800})
    page.goto(f"/inbox/c/{opened.pk}/contact/")
    axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/inbox/c/{opened.pk}/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "sideways scrolling"
    axe(page)
    scene.closed(opened)
    page.goto(f"/inbox/c/{opened.pk}/")
    axe(page)


def test_an_empty_inbox_and_a_fresh_installation_are_designed_too(signed_in, bruno, ada, axe, site):
    for agent in (bruno, ada):
        page = signed_in(agent)
        page.goto("/inbox/")
        axe(page)


def test_the_page_weighs_little(signed_in, bruno, opened):
    scripts, styles = [], []
    page = signed_in(bruno)

    def weigh(response):
        kind = {"script": scripts, "stylesheet": styles}.get(response.request.resource_type)
        if kind is not None:
            kind.append(len(gzip.compress(response.body())))

    page.on("response", weigh)
    page.goto(f"/inbox/c/{opened.pk}/")
    page.wait_for_timeout(500)
    assert 0 < sum(scripts) <= 45 * 1024, f"scripts: {sum(scripts)} bytes"
    assert 0 < sum(styles) <= 18 * 1024, f"styles: {sum(styles)} bytes"
    every = sum(len(gzip.compress(path.read_bytes())) for path in STATIC.glob("css/**/*.css") if path.name not in APART)
    assert every <= 18 * 1024, f"all styles: {every} bytes"
    assert (STATIC / "img" / "icons.svg").stat().st_size <= 8 * 1024
    html = page.request.get(f"/inbox/c/{opened.pk}/").body()
    assert len(gzip.compress(html)) <= 35 * 1024
