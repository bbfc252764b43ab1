"""Checks that any page can be put through: accessibility by axe, layout, the keyboard."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SIZES = {1440: 900, 390: 844}
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 AA and the practices axe adds to it.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What passes is not gathered: most of axe's time on a long page.
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations"]}
# Resolved when every change of colour or place that was under way has come to its end.
SETTLED = """() => Promise.allSettled(
    document.getAnimations().filter(a => a.effect.getComputedTiming().endTime < 2000)
        .map(a => a.finished)
)"""


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Pages are looked at as by somebody who asked for less motion."""
    return {**browser_context_args, "reduced_motion": "reduce"}


@pytest.fixture
def assert_accessible() -> Callable[[Any], None]:
    """A check: axe finds nothing on the page as it stands."""
    if not AXE.is_file():
        words = "axe-core is not installed (npm ci)"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)

    def check(page: Any) -> None:
        # Through the debugger's world, which the page's own policy does not bind.
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(AXE.read_text(encoding="utf-8"))
        page.evaluate(SETTLED)
        if words := _violations(page):
            # A colour half-way through a change on a busy machine is no finding: what stands is.
            page.wait_for_timeout(500)
            words = [word for word in _violations(page) if word in words]
        assert not words, "\n".join(words)

    return check


def _violations(page: Any) -> list[str]:
    found = page.evaluate("options => axe.run(document, options)", OPTIONS)["violations"]
    return [
        f"{rule['id']}: {rule['help']} at {node['target']}: {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.fixture
def assert_no_sideways_scroll() -> Callable[[Any], None]:
    """A check: nothing on the page is wider than the screen."""

    def check(page: Any) -> None:
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"the page is {wide} px wider than the screen"

    return check


@pytest.fixture
def assert_page_is_sound(
    assert_accessible: Callable[[Any], None], assert_no_sideways_scroll: Callable[[Any], None]
) -> Callable[..., None]:
    """A check: the page fits on a desktop and on a phone, and is accessible there; what axe says of
    it on a desktop is asked of every page by test_every_page.py. It leaves a picture of each size
    where TIENDO_PICTURES names a folder."""

    def check(page: Any, address: str, name: str = "") -> None:
        page.goto(address)
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            if name:
                keep_picture(page, f"{name}-{width}")
            assert_no_sideways_scroll(page)
        assert_accessible(page)
        page.set_viewport_size({"width": 1440, "height": SIZES[1440]})

    return check


def keep_picture(page: Any, name: str) -> None:
    """A picture of the whole page for the eye, where TIENDO_PICTURES names a folder."""
    if folder := os.environ.get("TIENDO_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
