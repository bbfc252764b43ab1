"""Drawing the pages of a PDF with pdfminer, within limits, as glyphs, rulings and images."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTComponent, LTContainer, LTCurve, LTImage, LTLine, LTRect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import stream_value
from pdfminer.utils import MATRIX_IDENTITY, Matrix

from vanban.legacy import font_encoding
from vanban.models import Box
from vanban.readers.page_layout import Ruling
from vanban.readers.pdf_glyphs import Glyph

# A page of the densest table draws some 20,000 objects; more than this is no page for reading.
MAX_OBJECTS = 300_000
# The drawing commands of a dense page take some 200 kB, those of a detailed map a few MB.
MAX_COMMANDS = 6_000_000
SECONDS_PER_PAGE = 10.0
# What pdfminer says of damaged pages is told by the issues of the text.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


class PageTooLarge(Exception):
    """A page draws more than the limits allow."""


@dataclass(slots=True)
class DrawnPage:
    """What a page draws. Units: points from its top left corner, the page's own turn applied.
    ``shapes`` counts curves and outlines: letters drawn as shapes are many."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    shapes: int = 0


def draw(page: PDFPage, resources: PDFResourceManager) -> DrawnPage:
    """What a page draws.

    Errors: PageTooLarge; whatever pdfminer raises on a damaged page.
    """
    device = _Device(resources)
    _Interpreter(resources, device).process_page(page)
    result = device.get_result()
    drawn = DrawnPage(result.width, result.height)
    for item in _flat(result):
        _take(drawn, item)
    return drawn


class _Interpreter(PDFPageInterpreter):
    """Runs the drawing commands of a page and of the forms on it, up to their limit."""

    commands = 0

    def render_contents(
        self,
        resources: dict[object, object],
        streams: Sequence[object],
        ctm: Matrix = MATRIX_IDENTITY,
    ) -> None:
        for stream in streams:
            self.commands += len(stream_value(stream).get_data())
        if self.commands > MAX_COMMANDS:
            raise PageTooLarge
        super().render_contents(resources, streams, ctm=ctm)


class _Device(PDFPageAggregator):
    """Collects a page, and stops where it draws too much or takes too long."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self._left = MAX_OBJECTS
        self._until = time.monotonic() + SECONDS_PER_PAGE

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0 or (self._left % 256 == 0 and time.monotonic() > self._until):
            raise PageTooLarge

    def set_ctm(self, ctm: Matrix) -> None:
        self._count()
        super().set_ctm(ctm)

    def begin_figure(self, *args: Any) -> None:
        self._count()
        super().begin_figure(*args)

    def render_char(self, *args: Any) -> float:
        self._count()
        return super().render_char(*args)

    def paint_path(self, *args: Any) -> None:
        self._count()
        super().paint_path(*args)


def _flat(container: Iterable[Any]) -> Iterator[LTComponent]:
    waiting = [iter(container)]
    while waiting:
        item = next(waiting[-1], None)
        if item is None:
            waiting.pop()
        elif isinstance(item, LTContainer):
            waiting.append(iter(item))
        elif isinstance(item, LTComponent):
            yield item


def _take(drawn: DrawnPage, item: LTComponent) -> None:
    box = Box(item.x0, drawn.height - item.y1, item.x1, drawn.height - item.y0)
    if not _is_on_page(drawn, box):
        return
    if isinstance(item, LTChar):
        drawn.glyphs.append(_glyph(item, box, drawn.height))
    elif isinstance(item, LTImage):
        drawn.images.append(box)
    elif isinstance(item, (LTLine, LTRect)):
        drawn.rulings.extend(_rulings(item, box))
    else:
        drawn.shapes += isinstance(item, LTCurve)


def _is_on_page(drawn: DrawnPage, box: Box) -> bool:
    values = (box.left, box.top, box.right, box.bottom)
    if not all(map(math.isfinite, values)):
        return False
    return box.right > 0 and box.bottom > 0 and box.left < drawn.width and box.top < drawn.height


def _glyph(item: LTChar, box: Box, height: float) -> Glyph:
    a, b, _, _, across, up = item.matrix
    angle = 0 if b == 0 and a >= 0 else round(math.degrees(math.atan2(b, a))) % 360
    is_sideways = 45 < angle % 180 < 135
    foot = across if is_sideways else height - up
    size = item.width if is_sideways else item.height
    name = str(item.fontname)
    return Glyph(item.get_text(), box, foot, size, _is_bold(name), angle, font_encoding(name))


def _is_bold(font: str) -> bool:
    name = font.rpartition("+")[2].lower()
    return any(word in name for word in ("bold", "black", "heavy", "semibd", "demi"))


# A line drawn as a filled bar is at most so thick.
_THICK = 3.0


def _rulings(item: LTCurve, box: Box) -> Sequence[Ruling]:
    """The straight lines of a drawn line, bar or frame; shading has none."""
    width, height = box.right - box.left, box.bottom - box.top
    if min(width, height) <= _THICK:
        return (Ruling(box),) if max(width, height) > _THICK else ()
    if isinstance(item, LTLine) or not item.stroke:
        return ()
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    return tuple(
        map(
            Ruling,
            (
                Box(left, top, right, top),
                Box(left, bottom, right, bottom),
                Box(left, top, left, bottom),
                Box(right, top, right, bottom),
            ),
        )
    )
