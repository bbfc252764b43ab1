"""Footnotes at the foot of a page, and the raised figures that point to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vanban.readers.page_layout import PageLayout, PageWord
from vanban.readers.page_lines import PageLine

_FIGURE = re.compile(r"[(\[]?(\d{1,3}|\*{1,3})[)\]]?(?=\s|[^\W\d_]|[“\"(]|$)")
# After a unit or a number a raised figure is a power: "km²", "10⁶".
_POWER_BASE = re.compile(r"(?:^|\d|\W)(?:[kcdmµ]?m|h?a)$|\d$")
_SMALLER = 0.93
# The line above footnotes is short and begins at the left margin.
_RULE = 0.45
_LOWER_PART = 0.35


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; ``figure`` is None for the rest of one that began on the page before."""

    figure: str | None
    lines: tuple[PageLine, ...]

    def with_lines(self, lines: tuple[PageLine, ...]) -> Note:
        """The note with more lines at its end."""
        return replace(self, lines=(*self.lines, *lines))


def part_notes(
    lines: Sequence[PageLine], layout: PageLayout, size: float
) -> tuple[list[PageLine], list[Note]]:
    """The lines of a page without its footnotes, and these; ``size`` is that of the text."""
    start = _first_note_line(lines, layout, size)
    if start is None:
        return list(lines), []
    notes: list[Note] = []
    for line in lines[start:]:
        figure = _figure_of(line, notes)
        if figure or not notes:
            notes.append(Note(figure, (_without_figure(line) if figure else line,)))
        else:
            notes[-1] = notes[-1].with_lines((line,))
    return list(lines[:start]), notes


def _first_note_line(lines: Sequence[PageLine], layout: PageLayout, size: float) -> int | None:
    raised = {word.text for line in lines for word in line.words[1:] if word.is_raised}
    found = None
    for at in range(len(lines) - 1, 0, -1):
        line = lines[at]
        ruled = _has_rule_above(lines[at - 1], line, layout)
        if line.size > _SMALLER * size and not ruled:
            break
        if line.box.top < _LOWER_PART * layout.page.height and not ruled:
            break
        figure = _FIGURE.match(line.text)
        if ruled or (figure and (line.words[0].is_raised or figure[1] in raised)):
            found = at
        if ruled:
            break
    return found


def _has_rule_above(before: PageLine, line: PageLine, layout: PageLayout) -> bool:
    if line.size > 1.02 * before.size:
        return False
    return any(
        before.baseline - 1 <= ruling.box.top <= line.box.top + 0.4 * line.size
        and ruling.is_horizontal
        and 30 < ruling.box.right - ruling.box.left < _RULE * layout.page.width
        and abs(ruling.box.left - line.box.left) < 40
        and _FIGURE.match(line.text)
        for ruling in layout.rulings
    )


def _figure_of(line: PageLine, notes: Sequence[Note]) -> str | None:
    match = _FIGURE.match(line.text)
    if match is None:
        return None
    if line.words[0].is_raised or not notes:
        return match[1]
    last = next((note.figure for note in reversed(notes) if note.figure), "")
    follows = last.isdigit() and match[1] == str(int(last) + 1)
    return match[1] if follows else None


def _without_figure(line: PageLine) -> PageLine:
    first = line.words[0]
    match = _FIGURE.match(first.text)
    if match and match.end() < len(first.text):
        rest = replace(first, text=first.text[match.end() :])
        return replace(line, words=(rest, *line.words[1:]))
    return replace(line, words=line.words[1:]) if len(line.words) > 1 else line


def without_references(line: PageLine, figures: frozenset[str]) -> tuple[PageLine, tuple[str, ...]]:
    """A line without the raised figures of notes, and those figures in order."""
    found = [
        word
        for before, word in pairwise(line.words)
        if word.is_raised and _plain(word.text) in figures and not _POWER_BASE.search(before.text)
    ]
    if not found:
        return line, ()
    kept = tuple(word for word in line.words if not any(word is other for other in found))
    return replace(line, words=_with_glued_marks(line.words, kept)), tuple(
        _plain(word.text) for word in found
    )


def _plain(text: str) -> str:
    return text.strip("()[]")


def _with_glued_marks(words: Sequence[PageWord], kept: Sequence[PageWord]) -> tuple[PageWord, ...]:
    """The kept words, a mark that stood behind a figure ("thiện¹.") joined to the word before."""
    result: list[PageWord] = []
    is_removed = False
    for word in words:
        if not _has(kept, word):
            is_removed = True
            continue
        if is_removed and result and re.match(r"[.,;:)\]”\"]", word.text):
            last = result[-1]
            box = replace(last.box, right=word.box.right)
            result[-1] = replace(last, text=last.text + word.text, box=box)
        else:
            result.append(word)
        is_removed = False
    return tuple(result)


def _has(words: Sequence[PageWord], word: PageWord) -> bool:
    return any(word is other for other in words)
