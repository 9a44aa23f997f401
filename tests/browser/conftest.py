"""A person at a real browser, with the whole of NxtChat behind it."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from nxtchat.local import browser as chromium_on_this_machine
from tests.browser.site import Workshop, web

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop on the thread of the tests

HERE = Path(__file__).parent
RESULTS = HERE.parent.parent / "test-results"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync"]
POLITE_REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of (409|422)")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def chromium():
    path = chromium_on_this_machine.find()
    assert path, "There is no Chromium: `make test` installs one, or name one in CHROMIUM."
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=ARGUMENTS) as browser:
        yield browser


@pytest.fixture(scope="session")
def workshop(django_db_setup):
    with Workshop().staffed() as staffed:
        yield staffed


@pytest.fixture(scope="session")
def web_server(django_db_setup):
    with web() as address:
        yield address


@pytest.fixture
def site(transactional_db, web_server, workshop):
    """The address of NxtChat; its worker works while the test runs."""
    with workshop.at_work():
        yield web_server


class Desk:
    """The browser windows of one test, and everything that went wrong in them."""

    def __init__(self, chromium: Browser, *, site: str) -> None:
        self.chromium, self.site = chromium, site
        self.pages: list[Page] = []
        self.log: list[str] = []
        self.wrong: list[str] = []
        self.tolerated: list[re.Pattern[str]] = [POLITE_REFUSAL]

    def window(self, *, agent=None, **options) -> Page:
        """A fresh window, as if on another computer; signed in as `agent` if one is given."""
        context = self.chromium.new_context(base_url=self.site, reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        if agent is not None:
            browser = Client()
            browser.force_login(agent)
            value = browser.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.site}])
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._note(f"uncaught: {error}"))
        page.on("request", self._watch)
        self.pages.append(page)
        return page

    def tolerate(self, pattern: str) -> None:
        """This test provokes an error that the browser will mention: `tolerate("404")`."""
        self.tolerated.append(re.compile(pattern))

    def _hear(self, message: ConsoleMessage) -> None:
        line = f"{message.type}: {message.text} ({message.location.get('url', '')})"
        self.log.append(line)
        if message.type == "error":
            self._note(line)

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:", "about:")):
            self._note(f"a request to somebody else: {request.url}")

    def _note(self, line: str) -> None:
        self.log.append(line)
        if not any(pattern.search(line) for pattern in self.tolerated):
            self.wrong.append(line)

    def keep(self, name: str) -> None:
        """For the person who has to find out why."""
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{name}.log").write_text("\n".join(self.log) + "\n")
        for number, page in enumerate(self.pages):
            page.screenshot(path=RESULTS / f"{name}-{number}.png", full_page=True)

    def leave(self) -> None:
        for page in self.pages:
            page.context.close()


@pytest.fixture
def desk(request, chromium, site):
    desk = Desk(chromium, site=site)
    yield desk
    wrong = list(desk.wrong)
    if wrong or request.node.stash.get(FAILED, True):
        desk.keep(re.sub(r"\W+", "-", request.node.name).strip("-"))
    desk.leave()
    assert not wrong, "The browser complained:\n" + "\n".join(wrong)


@pytest.fixture
def page(desk) -> Page:
    """A stranger's window."""
    return desk.window()


@pytest.fixture
def signed_in(desk):
    """A window of somebody's own: `page = signed_in(bruno)`; keywords go to Playwright's new_context."""
    return lambda agent, **options: desk.window(agent=agent, **options)


@pytest.fixture
def tolerate(desk):
    """`tolerate("404")`: this test provokes an error that the browser will mention."""
    return desk.tolerate


@pytest.fixture
def axe():
    """`axe(page)`: nobody is shut out of this page, as far as a machine can tell."""

    def check(page: Page) -> None:
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()

    return check
