"""Screening what was read from pages: marks beside other words of a line, pages left unread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from tiendo.documents.kinds import FileKind
from tiendo.documents.marks import is_like_mark, mark_of, refuse_marked
from tiendo.documents.page_images import NoSuchPage, Sheet, count_pages, draw
from vanban.models import Place, Text

# A page with fewer characters was not read, unless nothing is printed on it.
MIN_PAGE_CHARACTERS = 40
# Below this mean of the recogniser's confidence a page is guessed, not read.
MIN_CONFIDENCE = 0.5
# A space this many times as wide as the words are high parts two runs of a line.
_GAP = 2.0
_LOOKED_AT_WIDTH = 240
_DARK = 150
# Specks and the shadow of an edge leave less ink than one line of type.
_INK = 0.0005


def screen_pages(text: Text) -> bool:
    """Whether no run of words on a page looks like a mark misread; a marked page is refused.

    Errors: UploadRefused (secrecy_mark).
    """
    refuse_marked(mark_of(margin.words) for margin in text.margins)
    is_clear = True
    for run in _runs(text):
        words = " ".join(place.span.of(text.content) for place in run)
        refuse_marked((mark_of(words),))
        is_recognised = any(place.confidence is not None for place in run)
        is_clear = is_clear and not (is_recognised and is_like_mark(words))
    return is_clear


def is_legible(text: Text, file: IO[bytes], kind: FileKind) -> bool:
    """Whether every page with something printed on it was read."""
    characters: dict[int, int] = defaultdict(int)
    sure: dict[int, list[float]] = defaultdict(list)
    for place in text.places:
        if place.page is not None:
            characters[place.page] += place.span.end - place.span.start
            if place.confidence is not None:
                sure[place.page].append(place.confidence)
    file.seek(0)
    count = count_pages(file, kind.media_type)
    unread = [
        number
        for number in range(1, count + 1)
        if characters[number] < MIN_PAGE_CHARACTERS or _mean(sure[number]) < MIN_CONFIDENCE
    ]
    return count > 0 and not any(_has_ink(file, kind, number) for number in unread)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 1.0


def _has_ink(file: IO[bytes], kind: FileKind, number: int) -> bool:
    file.seek(0)
    try:
        picture = draw(file, kind.media_type, Sheet(number, _LOOKED_AT_WIDTH)).convert("L")
    except NoSuchPage:
        return True
    dark = sum(picture.histogram()[:_DARK])
    return dark > _INK * picture.width * picture.height


# Runs: words of one line with no wide space between them


def _runs(text: Text) -> Iterator[list[Place]]:
    pages: dict[int, list[Place]] = defaultdict(list)
    for place in text.places:
        if place.page is not None and place.box is not None:
            pages[place.page].append(place)
    for places in pages.values():
        for line in _lines(places):
            yield from _parted(line)


def _lines(places: Iterable[Place]) -> Iterator[list[Place]]:
    line: list[Place] = []
    for place in sorted(places, key=_middle):
        if line and _middle(place) - _middle(line[-1]) > _height(line[-1]) / 2:
            yield line
            line = []
        line.append(place)
    if line:
        yield line


def _parted(line: list[Place]) -> Iterator[list[Place]]:
    ordered = sorted(line, key=lambda place: _sides(place)[0])
    run: list[Place] = []
    for place in ordered:
        if run and _sides(place)[0] - _sides(run[-1])[1] > _GAP * _height(run[-1]):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _middle(place: Place) -> float:
    return (place.box.top + place.box.bottom) / 2 if place.box else 0.0


def _height(place: Place) -> float:
    return place.box.bottom - place.box.top if place.box else 0.0


def _sides(place: Place) -> tuple[float, float]:
    return (place.box.left, place.box.right) if place.box else (0.0, 0.0)
