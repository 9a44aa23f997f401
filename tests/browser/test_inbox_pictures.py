"""Pictures for docs/: `PICTURES=docs/img pytest tests/browser/test_inbox_pictures.py` takes them again."""

import os
from pathlib import Path

import pytest

from nxtchat.team.roles import Role
from tests.browser import scene

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize(
    ("name", "theme", "language", "viewport", "tail"),
    [
        ("inbox-light", "light", "en", WIDE, "c"),
        ("inbox-dark", "dark", "en", WIDE, "c"),
        ("inbox-phone", "light", "en", PHONE, "c"),
        ("inbox-phone-list", "light", "en", PHONE, ""),
        ("inbox-rtl", "light", "ar", WIDE, "c"),
    ],
)
def test_pictures_of_the_inbox(signed_in, bruno, number, agent_of, tmp_path, name, theme, language, viewport, tail):
    bruno.theme, bruno.language = theme, language
    bruno.save()
    chitra = agent_of("Chitra Rao", Role.AGENT)
    opened = scene.set_up(number=number, me=bruno, colleague=chitra)
    page = signed_in(bruno, viewport=viewport, timezone_id="America/Sao_Paulo")
    page.goto(f"/inbox/c/{opened.pk}/" if tail else "/inbox/")
    page.wait_for_timeout(600)
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    picture = folder / f"{name}.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size < 250_000
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
