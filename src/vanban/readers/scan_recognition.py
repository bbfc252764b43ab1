"""Recognising one page: the way of reading that suits it, its words and rulings in points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from vanban.models import Box, Page
from vanban.readers.ocr import (
    AUTOMATIC,
    ONE_BLOCK,
    ONE_COLUMN,
    SPARSE,
    InkBox,
    InkWord,
    RecogniserFailed,
    find_turn,
    find_words,
)
from vanban.readers.page_layout import PageLayout, PageWord, Ruling
from vanban.readers.scan_marks import with_bars, without_debris
from vanban.readers.scan_picture import Picture, paper_of
from vanban.readers.scan_rereading import reread
from vanban.readers.scan_rulings import find_rulings, without_rulings

POINTS_PER_INCH = 72
# Mean confidence by letters: printed pages lie above 0.9. Below the first a page is read in other
# ways too, below the second it may stand on its side or its head.
_WEAK, _SENSELESS = 0.88, 0.65
# A page with fewer letters may be a cover, a seal, or turned.
_FEW_LETTERS = 40
# Finer pictures gain from blurring, coarser ones lose.
_FINE_DPI = 170
# A word found in what the first look left over must be as sure as this.
_SURE_SECOND = 0.8
# Ink left over: dark pixels as a share of those of a letter of the page's type, per page.
_LEFT_OVER_LETTERS = 1.5
_DARK = 0.6


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way of reading a page and what it gave; ``sharp`` is its picture before softening."""

    picture: Picture
    words: tuple[InkWord, ...]
    sharp: Picture

    @property
    def letters(self) -> int:
        """How many letters and figures were found."""
        return sum(_letters(word) for word in self.words)

    @property
    def confidence(self) -> float:
        """The mean over all letters; 0 for an empty page."""
        letters = self.letters
        return sum(word.confidence * _letters(word) for word in self.words) / max(1, letters)

    @property
    def worth(self) -> float:
        """Sure letters count for a reading, doubtful ones against it."""
        return sum((word.confidence - 0.5) * _letters(word) for word in self.words)


def _letters(word: InkWord) -> int:
    return sum(character.isalnum() for character in word.text)


def recognise_page(picture: Picture, number: int, turned: int = 0) -> PageLayout:
    """The words and rulings of one page, upright and level.

    ``turned`` is the turn that the file itself states and that the picture has had already.
    Errors: RecogniserFailed; UnreadableFile(ocr_missing).
    """
    turn, reading = _upright(picture)
    level = reading.picture
    rulings = find_rulings(level.grey, level.dpi)
    found = with_bars(_reread(reading), level.grey)
    words = tuple(without_debris((*found, *_second_look(reading, rulings))))
    scale = POINTS_PER_INCH / level.dpi
    size = (level.grey.width * scale, level.grey.height * scale)
    page = Page(number, *size, is_scanned=True, rotation=(turned + turn) % 360)
    return PageLayout(
        page,
        tuple(_page_words(words, rulings, scale)),
        tuple(Ruling(_points(box, scale)) for box in rulings),
    )


def _reread(reading: _Reading) -> tuple[InkWord, ...]:
    fine = reading.picture.dpi >= _FINE_DPI
    softer = reading.sharp.softened(1.6 if fine else 1.0)
    return reread(reading.words, (reading.sharp if fine else reading.picture, softer))


# Which way up


def _upright(picture: Picture) -> tuple[int, _Reading]:
    """The turn that sets a page upright, and its best reading."""
    first = _read(picture)
    if first.confidence >= _SENSELESS and first.letters >= _FEW_LETTERS:
        return 0, _best(first)
    if _is_empty(picture):
        return 0, first
    turn = find_turn(picture.grey, picture.dpi)
    turns = (90, 180, 270) if turn is None else ((turn,) if turn else ())
    found = [(0, first), *((angle, _read(picture.turned(angle))) for angle in turns)]
    angle, reading = max(found, key=lambda pair: pair[1].worth)
    return angle, _best(reading)


def _is_empty(picture: Picture) -> bool:
    """Whether a page has next to no ink: the back of a sheet."""
    limit = int(_DARK * paper_of(picture.grey))
    dark = sum(picture.grey.histogram()[:limit])
    return dark < 0.0002 * picture.grey.width * picture.grey.height


# The best of several ways


def _read(picture: Picture) -> _Reading:
    sharp = picture.despecked().straightened()
    level = sharp.softened() if sharp.dpi >= _FINE_DPI else sharp
    return _Reading(level, find_words(level.grey, level.dpi, AUTOMATIC), sharp)


def _best(first: _Reading) -> _Reading:
    """The reading itself, or where it is weak a better one in another way."""
    if first.confidence >= _WEAK:
        return first
    readings = [first]
    for change, mode in _WAYS:
        picture = change(first.picture)
        try:
            words = find_words(picture.grey, picture.dpi, mode)
        except RecogniserFailed:
            continue
        readings.append(_Reading(picture, words, first.sharp))
    return max(readings, key=lambda reading: reading.worth)


def _without_lines(picture: Picture) -> Picture:
    rulings = find_rulings(picture.grey, picture.dpi)
    return Picture(without_rulings(picture.grey, rulings), picture.dpi, picture.coloured)


_WAYS: tuple[tuple[Callable[[Picture], Picture], int], ...] = (
    (lambda picture: picture.softened(), AUTOMATIC),
    (_without_lines, ONE_COLUMN),
    (lambda picture: picture, ONE_BLOCK),
)


# What the first look left over


def _second_look(reading: _Reading, rulings: tuple[InkBox, ...]) -> Iterator[InkWord]:
    """Sure words among the ink that is no recognised word and no ruling: lone figures in narrow
    columns, coloured marks."""
    picture = reading.picture
    grey = picture.grey if picture.coloured is None else picture.coloured
    rest = without_rulings(grey, rulings)
    pen, paper = ImageDraw.Draw(rest), paper_of(grey)
    for word in reading.words:
        ink = word.ink
        pen.rectangle((ink.left - 2, ink.top - 2, ink.right + 1, ink.bottom + 1), fill=paper)
    if not _has_letters(rest, reading.words):
        return
    try:
        found = find_words(rest, picture.dpi, SPARSE)
    except RecogniserFailed:
        return
    heights = sorted(word.type_height for word in reading.words)
    usual = heights[len(heights) // 2] if heights else 0.0
    for word in found:
        if word.confidence < _SURE_SECOND or not _letters(word) or not _fits(word, usual):
            continue
        # A stamp set over lines of text is no part of them.
        if picture.coloured is None or not _is_among(word, reading.words):
            yield word


def _fits(word: InkWord, usual: float) -> bool:
    """Whether a word is as large as the type of the page."""
    return not usual or 0.4 * usual < word.ink.height < 2.5 * usual


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


def _has_letters(rest: Image.Image, words: Sequence[InkWord]) -> bool:
    limit = int(_DARK * paper_of(rest))
    dark = sum(rest.histogram()[:limit])
    heights = sorted(word.type_height for word in words) or [20.0]
    # The ink of a letter: some fifteen hundredths of the square of its type.
    return dark > _LEFT_OVER_LETTERS * 0.15 * heights[len(heights) // 2] ** 2


# From pixels to points


def _points(box: InkBox, scale: float) -> Box:
    return Box(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)


def _page_words(
    words: Iterable[InkWord], rulings: Sequence[InkBox], scale: float
) -> Iterator[PageWord]:
    for word in words:
        if not _is_ruling(word, rulings):
            size = word.type_height * scale
            yield PageWord(word.text, _type_box(word, scale), size, confidence=word.confidence)


def _type_box(word: InkWord, scale: float) -> Box:
    """The box of a word's type, as tall for "-" as for "ệ", so that words of one line align."""
    ink, foot, height = word.ink, word.foot, word.type_height
    middle = (ink.top + ink.bottom) / 2
    if not foot - height <= middle <= foot or ink.height > 1.6 * height:
        return _points(ink, scale)
    return Box(ink.left * scale, (foot - height) * scale, ink.right * scale, foot * scale)


def _is_ruling(word: InkWord, rulings: Sequence[InkBox]) -> bool:
    """Whether a "word" without letters is a piece of a drawn line."""
    return not _letters(word) and any(_touches(word.ink, ruling) for ruling in rulings)


def _touches(ink: InkBox, ruling: InkBox) -> bool:
    return (
        ink.left <= ruling.right
        and ruling.left <= ink.right
        and ink.top <= ruling.bottom
        and ruling.top <= ink.bottom
    )
