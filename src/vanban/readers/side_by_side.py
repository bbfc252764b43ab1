"""Letterheads and signatures set side by side with tabs, line by line: the left column is read to
its end before the right one, as in a letterhead table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from vanban.readers.capitals import TYPE_LINES, is_capitals
from vanban.readers.sides import (
    head_halves,
    starts_right_head,
    starts_signing_sides,
    tab_halves,
)

_HEAD_LINES = 25
_LONGEST = 90
_BULLETS = ("-", "–", "+", "•")
_LEFT_HEAD = re.compile(r"(?:Số|V/[vV]|Về việc)\b|[-_*=–—.\s]+\Z|[(\[]")


class _Zone(Enum):
    TEXT = auto()
    HEAD = auto()
    SIGNING = auto()


@dataclass(frozen=True, slots=True)
class Held:
    """A line of the right column, with the number of its paragraph in the source."""

    words: str
    paragraph: int


class SideBySide:
    """Takes the lines of a document in order and tells what to write at each."""

    def __init__(self) -> None:
        self._zone = _Zone.TEXT
        self._held: list[Held] = []
        self._seen = 0
        self._last = ""

    def take(self, line: str, paragraph: int) -> tuple[list[Held], str]:
        """The right column that ends before a line, and what of the line is written now."""
        plain = line.replace("\u00a0", " ")
        if not plain.strip():
            return [], line
        self._seen += 1
        if starts_signing_sides(plain):
            ended = self.end()
            self._zone = _Zone.SIGNING
            return ended, self._sign(plain, paragraph)
        if self._zone is _Zone.SIGNING:
            return self._take_signing(line, plain, paragraph)
        return self._take_head(line, plain, paragraph)

    def end(self) -> list[Held]:
        """The right column so far; both columns have ended."""
        held, self._held = self._held, []
        self._zone = _Zone.TEXT
        return held

    def _take_head(self, line: str, plain: str, paragraph: int) -> tuple[list[Held], str]:
        halves = head_halves(plain) if self._seen <= _HEAD_LINES else None
        if halves:
            self._zone = _Zone.HEAD
            self._hold(halves[1], paragraph)
            self._last = halves[0].strip()
            return [], self._last
        if self._zone is not _Zone.HEAD:
            return [], line
        words = plain.strip()
        if starts_right_head(words) or plain.startswith("\t"):
            self._hold(words, paragraph)
            return [], ""
        if self._is_left(words):
            self._last = words
            return [], line
        return self.end(), line

    def _is_left(self, words: str) -> bool:
        """Whether a line without a right half still belongs to the left column."""
        if len(words) > _LONGEST or words in TYPE_LINES:
            return False
        goes_on = self._last.startswith("V/") and words[:1].islower()
        return goes_on or is_capitals(words) or _LEFT_HEAD.match(words) is not None

    def _take_signing(self, line: str, plain: str, paragraph: int) -> tuple[list[Held], str]:
        left, right = tab_halves(plain)
        if right:
            return [], self._sign(plain, paragraph)
        if not left.strip().startswith(_BULLETS):
            return self.end(), line
        return [], line

    def _sign(self, plain: str, paragraph: int) -> str:
        left, right = tab_halves(plain)
        self._hold(right, paragraph)
        return left

    def _hold(self, words: str, paragraph: int) -> None:
        self._held.append(Held(words.strip(), paragraph))
