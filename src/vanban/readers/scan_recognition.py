"""Recognising one page: the way of reading that suits it, its words and rulings in points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from vanban.models import Box, Page
from vanban.readers.ocr import (
    AUTOMATIC,
    ONE_BLOCK,
    ONE_COLUMN,
    InkBox,
    InkWord,
    RecogniserFailed,
    find_turn,
    find_words,
)
from vanban.readers.page_layout import PageLayout, PageWord, Ruling
from vanban.readers.scan_leftovers import find_leftovers
from vanban.readers.scan_marks import letters_of, with_bars, with_strokes, without_debris
from vanban.readers.scan_picture import Picture, paper_of
from vanban.readers.scan_rereading import reread
from vanban.readers.scan_rulings import find_rulings

POINTS_PER_INCH = 72
# Mean confidence by letters: printed pages lie above 0.9. Below the first a page is read in other
# ways too, below the second it may stand on its side or its head.
_WEAK, _SENSELESS = 0.88, 0.65
# A page with fewer letters may be a cover, a seal, or turned.
_FEW_LETTERS = 40
# Finer pictures gain from blurring, coarser ones lose.
_FINE_DPI = 170
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
        return sum(letters_of(word) for word in self.words)

    @property
    def confidence(self) -> float:
        """The mean over all letters; 0 for an empty page."""
        letters = self.letters
        return sum(word.confidence * letters_of(word) for word in self.words) / max(1, letters)

    @property
    def worth(self) -> float:
        """Sure letters count for a reading, doubtful and sideways ones against it."""
        return sum(
            (-word.confidence if _is_sideways(word) else word.confidence - 0.5) * letters_of(word)
            for word in self.words
        )

    @property
    def is_sideways(self) -> bool:
        """Whether most of the words run up or down: the recogniser reads them so too."""
        sideways = sum(letters_of(word) for word in self.words if _is_sideways(word))
        return sideways > self.letters / 2


def _is_sideways(word: InkWord) -> bool:
    return letters_of(word) > 2 and word.ink.height > 1.5 * word.ink.width


def recognise_page(picture: Picture, number: int, turned: int = 0) -> PageLayout:
    """The words and rulings of one page, upright and level.

    ``turned`` is the turn that the file itself states and that the picture has had already.
    Errors: RecogniserFailed; UnreadableFile(ocr_missing).
    """
    turn, reading = _upright(picture)
    level = reading.picture
    rulings = find_rulings(level.grey, level.dpi)
    found = (*_reread(reading, rulings), *find_leftovers(reading.words, level, rulings))
    words = with_strokes(with_bars(without_debris(found), level.grey), level.grey)
    scale = POINTS_PER_INCH / level.dpi
    size = (level.grey.width * scale, level.grey.height * scale)
    page = Page(number, *size, is_scanned=True, rotation=(turned + turn) % 360)
    return PageLayout(
        page,
        tuple(_page_words(words, rulings, scale)),
        tuple(Ruling(_points(box, scale)) for box in rulings),
    )


def _reread(reading: _Reading, rulings: tuple[InkBox, ...]) -> tuple[InkWord, ...]:
    """The words of a reading after a vote on its doubtful lines, read without the rulings."""
    fine = reading.picture.dpi >= _FINE_DPI
    softer = reading.sharp.softened(1.6 if fine else 1.0)
    others = (reading.sharp if fine else reading.picture, softer)
    return reread(reading.words, (other.without(rulings) for other in others))


# Which way up


def _upright(picture: Picture) -> tuple[int, _Reading]:
    """The turn that sets a page upright, and its best reading."""
    first = _read(picture)
    is_sound = first.confidence >= _SENSELESS and first.letters >= _FEW_LETTERS
    if is_sound and not first.is_sideways:
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
    return picture.without(find_rulings(picture.grey, picture.dpi))


_WAYS: tuple[tuple[Callable[[Picture], Picture], int], ...] = (
    (lambda picture: picture.softened(), AUTOMATIC),
    (_without_lines, ONE_COLUMN),
    (lambda picture: picture, ONE_BLOCK),
)


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
    return not letters_of(word) and any(_touches(word.ink, ruling) for ruling in rulings)


def _touches(ink: InkBox, ruling: InkBox) -> bool:
    return (
        ink.left <= ruling.right
        and ruling.left <= ink.right
        and ink.top <= ruling.bottom
        and ruling.top <= ink.bottom
    )
