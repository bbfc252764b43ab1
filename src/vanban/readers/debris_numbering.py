"""Numbers of rows, chapters and points that the recogniser misread, told by those around them.

A number is repaired only where the numbers before and after it leave one possibility, and what
was read is no deliberate other number: it is none at all, or looks like the right one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vanban.letters import POINT_LETTERS, roman_numeral, roman_value
from vanban.models import BlockKind, Span, Table, Text

Found = Iterator[tuple[Span, str]]

_CHAPTER = re.compile(
    r"(?P<word>Chương|CHƯƠNG|Phần|PHẦN|Mục|MỤC) (?P<number>[IVXHNl1!|]{1,6})(?![\w])"
)
_HEADING = re.compile(r"(?P<number>[IVXHNl1!|]{1,6})(?=[.\-] ?[^\W\d_a-zà-ỹ])")
_POINT = re.compile(r"(?P<number>[^\W\d_]|[\u00f8\u00ef\u00ec])(?=\))")
# What strokes of Roman numerals are read as.
_STROKES = str.maketrans({"l": "I", "1": "I", "!": "I", "|": "I"})
_STROKES_ONLY = re.compile(r"[IVXHNl1!|]{1,6}\.?\Z")
_CONFUSED = (("H", "II"), ("N", "II"))


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as read: its value None where it is none, ``likely`` what it may have been."""

    span: Span
    value: int | None
    likely: frozenset[int]


def find_numbering(text: Text) -> Found:
    """Numbers to be repaired, with what is printed."""
    for table in text.tables:
        if not table.is_layout:
            yield from _rows(text.content, table)
    yield from _headings(text)
    yield from _points(text)


# Rows of tables


def _rows(content: str, table: Table) -> Found:
    """The numbers of the first column: Arabic for rows, Roman for groups."""
    cells = [cell for cell in table.cells if cell.column == 0 and cell.span.end > cell.span.start]
    texts = [(cell.span, cell.span.of(content).strip()) for cell in cells]
    numbered = [(span, words) for span, words in texts if len(words) <= 5]
    # Rows of groups are merged across the table.
    groups = {cell.row for cell in table.cells if cell.column == 1 and cell.column_span > 1}
    rows = {cell.span: cell.row for cell in cells}
    arabic = [_arabic(span, words) for span, words in numbered if rows[span] not in groups]
    roman = [_group(span, words) for span, words in numbered if rows[span] in groups]
    if _right(arabic) >= max(2, len(arabic) // 2):
        yield from ((span, str(value)) for span, value in _certain(arabic))
    if _right(roman) >= max(1, len(roman) // 3):
        yield from ((span, roman_numeral(value)) for span, value in _certain(roman))


def _right(numbers: Sequence[_Number]) -> int:
    """How many numbers stand where one count through all of them has them."""
    shifts = Counter(n.value - at for at, n in enumerate(numbers) if n.value is not None)
    return max(shifts.values(), default=0)


def _arabic(span: Span, words: str) -> _Number:
    bare = words.rstrip(".")
    return _Number(span, int(bare) if bare.isdecimal() and bare.isascii() else None, frozenset())


def _roman(span: Span, words: str) -> _Number:
    bare = words.rstrip(".")
    return _Number(span, roman_value(bare), frozenset(_possible(bare)))


def _group(span: Span, words: str) -> _Number:
    """The number of a group of rows: strokes that form no numeral may be any."""
    number = _roman(span, words)
    if number.value is None and _STROKES_ONLY.match(words):
        return replace(number, likely=frozenset(range(1, 40)))
    return number


def _possible(read: str) -> set[int]:
    """The values of the numerals that strokes so read may be."""
    forms = {read.translate(_STROKES)}
    for wrong, right in _CONFUSED:
        forms |= {form.replace(wrong, right) for form in forms}
    values = {roman_value(form) for form in forms}
    # A stroke more or less is the commonest slip.
    near = {value + step for value in values if value for step in (-1, 1)}
    return {value for value in values | near if value}


def _certain(read: Sequence[_Number]) -> Iterator[tuple[Span, int]]:
    """Numbers that stand between two others which leave one value, or at the end of a row of right
    ones and look like the next."""
    numbers = list(read)
    for at, number in enumerate(read):
        if _fits(numbers, at) or _starts_anew(numbers, at):
            continue
        due = _due(numbers, at)
        if due is not None and due != number.value:
            numbers[at] = replace(number, value=due)
            yield number.span, due


def _fits(numbers: Sequence[_Number], at: int) -> bool:
    """Whether a number follows the one before it, or precedes the one after it."""
    value = numbers[at].value
    if value is None:
        return False
    before = numbers[at - 1].value if at else 0
    after = numbers[at + 1].value if at + 1 < len(numbers) else None
    return before == value - 1 or after == value + 1


def _starts_anew(numbers: Sequence[_Number], at: int) -> bool:
    return numbers[at].value == 1 and at + 1 < len(numbers) and numbers[at + 1].value in (None, 2)


def _due(numbers: Sequence[_Number], at: int) -> int | None:
    """The one value a number can have by those around it."""
    before = numbers[at - 1].value if at else 0
    if before is None:
        return None
    after = next(
        ((step, n.value) for step, n in enumerate(numbers[at + 1 :], start=1) if n.value), None
    )
    due = before + 1
    if after is not None:
        return due if after[1] == due + after[0] else None
    return due if due in numbers[at].likely else None


# Chapters and headings


def _headings(text: Text) -> Found:
    chains: dict[str, list[_Number]] = {}
    for block in text.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        words = text.content[block.span.start : min(block.span.end, block.span.start + 40)]
        match = _CHAPTER.match(words) or _HEADING.match(words)
        if match is None:
            continue
        name = match.groupdict().get("word") or ""
        start = block.span.start + match.start("number")
        span = Span(start, block.span.start + match.end("number"))
        chains.setdefault(name.casefold(), []).append(_roman(span, match["number"]))
    for numbers in chains.values():
        yield from ((span, roman_numeral(value)) for span, value in _certain_headings(numbers))


def _certain_headings(numbers: Sequence[_Number]) -> Iterator[tuple[Span, int]]:
    """Headings between two that leave one numeral, of a like look."""
    for at in range(1, len(numbers)):
        before, number = numbers[at - 1].value, numbers[at]
        if before is None or number.value in (1, before + 1):
            continue
        after = numbers[at + 1].value if at + 1 < len(numbers) else None
        unreadable = number.value is None and (after is None or after in (1, before + 2))
        if (after == before + 2 or unreadable) and before + 1 in number.likely:
            yield number.span, before + 1


# Lettered points


def _points(text: Text) -> Found:
    points = list(_point_marks(text))
    for at in range(1, len(points)):
        (_, before), (span, read) = points[at - 1], points[at]
        place = POINT_LETTERS.find(before)
        if place < 0 or place + 1 >= len(POINT_LETTERS) or read == "a":
            continue
        due = POINT_LETTERS[place + 1]
        after = points[at + 1][1] if at + 1 < len(points) else ""
        follows = POINT_LETTERS[place + 2 : place + 3] == after
        # A letter that no list of points has, or the twin of the right one.
        if read != due and (read not in POINT_LETTERS or ({read, due} == {"d", "đ"} and follows)):
            points[at] = (span, due)
            yield span, due


def _point_marks(text: Text) -> Iterable[tuple[Span, str]]:
    for block in text.blocks:
        match = _POINT.match(text.content, block.span.start, min(len(text.content), block.span.end))
        if match is not None and match.end() < block.span.end:
            yield Span(match.start("number"), match.end("number")), match["number"]
