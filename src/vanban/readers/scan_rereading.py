"""A second opinion on lines with doubtful words: read again from other pictures, then a vote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PIL import Image

from vanban.readers.ocr import ONE_BLOCK, InkBox, InkWord, RecogniserFailed, find_words
from vanban.readers.ocr_plausible import plausibility
from vanban.readers.scan_picture import Picture, paper_of

# Words recognised with less, and words that look like none, are read again.
_SURE = 0.88
_LIKELY = 0.6
# What being a possible word counts beside the recogniser's confidence.
_WEIGHT = 0.8
_MARGIN, _SPACE = 8, 36
# Two boxes are of one word where they share this part of their breadth.
_SHARED = 0.6
# More lines than this are a page that is bad as a whole; other pictures of it help no more.
_MOST_LINES = 45


@dataclass(frozen=True, slots=True)
class _Strip:
    """A piece cut out of the page: where it was and where it stands on the sheet."""

    line: int
    box: InkBox
    left: int
    top: int


def reread(words: Sequence[InkWord], pictures: Iterable[Picture]) -> tuple[InkWord, ...]:
    """The words, those of doubtful lines replaced where other pictures of the page outvote them.

    The pictures must have the size of the page the words were found on.
    """
    doubtful = {word.line for word in words if _is_doubtful(word)}
    if not doubtful or len(doubtful) > _MOST_LINES:
        return tuple(words)
    opinions: dict[int, list[InkWord]] = defaultdict(list)
    open_lines = doubtful
    for picture in pictures:
        for word in read_strips(picture, _line_boxes(words, open_lines)):
            opinions[word.line].append(word)
        open_lines = {word.line for word in words if _is_open(word, opinions[word.line])}
        if not open_lines:
            break
    return tuple(
        _voted(word, opinions[word.line]) if word.line in doubtful else word for word in words
    )


def _is_doubtful(word: InkWord) -> bool:
    return word.confidence < _SURE or plausibility(word.text) < _LIKELY


def _is_open(word: InkWord, opinions: Sequence[InkWord]) -> bool:
    """Whether the readings of a doubtful line contradict each other over a word."""
    return any(
        _is_same_place(word.ink, other.ink) and other.text != word.text for other in opinions
    )


def _line_boxes(words: Iterable[InkWord], lines: set[int]) -> dict[int, InkBox]:
    boxes: dict[int, InkBox] = {}
    for word in words:
        if word.line in lines:
            boxes[word.line] = word.ink.around(boxes.get(word.line, word.ink))
    return boxes


def read_strips(
    picture: Picture, boxes: dict[int, InkBox], mode: int = ONE_BLOCK, abreast: int = 1
) -> Iterator[InkWord]:
    """The words of some pieces of a page, cut out and set on a sheet, with their boxes on the page.

    Lone figures are not seen by the recogniser unless several stand ``abreast`` in one line.
    Shape: boxes by the number that the words found in them get as their line.
    """
    sheet, strips = _sheet(picture.grey, boxes, abreast)
    try:
        found = find_words(sheet, picture.dpi, mode)
    except RecogniserFailed:
        return
    for word in found:
        strip = _strip_of(word, strips)
        if strip is not None:
            yield _moved(word, strip)


def _sheet(
    grey: Image.Image, boxes: dict[int, InkBox], abreast: int
) -> tuple[Image.Image, list[_Strip]]:
    strips: list[_Strip] = []
    ordered, top, width = list(boxes.items()), _SPACE, 0
    for start in range(0, len(ordered), abreast):
        row = ordered[start : start + abreast]
        height, left = max(box.height for _, box in row), _SPACE
        for line, box in row:
            strips.append(_Strip(line, box, left, top + height - box.height))
            left += box.width + 2 * _MARGIN + _SPACE
        top += height + 2 * _MARGIN + _SPACE
        width = max(width, left)
    sheet = Image.new("L", (width, top), paper_of(grey))
    for strip in strips:
        sheet.paste(_cut(grey, strip.box), (strip.left, strip.top))
    return sheet, strips


def _cut(grey: Image.Image, box: InkBox) -> Image.Image:
    left, top = max(0, box.left - _MARGIN), max(0, box.top - _MARGIN)
    right, bottom = min(grey.width, box.right + _MARGIN), min(grey.height, box.bottom + _MARGIN)
    return grey.crop((left, top, max(left, right), max(top, bottom)))


def _strip_of(word: InkWord, strips: Sequence[_Strip]) -> _Strip | None:
    across, down = (word.ink.left + word.ink.right) / 2, (word.ink.top + word.ink.bottom) / 2
    for strip in strips:
        if (
            strip.top <= down <= strip.top + strip.box.height + 2 * _MARGIN
            and strip.left <= across <= strip.left + strip.box.width + 2 * _MARGIN
        ):
            return strip
    return None


def _moved(word: InkWord, strip: _Strip) -> InkWord:
    right = strip.box.left - min(_MARGIN, strip.box.left) - strip.left
    down = strip.box.top - min(_MARGIN, strip.box.top) - strip.top
    ink = word.ink
    moved = InkBox(ink.left + right, ink.top + down, ink.right + right, ink.bottom + down)
    return replace(word, ink=moved, foot=word.foot + down, line=strip.line)


def _voted(word: InkWord, opinions: Iterable[InkWord]) -> InkWord:
    """The word with the text that has most of the votes, and their mean confidence."""
    votes: dict[str, list[float]] = defaultdict(list)
    votes[word.text].append(word.confidence)
    for other in opinions:
        if _is_same_place(word.ink, other.ink):
            votes[other.text].append(other.confidence)
    cast = sum(map(len, votes.values()))

    def weight(text: str) -> float:
        return sum(votes[text]) + _WEIGHT * plausibility(text) * cast / 2

    best = max(votes, key=lambda text: (weight(text), text == word.text))
    return replace(word, text=best, confidence=sum(votes[best]) / cast)


def _is_same_place(one: InkBox, other: InkBox) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared >= _SHARED * max(one.width, other.width)
