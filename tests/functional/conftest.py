"""Checks that any page can be put through: accessibility by axe, layout, the keyboard."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 AA and the practices axe adds to it.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def assert_accessible() -> Callable[[Any], None]:
    """A check: axe finds nothing on the page as it stands."""
    if not AXE.is_file():
        words = "axe-core is not installed (npm ci)"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)

    def check(page: Any) -> None:
        # Through the debugger's world, which the page's own policy does not bind.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
        words = [
            f"{rule['id']}: {rule['help']} at {[node['target'] for node in rule['nodes']]}"
            for rule in found
        ]
        assert not words, "\n".join(words)

    return check


@pytest.fixture
def assert_no_sideways_scroll() -> Callable[[Any], None]:
    """A check: nothing on the page is wider than the screen."""

    def check(page: Any) -> None:
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"the page is {wide} px wider than the screen"

    return check
