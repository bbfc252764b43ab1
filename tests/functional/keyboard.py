"""A person at the keyboard: goes from control to control with Tab and sees where they are."""

from __future__ import annotations

from typing import Any

# So many controls are passed at most on the way to one.
FAR = 150
NAME = r"""() => {
  const e = document.activeElement;
  if (!e || e === document.body) return "";
  const ids = (e.getAttribute("aria-labelledby") || "").split(" ");
  const by = ids.map((id) => document.getElementById(id)?.innerText).filter(Boolean).join(" ");
  const own = e.getAttribute("aria-label") || e.labels?.[0]?.innerText;
  return (by || own || e.innerText || e.value || "").replace(/\s+/g, " ").trim();
}"""
CHOSEN = "() => document.activeElement.selectedOptions[0]?.innerText.trim() ?? ''"
# What tells the focus: a ring of its own, or a changed edge or ground.
SEEN = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return (ring || style.boxShadow !== "none") && box.width > 0 && box.height > 0;
}"""


class Keyboard:
    """Acts on one page by keys alone."""

    def __init__(self, page: Any) -> None:
        self._page = page

    @property
    def name(self) -> str:
        """What the control in focus is called; empty where none is."""
        return str(self._page.evaluate(NAME))

    def to(self, name: str) -> None:
        """Go to the next control of that name. Errors: AssertionError where Tab does not lead
        there, or where the focus cannot be seen."""
        passed = []
        for _step in range(FAR):
            self.press("Tab")
            passed.append(self.name)
            if passed[-1].startswith(name):
                assert self._page.evaluate(SEEN), f"the focus on {name!r} is not seen"
                return
        raise AssertionError(f"Tab does not lead to {name!r} but to {passed}")

    def fill(self, name: str, text: str) -> None:
        """Type into a field in place of what stands there."""
        self.to(name)
        self.press("ControlOrMeta+a")
        self._page.keyboard.type(text)

    def choose(self, name: str, option: str) -> None:
        """Go down a closed list until it stands at an option. Errors: AssertionError."""
        self.to(name)
        for _step in range(FAR):
            if str(self._page.evaluate(CHOSEN)).startswith(option):
                return
            self.press("ArrowDown")
        raise AssertionError(f"{name!r} has no {option!r}")

    def activate(self, name: str) -> None:
        """Press a button, or open what unfolds."""
        self.to(name)
        self.press("Enter")

    def follow(self, name: str) -> None:
        """Follow a link, and wait for the page or the sheet it opens."""
        self.activate(name)
        self._page.wait_for_load_state()
        self._page.wait_for_timeout(300)

    def press(self, key: str) -> None:
        """One key."""
        self._page.keyboard.press(key)
