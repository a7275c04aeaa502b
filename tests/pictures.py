"""The pictures in the docs, taken from the running product: `python -m tests.pictures`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium, launch_arguments
from tests.running import PASSWORD, Running

PICTURES = Path("docs/pictures")


def main() -> None:
    path = chromium()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        running = Running(Path(folder) / "home").wait_until_up()
        try:
            running.wait_until_ready()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=launch_arguments())
                page = browser.new_page(
                    base_url=running.url, viewport={"width": 1280, "height": 800}
                )
                take(page)
        finally:
            running.stop()


def take(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email or username").fill("admin")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_selector(".part.ok")
    page.screenshot(path=PICTURES / "operators.png")


if __name__ == "__main__":
    main()
