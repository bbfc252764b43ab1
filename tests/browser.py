"""The browser of the functional tests: Debian's Chromium, strict about what a page does.

A page that breaks the Content-Security-Policy, logs an error, throws, fails to load a resource or
reaches for another host fails its test.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import connections
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No other host is found. To ask about each request instead would cost a way through this
    # process for every file of every page, and leave the browser without its cache.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]
THIS_MACHINE = ("http://localhost", "http://127.0.0.1", "data:", "blob:", "about:")
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
RESOURCE_ERROR = "Failed to load resource"
# The policy's violations are logged as console errors too; the event names the directive.
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP ${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass
class Complaints:
    """What went wrong in one page."""

    words: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        """Errors of the console; those of resources are judged by their response."""
        if message.type == "error" and not message.text.startswith(RESOURCE_ERROR):
            self.words.append(f"console: {message.text}")

    def on_error(self, error: Exception) -> None:
        """An exception that nobody caught."""
        self.words.append(f"exception: {error}")

    def on_response(self, response: Response) -> None:
        """A document may be an error page on purpose, and so may the answer to a form sent by
        script that has to be corrected; what a page loads may not."""
        is_form = response.request.method == "POST" and response.status in (409, 422)
        if response.status >= 400 and response.request.resource_type != "document" and not is_form:
            self.words.append(f"{response.status}: {response.url}")

    def on_request(self, request: Request) -> None:
        """Only this machine is asked."""
        if not request.url.startswith(THIS_MACHINE):
            self.words.append(f"foreign host: {request.url}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        words = "Chromium is not installed (apt-get install chromium)"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
        # While the browser's event loop runs, Django keeps connections of that loop's own, which
        # nobody could reach to close once it has stopped.
        connections.close_all()


@pytest.fixture(scope="session")
def built_frontend() -> None:
    """The styles and scripts, built where their sources changed."""
    from tiendo.cli.frontend import ensure_frontend

    ensure_frontend()


@pytest.fixture
def page(chromium: Browser, built_frontend: None) -> Iterator[Page]:
    """A page of a desktop, 1440 wide."""
    yield from watched_page(chromium, DESKTOP)


@pytest.fixture
def phone_page(chromium: Browser, built_frontend: None) -> Iterator[Page]:
    """A page of a phone, 390 wide."""
    yield from watched_page(chromium, PHONE)


def watched_page(browser: Browser, size: dict[str, int]) -> Iterator[Page]:
    """A page of its own context; the test fails where the page had complaints."""
    complaints = Complaints()
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    context.add_init_script(REPORT_VIOLATIONS)
    context.on("request", complaints.on_request)
    page = context.new_page()
    page.on("console", complaints.on_console)
    page.on("pageerror", complaints.on_error)
    page.on("response", complaints.on_response)
    yield page
    context.close()
    if complaints.words:
        pytest.fail("the page complained:\n" + "\n".join(complaints.words))
