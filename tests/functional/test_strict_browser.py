"""The browser of these tests does see what it must refuse."""

import pytest
from playwright.sync_api import Browser, Error, Route

from tests.browser import DESKTOP, watched_page

POLICY = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html"}
ORIGIN = "http://localhost:9/"


def visit(browser: Browser, body: str) -> None:
    """Opens a page of that body under our policy, and closes it."""

    def answer(route: Route) -> None:
        if route.request.url == ORIGIN:
            route.fulfill(status=200, headers=POLICY, body=f"<!doctype html>{body}")
        else:
            route.fallback()

    pages = watched_page(browser, DESKTOP)
    page = next(pages)
    page.route("**/*", answer)
    page.goto(ORIGIN)
    page.wait_for_load_state("networkidle")
    with pytest.raises(StopIteration):
        next(pages)


def test_a_quiet_page_passes(chromium: Browser) -> None:
    visit(chromium, "<title>x</title><p>x</p>")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<script>1</script>", "script-src-elem"),
        ("<style>p { color: red }</style>", "style-src-elem"),
        ("<p style='color: red'>x</p>", "style-src-attr"),
        ("<p onclick='1'>x</p>", "script-src-attr"),
        ("<img src='http://foreign.example/x.png'>", "foreign.example"),
    ],
)
def test_a_page_against_the_policy_fails_its_test(
    chromium: Browser, body: str, complaint: str
) -> None:
    with pytest.raises(pytest.fail.Exception, match=complaint):
        visit(chromium, body)


def test_no_other_host_is_reached(chromium: Browser) -> None:
    pages = watched_page(chromium, DESKTOP)
    page = next(pages)
    for address in ("http://foreign.example/", "http://192.0.2.1/"):
        with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
            page.goto(address)
    with pytest.raises(pytest.fail.Exception, match=r"(?s)foreign\.example.*192\.0\.2\.1"):
        next(pages)
