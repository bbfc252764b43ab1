"""Pages and words set sideways or upside down, turned upright; watermarks left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from vanban.models import Box, Page
from vanban.readers.page_layout import PageLayout, PageWord, Ruling
from vanban.readers.page_lines import lines_of
from vanban.readers.pdf_glyphs import Glyph, words_of
from vanban.readers.pdf_pages import DrawnPage

# Text set aslant by more degrees than this is a watermark or a stamp, no line of the page.
_ASLANT = 5


@dataclass(frozen=True, slots=True)
class _Turn:
    """How boxes move when a page of this size is turned clockwise by an angle."""

    angle: int
    width: float
    height: float

    def box(self, box: Box) -> Box:
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        if self.angle == 90:
            return Box(self.height - bottom, left, self.height - top, right)
        if self.angle == 180:
            return Box(
                self.width - right, self.height - bottom, self.width - left, self.height - top
            )
        if self.angle == 270:
            return Box(top, self.width - right, bottom, self.width - left)
        return box

    @property
    def size(self) -> tuple[float, float]:
        """The page's width and height afterwards."""
        flat = self.angle % 180 == 0
        return (self.width, self.height) if flat else (self.height, self.width)

    @property
    def back(self) -> _Turn:
        """The turn that undoes this one."""
        return _Turn(-self.angle % 360, *self.size)

    def glyph(self, glyph: Glyph) -> Glyph:
        """A letter set in this turn's angle, turned upright."""
        if not self.angle:
            return glyph
        foot = glyph.baseline
        if self.angle != 90:
            foot = (self.height if self.angle == 180 else self.width) - foot
        return replace(glyph, box=self.box(glyph.box), baseline=foot, angle=0)


def upright(drawn: DrawnPage, number: int) -> tuple[PageLayout, str]:
    """The words and rulings of a page set upright, and the words of its watermark.

    The page's rotation is what is to be added to the turn that the file itself states, which every
    program that draws the page applies.
    """
    main = _main_angle(drawn.glyphs)
    turn = _Turn(main, drawn.width, drawn.height)
    groups: dict[int, list[Glyph]] = {}
    watermark = []
    for glyph in drawn.glyphs:
        angle = _square(glyph)
        if angle is None:
            watermark.append(glyph)
        else:
            groups.setdefault(angle, []).append(glyph)
    words: list[PageWord] = []
    for angle, glyphs in groups.items():
        if angle == main:
            words.extend(words_of(map(turn.glyph, glyphs)))
        else:
            words.extend(_sideways(glyphs, _Turn(angle, drawn.width, drawn.height), turn.box))
    page = Page(number, *turn.size, rotation=main)
    rulings = tuple(Ruling(turn.box(ruling.box)) for ruling in drawn.rulings)
    return PageLayout(page, tuple(words), rulings), _words_aslant(watermark)


def _main_angle(glyphs: Sequence[Glyph]) -> int:
    """The turn, a multiple of 90 degrees clockwise, that sets most of the text upright."""
    angles = Counter(_square(glyph) for glyph in glyphs if not glyph.text.isspace())
    angles.pop(None, 0)
    return next((angle for angle, _ in angles.most_common(1) if angle is not None), 0)


def _square(glyph: Glyph) -> int | None:
    nearest = round(glyph.angle / 90) * 90
    return None if abs(glyph.angle - nearest) > _ASLANT else nearest % 360


def _sideways(glyphs: Iterable[Glyph], own: _Turn, to_page: Callable[[Box], Box]) -> list[PageWord]:
    """Lines set in another direction than the page, each as one word at its place."""
    words = words_of(map(own.glyph, glyphs))
    return [
        PageWord(line.text, to_page(own.back.box(line.box)), line.size, line.is_bold)
        for line in lines_of(words, 0)
    ]


def _words_aslant(glyphs: Sequence[Glyph]) -> str:
    return " ".join("".join(glyph.text for glyph in glyphs).split())[:200]
