"""What the first look at a page left over: lone figures in narrow columns, coloured marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFilter

from vanban.readers.ocr import SPARSE, InkBox, InkWord
from vanban.readers.ocr_plausible import plausibility
from vanban.readers.scan_marks import letters_of
from vanban.readers.scan_picture import WHITE, Picture, paper_of
from vanban.readers.scan_rereading import read_strips
from vanban.readers.scan_rulings import boxes_of, without_rulings

# A word found among what was left must be as sure as this, more so where it may be a shred of a
# stamp.
_SURE, _SURE_COLOURED = 0.6, 0.8
_LIKELY = 0.5
# The page is seen in squares of so many pixels; one with so much of its area in ink is set.
_SQUARE, _SET = 8, 12
# Shares of the height of type: what may be a letter, what is too tall for lines of one cell.
_LOWEST, _TALLEST = 0.35, 6.0
_MOST = 80
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
    for word in read_strips(Picture(rest, picture.dpi), boxes, SPARSE):
        if word.confidence < sure or not letters_of(word) or plausibility(word.text) < _LIKELY:
            continue
        if picture.coloured is None or not _is_among(word, words):
            yield replace(word, line=-word.line)


def _left_over(
    words: Iterable[InkWord], grey: Image.Image, rulings: tuple[InkBox, ...]
) -> Image.Image:
    """The page with what is read already painted over."""
    rest = without_rulings(grey, rulings)
    pen, paper = ImageDraw.Draw(rest), paper_of(grey)
    for word in words:
        ink = word.ink
        pen.rectangle((ink.left - 3, ink.top - 3, ink.right + 2, ink.bottom + 2), fill=paper)
    return rest


def _boxes_left(rest: Image.Image, usual: float) -> Iterator[InkBox]:
    limit = _INK * paper_of(rest)
    ink_of = [WHITE if value < limit else 0 for value in range(256)]
    squares = rest.point(ink_of).reduce(_SQUARE)
    squares = squares.point([WHITE if value >= _SET else 0 for value in range(256)])
    for box in boxes_of(squares.filter(ImageFilter.MaxFilter(3))):
        found = InkBox(*(_SQUARE * side for side in (box.left, box.top, box.right, box.bottom)))
        # The filter widened each side by one square.
        if _LOWEST * usual < found.height - 2 * _SQUARE and found.height < _TALLEST * usual:
            yield found


def _is_among(word: InkWord, words: Iterable[InkWord]) -> bool:
    """Whether a word stands in a line of others, or between two."""
    near = 2 * word.type_height
    return any(
        other.ink.top < word.ink.bottom
        and word.ink.top < other.ink.bottom
        and other.ink.left - near < word.ink.right
        and word.ink.left < other.ink.right + near
        for other in words
    )
