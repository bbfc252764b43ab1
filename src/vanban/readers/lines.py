"""Lines of extracted text: how a file was wrapped, and where a paragraph goes on.

Text comes in four shapes: one line per paragraph; wrapped, with a blank line between paragraphs;
wrapped, with a blank line after every line (some PDF extractors); wrapped without blank lines.
``measure`` finds the shape, ``continues`` decides for two neighbouring lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.readers.capitals import (
    TYPE_LINES,
    completes_phrase,
    ends_block,
    is_capitals,
    is_linked,
    is_mark,
    is_signed_by,
    names_superior,
)
from vanban.readers.starts import (
    is_broken_symbol,
    is_bullet,
    is_formula,
    is_lone_marker,
    is_reference,
    is_terminal,
    starts_paragraph,
    starts_unit,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words. ``gap`` counts the blank lines before it, ``number`` is from 0."""

    text: str
    number: int
    page: int | None = None
    gap: int = 0
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is wrapped. ``ragged``: first lines of paragraphs break early, as portals do."""

    width: int
    wrapped: bool
    spaced: bool
    ragged: bool

    def gap_of(self, line: Line) -> int:
        """Blank lines that mean something: in spaced text one or two stand between any lines."""
        return max(0, line.gap - 2) if self.spaced else line.gap

    def is_full(self, line: str, following: str) -> bool:
        """Whether the first word of the following line had no room on this one."""
        width = self.width * (0.65 if is_capitals(line) else 0.85)
        return len(line) + 1 + len(following.split(" ", 1)[0]) >= width


def _goes_on(line: str, following: str) -> bool:
    return following[:1].islower() and not is_terminal(line) and not starts_unit(following)


def measure(lines: Sequence[Line]) -> Layout:
    """The shape of a text, from its line lengths and from lines broken inside a sentence."""
    plain = [line for line in lines if not line.text.startswith("|")]
    lengths = sorted(len(line.text) for line in plain)
    if len(lengths) < 2:
        return Layout(10_000, False, False, False)
    width = lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)]
    broken = [
        (first, second)
        for first, second in zip(plain, plain[1:], strict=False)
        if _goes_on(first.text, second.text)
    ]
    apart = sum(second.gap > 0 for _, second in broken)
    tight = [(first, second) for first, second in broken if second.gap == 0]
    # Short lines under one another are cells; a short line above a long one begins a paragraph.
    early = sum(len(a.text) < 0.6 * width and len(b.text) > 0.75 * width for a, b in tight)
    return Layout(
        width=width,
        wrapped=width <= 160 and len(broken) * 8 >= len(plain) > 0 and len(broken) > 1,
        spaced=apart * 2 > len(broken) and not _has_blocks(plain),
        ragged=early * 50 >= max(1, len(tight)) and early > 1,
    )


def _has_blocks(lines: Sequence[Line]) -> bool:
    """Whether a good part of the lines stands directly under another line."""
    return sum(line.gap == 0 for line in lines[1:]) * 4 > len(lines)


def continues(
    line: str, following: Line, layout: Layout, *, signing: bool = False, alone: bool = True
) -> bool:
    """Whether the following line goes on with the paragraph of the line before it.

    ``signing``: recipients and signatures are short lines; ``alone``: the line began its paragraph.
    """
    text = following.text
    # Most lines by far: a word in small letters in the middle of a wrapped sentence.
    if text[:1].islower() and text[1:2].isalpha() and layout.wrapped and not signing:
        if not layout.gap_of(following):
            return True
    elif is_mark(line) or is_mark(text):
        return False
    if is_broken_symbol(line, text) or (alone and is_lone_marker(line)):
        return True
    if ends_block(line) or starts_paragraph(line, text):
        return False
    if is_capitals(line) or is_capitals(text):
        decided = _continues_capitals(line, following, layout, alone)
        if decided is not None:
            return decided
    if completes_phrase(line, text):
        return True
    if layout.gap_of(following):
        return text[:1].islower() and not is_terminal(line) and len(line) > 0.5 * layout.width
    return _flows(line, text, layout, signing)


def _joins_capitals(line: str, following: str, layout: Layout, alone: bool) -> bool:
    """Two lines of capitals in one run; ``alone``: the first begins its paragraph."""
    if starts_unit(following) or is_formula(following) or line in TYPE_LINES:
        return False
    if is_signed_by(line, following) or (alone and names_superior(line, following)):
        return False
    lone = " " not in following
    heading = starts_unit(line) and layout.ragged
    return layout.is_full(line, following) or heading or lone or (alone and " " not in line)


def _continues_capitals(line: str, following: Line, layout: Layout, alone: bool) -> bool | None:
    """The decision where one of two lines is in capitals; None where that settles nothing."""
    text = following.text
    gap = layout.gap_of(following)
    if not is_capitals(line):
        heading = len(text.split()) > 2 and (is_terminal(line) or not layout.is_full(line, text))
        return False if heading else None
    if is_capitals(text):
        linked = is_linked(line) or completes_phrase(line, text)
        return linked or (not gap and _joins_capitals(line, text, layout, alone))
    if not any(char.isalpha() for char in text):
        return not gap and line not in TYPE_LINES
    return text[:1].islower() and not starts_unit(text)


def _flows(line: str, text: str, layout: Layout, signing: bool) -> bool:
    """The decision for two lines of one run, without markers and capitals."""
    full = layout.is_full(line, text)
    if not layout.wrapped:
        linked = text[:1].islower() or is_reference(line)
        return linked and not is_terminal(line)
    if text[:1].islower() or (not signing and _closes_bracket(line, text)):
        return True
    if is_terminal(line):
        return full and not signing and not _opens_ragged(text, layout)
    if signing:
        return full and is_bullet(line)
    if is_reference(line):
        return True
    return full or (layout.ragged and not _opens_ragged_paragraph(line))


def _closes_bracket(line: str, text: str) -> bool:
    return line.count("(") > line.count(")") and text.count(")") > text.count("(")


def _opens_ragged(text: str, layout: Layout) -> bool:
    return layout.ragged and len(text) < 0.5 * layout.width


def _opens_ragged_paragraph(line: str) -> bool:
    return line.endswith(")") and starts_unit(line)


_HYPHENATED = re.compile(r"\S[-/]$")
_HYPHEN_HEAD = re.compile(r"/\S|-[A-ZĐ]")


def glue(line: str, following: str) -> str:
    """What stands between two joined lines: nothing inside a symbol, else one space."""
    if following.startswith("/") or (line.endswith(("-", "/")) and _HYPHENATED.search(line[-2:])):
        return ""
    return "" if line[-1:].isdigit() and _HYPHEN_HEAD.match(following) else " "
