"""A Chromium for the browser tests: found, or installed, or loudly missing."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = ["apt-get", "-qq", "--yes"]
PACKAGES = ["chromium", "fonts-liberation", "fonts-noto-core", "fonts-noto-color-emoji"]


def find() -> str | None:
    """CHROMIUM, else Playwright's own, else one on the path."""
    if named := os.environ.get("CHROMIUM"):
        return named if os.path.exists(named) else shutil.which(named)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return next((path for path in (own, *map(shutil.which, NAMES)) if path and os.path.exists(path)), None)


def ensure() -> None:
    """Install one if there is none. A browser test is never skipped for want of a browser."""
    attempts = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if os.getuid() == 0 and shutil.which("apt-get"):
        attempts.append([[*APT, "update"], [*APT, "install", "--no-install-recommends", *PACKAGES]])
    for commands in attempts:
        if find():
            return
        for command in commands:
            print("There is no Chromium yet:", *command, flush=True)
            subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if not find():
        raise SystemExit(
            "The browser tests need a Chromium and none could be installed: "
            "install Chromium or Chrome, or name one, for example CHROMIUM=/usr/bin/chromium make test"
        )
