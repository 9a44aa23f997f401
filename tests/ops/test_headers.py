"""What every answer tells the browser, for every page that there is."""

import pytest
from django.test import Client

from tests.architecture.doors import doors
from tests.architecture.house import none_of

STRICT = {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"}
LOOSE = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "http:", "https:", "*")


def pages(browser):
    for door in doors():
        answer = browser.get(door.url)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            yield door.url, answer


def faults(answer):
    policy = {part.strip() for part in answer.headers.get("Content-Security-Policy", "").split(";")}
    if not policy >= STRICT:
        yield f"the policy lacks {STRICT - policy}"
    for part in policy:
        yield from (f"{part} is loose" for word in part.split()[1:] if word.strip("'") in LOOSE)
    for name, value in {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }.items():
        if answer.headers.get(name) != value:
            yield f"{name} is {answer.headers.get(name)}"
    if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
        yield "no Permissions-Policy"


def test_every_page_of_an_admin_is_strict_and_kept_by_no_cache(ada, conversation):
    browser = Client()
    browser.force_login(ada)
    found = list(pages(browser))
    none_of(f"{url}: {fault}" for url, answer in found for fault in faults(answer))
    none_of(url for url, answer in found if answer.headers.get("Cache-Control") != "private, no-store")
    assert len(found) > 5


def test_every_page_of_a_stranger_is_strict(db):
    found = list(pages(Client()))
    none_of(f"{url}: {fault}" for url, answer in found for fault in faults(answer))
    assert "/sign-in/" in dict(found)


def test_a_loose_answer_is_noticed(client, db):
    answer = client.get("/sign-in/")
    assert list(faults(answer)) == []
    answer.headers["Content-Security-Policy"] += "; script-src 'unsafe-inline'"
    del answer.headers["X-Frame-Options"]
    assert len(list(faults(answer))) == 2


@pytest.mark.parametrize(("path", "status"), [("/nothing/", 404), ("/inbox/c/999999/", 404)])
def test_a_missing_page_is_a_page(client, ada, path, status):
    client.force_login(ada)
    answer = client.get(path)
    assert answer.status_code == status
    assert "There is nothing here" in answer.content.decode()
    assert list(faults(answer)) == []


def test_a_broken_page_is_a_page_and_tells_nothing(client, ada, settings):
    settings.ROOT_URLCONF = "tests.ops.broken_urls"
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "Something broke" in answer.content.decode()
    assert "secret" not in answer.content.decode()
    assert list(faults(answer)) == []


def test_a_form_that_was_open_too_long_says_so(ada):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/sign-in/", {})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


def test_cookies_are_shut(client, ada):
    from tests.conftest import PASSWORD

    client.get("/sign-in/")
    client.post("/sign-in/", {"username": ada.email, "password": PASSWORD})
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_over_https_cookies_are_secure_and_the_browser_stays_there(tmp_path):
    """The settings as they are read with an https address."""
    import json
    import os
    import subprocess
    import sys

    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS"]
    code = f"from django.conf import settings as s; import json; print(json.dumps([getattr(s, n) for n in {names}]))"
    known = {"DJANGO_SETTINGS_MODULE": "nxtchat.settings", "NXTCHAT_DATA": str(tmp_path)}

    def read(url):
        environment = {**os.environ, **known, "PUBLIC_URL": url}
        return json.loads(subprocess.check_output([sys.executable, "-c", code], env=environment))

    assert read("https://chat.example.org") == [True, True, 31_536_000]
    assert read("http://127.0.0.1:8000") == [False, False, 0]
