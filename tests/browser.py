"""Browsers that really start, found or installed; nothing is skipped for want of a browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.running import PASSWORD

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FIREFOXES = ("firefox-esr", "firefox")
MAC_FIREFOX = "/Applications/Firefox.app/Contents/MacOS/firefox"
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@cache
def chromium() -> str:
    """The path of a Chromium: named, playwright's own, the machine's, or newly installed."""
    found = given() or playwrights_own() or on_this_machine() or from_apt()
    if not found:
        raise SystemExit(
            "The browser tests need Chromium. Install it (`playwright install chromium`, or your "
            "system's package `chromium`) or name one: CHROMIUM=/path/to/chromium make test"
        )
    return found


@cache
def firefox() -> str:
    """The path of a Firefox: named, the machine's, or newly installed."""
    found = starts(os.environ.get("FIREFOX", "")) or on_this_machine(FIREFOXES, MAC_FIREFOX)
    if not found:
        install("firefox-esr")
        found = on_this_machine(FIREFOXES, MAC_FIREFOX)
    assert found, (
        "This test needs Firefox. Install it (your system's package `firefox-esr` or `firefox`) "
        "or name one: FIREFOX=/path/to/firefox make test"
    )
    return found


@contextmanager
def browsing(path: str, *more: str) -> Iterator[Browser]:
    arguments = [*QUIET, *more, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=arguments)


def sign_in(page: Page, name: str, password: str = PASSWORD, to: str = "") -> None:
    page.goto(f"/accounts/login/?next={to}")
    page.get_by_label("Email or username").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def given() -> str:
    return starts(os.environ.get("CHROMIUM", ""))


def playwrights_own() -> str:
    with sync_playwright() as playwright:
        return starts(playwright.chromium.executable_path)


def on_this_machine(names: Sequence[str] = NAMES, on_a_mac: str = MAC) -> str:
    candidates = [shutil.which(name) or "" for name in names]
    return next(filter(None, map(starts, [*candidates, on_a_mac])), "")


def from_apt() -> str:
    """Playwright's own download where it may download, else Debian's package."""
    if run(sys.executable, "-m", "playwright", "install", "chromium") and (
        own := playwrights_own()
    ):
        return own
    install("chromium")
    return on_this_machine()


def install(package: str) -> None:
    """Debian's, where there is Debian."""
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and run(*root, "apt-get", "update"):
        run(*root, "apt-get", "install", "-y", "--no-install-recommends", package)


def starts(path: str) -> str:
    return path if path and Path(path).exists() and run(path, "--version") else ""


def run(*command: str) -> bool:
    print("browser    │", " ".join(command), flush=True) if len(command) > 2 else None
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
