"""What the first look at a page left over: lone figures in narrow columns, coloured marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFilter

from vanban.readers.ocr import SPARSE, InkBox, InkWord
from vanban.readers.ocr_plausible import plausibility
from vanban.readers.scan_marks import letters_of
from vanban.readers.scan_picture import WHITE, Picture, paper_of, without_lines
from vanban.readers.scan_rereading import read_strips
from vanban.readers.scan_rulings import boxes_of

# A word found among what was left must be as sure as this, more so where it may be a shred of a
# stamp.
_SURE, _SURE_COLOURED = 0.6, 0.8
_LIKELY = 0.5
# What lies so near to a word, in heights of type, is a shred of it, or a stamp set over it.
_SHRED, _STAMP = 0.3, 2.0
# The page is seen in squares of so many pixels; one with so much of its area in ink is set.
_SQUARE, _SET = 8, 12
# Shares of the height of type: what may be a letter, what is too tall for lines of one cell.
_LOWEST, _TALLEST = 0.35, 6.0
_MOST = 80
_ABREAST = 12
# Lone figures are read a second time so much larger: some are seen only then.
_LARGER = 1.5
# Rows without ink, as a share of the height of type, that part two lines.
_GAP = 0.15
_INK = 0.72


def find_leftovers(
    words: Sequence[InkWord], picture: Picture, rulings: tuple[InkBox, ...]
) -> Iterator[InkWord]:
    """Sure words in the ink that is neither a recognised word nor a ruling.

    Missing: marks that are coloured and stand in or between lines of words, stamps set over them.
    """
    heights = sorted(word.type_height for word in words)
    usual = heights[len(heights) // 2] if heights else picture.dpi / 5
    grey = picture.grey if picture.coloured is None else picture.coloured
    sure = _SURE if picture.coloured is None else _SURE_COLOURED
    rest = _left_over(words, grey, rulings)
    boxes = dict(enumerate(_boxes_left(rest, usual), start=1))
    if not 0 < len(boxes) <= _MOST:
        return
    for word in _best(Picture(rest, picture.dpi), boxes):
        if word.confidence < sure or not letters_of(word) or _likelihood(word.text) < _LIKELY:
            continue
        if not _is_among(word, words, _SHRED if picture.coloured is None else _STAMP):
            yield replace(word, line=-word.line)


def _best(picture: Picture, boxes: dict[int, InkBox]) -> Iterator[InkWord]:
    """The words of each piece as read at the size that gives the surer ones."""
    usual = _by_line(_read(picture, boxes))
    larger = _read(_enlarged(picture), _scaled(boxes, _LARGER))
    again = _by_line(_shrunk(word, _LARGER) for word in larger)
    for line in boxes:
        yield from max(usual.get(line, []), again.get(line, []), key=_worth)


def _read(picture: Picture, boxes: dict[int, InkBox]) -> list[InkWord]:
    return list(read_strips(picture, boxes, SPARSE, _ABREAST))


def _worth(words: Sequence[InkWord]) -> float:
    if not words:
        return -1.0
    return min(word.confidence * _likelihood(word.text) for word in words)


def _likelihood(text: str) -> float:
    """How likely a text is as printed, or as the numeral whose strokes were taken for an H."""
    return max(plausibility(text), plausibility(text.replace("H", "II")))


def _by_line(words: Iterable[InkWord]) -> dict[int, list[InkWord]]:
    lines: dict[int, list[InkWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return lines


def _enlarged(picture: Picture) -> Picture:
    grey = picture.grey
    size = (round(grey.width * _LARGER), round(grey.height * _LARGER))
    return Picture(grey.resize(size, Image.Resampling.BICUBIC), round(picture.dpi * _LARGER))


def _scaled(boxes: dict[int, InkBox], factor: float) -> dict[int, InkBox]:
    return {line: _scale(box, factor) for line, box in boxes.items()}


def _scale(box: InkBox, factor: float) -> InkBox:
    return InkBox(*(round(factor * side) for side in (box.left, box.top, box.right, box.bottom)))


def _shrunk(word: InkWord, factor: float) -> InkWord:
    return replace(
        word,
        ink=_scale(word.ink, 1 / factor),
        type_height=word.type_height / factor,
        foot=word.foot / factor,
    )


def _left_over(
    words: Iterable[InkWord], grey: Image.Image, rulings: tuple[InkBox, ...]
) -> Image.Image:
    """The page with what is read already painted over."""
    rest = without_lines(grey, rulings)
    pen, paper = ImageDraw.Draw(rest), paper_of(grey)
    for word in words:
        ink = word.ink
        pen.rectangle((ink.left - 3, ink.top - 3, ink.right + 2, ink.bottom + 2), fill=paper)
    return rest


def _boxes_left(rest: Image.Image, usual: float) -> Iterator[InkBox]:
    limit = _INK * paper_of(rest)
    ink = rest.point([WHITE if value < limit else 0 for value in range(256)])
    squares = ink.reduce(_SQUARE).point([WHITE if value >= _SET else 0 for value in range(256)])
    for found in boxes_of(squares.filter(ImageFilter.MaxFilter(3))):
        sides = tuple(_SQUARE * side for side in (found.left, found.top, found.right, found.bottom))
        for box in _lines_in(ink, InkBox(*sides), _GAP * usual):
            if _LOWEST * usual < box.height < _TALLEST * usual:
                yield box


def _lines_in(ink: Image.Image, box: InkBox, gap: float) -> Iterator[InkBox]:
    """The boxes of the lines in a box, close around their ink."""
    held: InkBox | None = None
    for line in boxes_of(ink.crop((box.left, box.top, box.right, box.bottom)), rows_only=True):
        moved = InkBox(
            line.left + box.left, line.top + box.top, line.right + box.left, line.bottom + box.top
        )
        if held and moved.top - held.bottom < gap:
            held = held.around(moved)
            continue
        if held:
            yield held
        held = moved
    if held:
        yield held


def _is_among(word: InkWord, words: Iterable[InkWord], reach: float) -> bool:
    """Whether a word stands in a line of others, within so many heights of type."""
    near = reach * word.type_height
    return any(
        other.ink.top < word.ink.bottom
        and word.ink.top < other.ink.bottom
        and other.ink.left - near < word.ink.right
        and word.ink.left < other.ink.right + near
        for other in words
    )
