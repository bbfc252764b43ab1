"""Words and rulings of a page with their boxes: what a PDF or a recogniser gives, before lines,
paragraphs and tables are made of them by ``page_assembly``."""

from __future__ import annotations

from dataclasses import dataclass

from vanban.models import Box, Page


@dataclass(frozen=True, slots=True)
class PageWord:
    """One word as printed, NFC. ``size`` is the height of its type in points; ``is_raised`` marks a
    footnote figure set above the line; ``confidence`` (0 to 1) is the recogniser's, None where the
    file itself holds the words; ``is_bold`` is False where it cannot be told."""

    text: str
    box: Box
    size: float
    is_bold: bool = False
    is_raised: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """One straight line drawn on a page, horizontal or vertical, as a thin box."""

    box: Box

    @property
    def is_horizontal(self) -> bool:
        """Whether it runs across the page."""
        return self.box.right - self.box.left >= self.box.bottom - self.box.top


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page: its words in any order, its rulings. ``is_unread`` marks a page that the recogniser
    gave up on: it may hold words that nobody has read."""

    page: Page
    words: tuple[PageWord, ...]
    rulings: tuple[Ruling, ...] = ()
    is_unread: bool = False
