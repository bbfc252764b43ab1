"""Brackets without their partner, and brackets that swallow an enumeration.

Codes: ``unbalanced_mark`` (INFO; ``mark``), ``misplaced_bracket`` (WARNING; ``item``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vanban.models import Issue, ParsedDocument, Severity, Span

_OPENING = {"(": ")", "[": "]", "“": "”"}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
_MARKS = re.compile(r"[()\[\]“”]")
# "a)" and "1)" close no bracket; neither do they inside a list run on in one paragraph.
_ENUMERATOR = re.compile(r"(?:(?<=\s)|\A)(?:[a-zđ]|\d{1,2}|[ivx]{1,4})\Z")


def check_brackets(parsed: ParsedDocument) -> Iterator[Issue]:
    """Brackets and quotation marks without their partner within one paragraph."""
    content = parsed.text.content
    for block in parsed.text.blocks:
        words = block.span.of(content)
        if not _MARKS.search(words):
            continue
        opened: list[int] = []
        for match in _MARKS.finditer(words):
            position, mark = match.start(), match[0]
            if mark in _OPENING:
                opened.append(position)
            elif opened and words[opened[-1]] in (_CLOSING[mark], mark):
                opened.pop()
            elif mark == "”" and _opens_word(words, position):
                # Some keyboards print one quotation mark for both: it pairs with the next one.
                opened.append(position)
            elif not _ENUMERATOR.search(words, max(0, position - 4), position):
                yield _unbalanced(block.span.start + position, mark)
        for position in opened:
            yield _unbalanced(block.span.start + position, words[position])


def _opens_word(words: str, position: int) -> bool:
    """Whether a mark stands at the beginning of a word, another like it further on."""
    before, after = words[position - 1 : position], words[position + 1 : position + 2]
    return (
        (not before or before.isspace()) and after.isalnum() and words.find("”", position + 1) > 0
    )


_ITEM = re.compile(r"\((\d{1,2})\)")


def check_enumerators(parsed: ParsedDocument) -> Iterator[Issue]:
    """A bracket that swallows the next item of an enumeration begun outside it."""
    content = parsed.text.content
    for block in parsed.text.blocks:
        words = block.span.of(content)
        items = {match.start(): int(match[1]) for match in _ITEM.finditer(words)}
        if len(items) < 2:
            continue
        opened: list[int] = []
        levels: dict[int, int] = {}
        for match in re.finditer(r"[()]", words):
            position = match.start()
            if position in items:
                number = items[position]
                if opened and levels.get(number - 1, len(opened)) < len(opened):
                    span = Span(block.span.start + opened[-1], block.span.start + position)
                    params = {"item": str(number)}
                    yield Issue("misplaced_bracket", Severity.WARNING, span, params)
                levels[number] = len(opened)
            elif match[0] == "(":
                opened.append(position)
            elif opened and position - 2 not in items and position - 3 not in items:
                opened.pop()


def _unbalanced(position: int, mark: str) -> Issue:
    span = Span(position, position + 1)
    return Issue("unbalanced_mark", Severity.INFO, span, {"mark": mark})
