"""Letterheads and signatures: two columns side by side at the head and the foot of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vanban.readers.page_layout import PageWord
from vanban.readers.page_lines import PageLine, lines_of

_NATIONAL = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*[Tt]ự do|"
    r"ĐỘC LẬP\s*[-–]\s*TỰ DO"
)
_DATE = re.compile(r"[^.;:]{2,40},\s*ngày\b.{0,12}\btháng\b.{0,10}\bnăm\b")
_NUMBER = re.compile(r"Số\s?:?\s*[\d…._]*\s*[/-]|Số\s*:")
_SUBJECT = re.compile(r"V/[vV]\b|Về việc\b")
_RECIPIENTS = re.compile(r"(?:Nơi nhận|NƠI NHẬN)\s*:?")
_AUTHORITY = re.compile(r"(?:TM|KT|TL|TUQ|Q)\s?[./]\s?[A-ZĐÀ-Ỹ]|T/[ML]\b|K/T\b")
# Points between two rows beyond which a letterhead has ended.
_HEAD_GAP = 46.0
_SLACK = 4.0
_TITLE = re.compile(
    r"(?:KẾ HOẠCH|BÁO CÁO|QUYẾT ĐỊNH|NGHỊ QUYẾT|NGHỊ ĐỊNH|THÔNG TƯ|THÔNG BÁO|CHỈ THỊ|TỜ TRÌNH|"
    r"CÔNG ĐIỆN|CHƯƠNG TRÌNH|HƯỚNG DẪN|QUY CHẾ|QUY ĐỊNH|ĐỀ ÁN|KẾT LUẬN|PHỤ LỤC|Phụ lục|Kính gửi)"
)


@dataclass(frozen=True, slots=True)
class Sides:
    """Two columns set side by side, each from top to bottom."""

    left: tuple[PageLine, ...]
    right: tuple[PageLine, ...]


def part_sides(lines: Sequence[PageLine], width: float) -> list[PageLine | Sides]:
    """The lines of a page with each letterhead and signature put together as two columns."""
    parted = [part for line in lines for part in _parted(line)]
    items: list[PageLine | Sides] = []
    at = 0
    while at < len(parted):
        found = _head_at(parted, at, width) or _signing_at(parted, at, width)
        if found is None:
            items.append(parted[at])
            at += 1
            continue
        sides, taken = found
        gone = {id(line) for line in taken}
        # Lines of the left column may stand above the one that was recognised.
        items = [item for item in items if id(item) not in gone]
        items.append(sides)
        parted = [line for line in parted[at:] if id(line) not in gone]
        at = 0
    return items


# One printed line that holds both columns


def _parted(line: PageLine) -> list[PageLine]:
    """A line cut in two where its columns nearly touch."""
    text = line.text
    if len(text) > 160:
        return [line]
    match = _NATIONAL.search(text)
    if match and match.start() > 2:
        return _parted_at(line, match.start())
    if _NUMBER.match(text) and re.search(r",\s*ngày\b", text):
        cut = _widest_gap(line)
        if cut:
            return [replace_words(line, line.words[:cut]), replace_words(line, line.words[cut:])]
    return [line]


def _parted_at(line: PageLine, offset: int) -> list[PageLine]:
    """A line cut before a place in its text, also inside a word whose columns touch."""
    place = 0
    for number, word in enumerate(line.words):
        inside = offset - place
        if inside < len(word.text):
            left, right = _halves(word, max(0, inside))
            before = (*line.words[:number], *left)
            after = (*right, *line.words[number + 1 :])
            return [replace_words(line, words) for words in (before, after) if words]
        place += len(word.text) + 1
    return [line]


def _halves(word: PageWord, at: int) -> tuple[tuple[PageWord, ...], tuple[PageWord, ...]]:
    if at == 0:
        return (), (word,)
    cut = word.box.left + (word.box.right - word.box.left) * at / len(word.text)
    left = replace(word, text=word.text[:at], box=replace(word.box, right=cut))
    return (left,), (replace(word, text=word.text[at:], box=replace(word.box, left=cut)),)


def replace_words(line: PageLine, words: Sequence[PageWord]) -> PageLine:
    """A line of the same page with other words."""
    return replace(line, words=tuple(words))


def _widest_gap(line: PageLine) -> int:
    gaps = [after.box.left - before.box.right for before, after in pairwise(line.words)]
    return gaps.index(max(gaps)) + 1 if gaps else 0


# Letterheads


def _head_at(
    lines: Sequence[PageLine], at: int, width: float
) -> tuple[Sides, list[PageLine]] | None:
    """The letterhead whose first line stands here."""
    near = _run(lines, at)
    anchors = [line for line in near if _NATIONAL.match(line.text)]
    if not anchors or anchors[0].box.left < 0.25 * width:
        return None
    gutter = min(line.box.left for line in anchors)
    centre = anchors[0].centre
    right = [line for line in near if _is_right_of(line, gutter, centre)]
    left = [line for line in near if line.box.right <= gutter + _SLACK]
    end = _head_end(near, right, left)
    left = [line for line in left if line.box.top < end]
    right = [line for line in right if line.box.top < end]
    if not left or lines[at] not in (*left, *right):
        return None
    return Sides(_whole_lines(left), _whole_lines(right)), [*left, *right]


def _run(lines: Sequence[PageLine], at: int) -> list[PageLine]:
    """Lines from one on, without a wide gap between their rows, a title or a broad line."""
    run = [lines[at]]
    for line in lines[at + 1 : at + 24]:
        if line.box.top - run[-1].box.bottom > _HEAD_GAP or _TITLE.match(line.text):
            break
        run.append(line)
    return run


def _is_right_of(line: PageLine, gutter: float, centre: float) -> bool:
    if line.box.left < gutter - _SLACK and abs(line.centre - centre) > 40:
        return False
    return line.box.left >= gutter - 40 and line.centre > gutter


def _head_end(
    near: Sequence[PageLine], right: Sequence[PageLine], left: Sequence[PageLine]
) -> float:
    """Where a letterhead ends: below its date, its number and the subject under that."""
    marks = [
        line
        for line in near
        if _NATIONAL.match(line.text) or _DATE.match(line.text) or _NUMBER.match(line.text)
    ]
    last = max(line.box.bottom for line in marks)
    column = sum(line.centre for line in left) / max(1, len(left))
    for line in sorted(left, key=lambda line: line.box.top):
        below = last - 1 <= line.box.top < last + 1.6 * line.size
        if below and (abs(line.centre - column) < 30 or _SUBJECT.match(line.text)):
            last = line.box.bottom
    return last


def _whole_lines(lines: Sequence[PageLine]) -> tuple[PageLine, ...]:
    """The lines of a column, the parts of one line together."""
    words = [word for line in lines for word in line.words]
    return tuple(lines_of(words, lines[0].page, gap=1e6)) if words else ()


# Recipients and signature


def _signing_at(
    lines: Sequence[PageLine], at: int, width: float
) -> tuple[Sides, list[PageLine]] | None:
    """Recipients at the left with the signature beside them."""
    following = list(lines[at : at + 60])
    start = next((n for n, line in enumerate(following[:6]) if _RECIPIENTS.match(line.text)), None)
    if start is None or (start and not _AUTHORITY.match(lines[at].text)):
        return None
    edge = following[start].box.left
    left: list[PageLine] = []
    right: list[PageLine] = []
    for line in following:
        if line.box.left > edge + 0.25 * width:
            right.append(line)
        elif _ends_recipients(line, edge, width, left):
            break
        else:
            left.append(line)
    if not right:
        return None
    if _is_below(right[0], left):
        return None
    return Sides(_whole_lines(left), _whole_lines(right)), [*left, *right]


def _ends_recipients(line: PageLine, edge: float, width: float, left: Sequence[PageLine]) -> bool:
    if _TITLE.match(line.text):
        return True
    if not left:
        return False
    broad = line.box.right > edge + 0.62 * width
    outside = line.box.left < edge - 30
    return broad or outside or line.size > left[-1].size * 1.3


def _is_below(line: PageLine, left: Sequence[PageLine]) -> bool:
    return bool(left) and line.box.top > left[-1].box.bottom


def continues_recipients(sides: Sides, line: PageLine) -> bool:
    """Whether the first lines of the next page go on with a list of recipients."""
    last = sides.left[-1]
    if not _RECIPIENTS.match(sides.left[0].text) or line.page - last.page > 1:
        return False
    aligned = abs(line.box.left - last.box.left) < 3 * last.size
    return aligned and line.size < last.size * 1.15 and line.text.startswith(("-", "–", "+", "•"))
