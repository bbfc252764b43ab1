"""Preparing the picture of a page for recognition: stamps faded, specks removed, set straight."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from vanban.readers.ocr import InkBox

WHITE = 255
# A scan is turned by a few degrees at most; more is a picture of something else.
_WIDEST_SKEW = 5.0
_SKEW_SIDE = 1000
# How much darker than the paper ink is, and how far specks are from other ink, in inches.
_INK, _SPECK = 0.72, 0.01
# Below this angle turning blurs more than it mends.
_LEAST_SKEW = 0.1
# Difference between the channels of a pixel from which it counts as coloured.
_COLOURED = 70
# A stamp or a coloured mark covers at least this share of a page.
_LEAST_COLOUR = 0.0004
# Measured on pages with noise, specks and torn edges: a third fewer wrong words than unblurred.
_DPI_PER_RADIUS = 250


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as grey pixels without its coloured marks; ``coloured`` is the same page with the
    marks as dark as they are printed, None where there are none."""

    grey: Image.Image
    dpi: int
    coloured: Image.Image | None = None

    def turned(self, degrees: int) -> Picture:
        """The picture turned clockwise by a multiple of 90 degrees."""
        return self._each(lambda image: image.rotate(-degrees, expand=True)) if degrees else self

    def straightened(self) -> Picture:
        """The picture with its lines of text level."""
        angle = skew_of(self.grey)
        if abs(angle) < _LEAST_SKEW:
            return self
        paper = paper_of(self.grey)
        return self._each(
            lambda image: image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=paper)
        )

    def despecked(self) -> Picture:
        """The picture without specks smaller than the dot of a letter."""
        return self._each(lambda image: _without_specks(image, self.dpi))

    def without(self, lines: Sequence[InkBox]) -> Picture:
        """The picture with drawn lines painted over, so that they cannot be read as letters."""
        return self._each(lambda image: without_lines(image, lines)) if lines else self

    def softened(self, strength: float = 1.0) -> Picture:
        """The picture with specks and torn edges blurred away."""
        radius = strength * self.dpi / _DPI_PER_RADIUS
        return self._each(lambda image: image.filter(ImageFilter.GaussianBlur(radius)))

    def _each(self, change: Callable[[Image.Image], Image.Image]) -> Picture:
        coloured = None if self.coloured is None else change(self.coloured)
        return Picture(change(self.grey), self.dpi, coloured)


def picture_of(image: Image.Image, dpi: int) -> Picture:
    """A page with its coloured marks (stamps, signatures) faded from the grey pixels."""
    if image.mode.startswith("I"):
        # 16 bits for each pixel; Pillow would cut them off, not scale them.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("1", "L", "LA", "F"):
        return Picture(_on_paper(image).convert("L"), dpi)
    red, green, blue = _on_paper(image).convert("RGB").split()
    lightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    coloured = ImageChops.subtract(lightest, darkest).point(lambda value: value > _COLOURED)
    share = sum(coloured.histogram()[1:]) / (image.width * image.height)
    if share < _LEAST_COLOUR:
        return Picture(_on_paper(image).convert("L"), dpi)
    return Picture(lightest, dpi, darkest)


def _on_paper(image: Image.Image) -> Image.Image:
    """The image with its transparent parts white."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, (WHITE,) * 4)
    return Image.alpha_composite(paper, layered).convert("RGB")


def _without_specks(grey: Image.Image, dpi: int) -> Image.Image:
    """Dark pixels with next to no others around them painted over; strokes of letters have more."""
    paper = paper_of(grey)
    ink = grey.point([WHITE if value < _INK * paper else 0 for value in range(256)])
    reach = max(1, round(_SPECK * dpi))
    side = 2 * reach + 1
    # The share of ink around a pixel of a stroke as long as the square is wide.
    least = WHITE * side // side**2
    lonely = ink.filter(ImageFilter.BoxBlur(reach)).point(
        [WHITE if value < least else 0 for value in range(256)]
    )
    specks = ImageChops.darker(lonely, ink).filter(ImageFilter.MaxFilter(3))
    specks = ImageChops.darker(specks, lonely)
    cleared = grey.copy()
    cleared.paste(paper, (0, 0), specks)
    return cleared


def without_lines(grey: Image.Image, lines: Iterable[InkBox]) -> Image.Image:
    """The page with lines painted over, their blurred edges with them."""
    cleared = grey.copy()
    pen, paper = ImageDraw.Draw(cleared), paper_of(grey)
    for box in lines:
        pen.rectangle((box.left - 2, box.top - 2, box.right + 1, box.bottom + 1), fill=paper)
    return cleared


def paper_of(grey: Image.Image) -> int:
    """The usual brightness of the paper."""
    histogram = grey.histogram()
    return max(range(128, 256), key=histogram.__getitem__)


# Skew


def skew_of(grey: Image.Image) -> float:
    """The angle in degrees, counter-clockwise, that sets the lines of text level."""
    share = _SKEW_SIDE / max(grey.size)
    size = (max(1, round(grey.width * share)), max(1, round(grey.height * share)))
    small = ImageChops.invert(grey.resize(size, Image.Resampling.BOX))
    floor = WHITE - paper_of(grey) + 40
    small = small.point(lambda value: value if value > floor else 0)
    best = 0.0
    for step, reach in ((1.0, _WIDEST_SKEW), (0.25, 0.75), (0.05, 0.2)):
        count = round(reach / step)
        angles = [best + step * number for number in range(-count, count + 1)]
        best = max(angles, key=lambda angle: (_sharpness(small, angle), -abs(angle)))
    return round(best, 2)


def _sharpness(small: Image.Image, angle: float) -> float:
    """How sharply rows of ink and rows of paper follow each other."""
    turned = small.rotate(angle, Image.Resampling.BILINEAR)
    rows = turned.convert("F").resize((1, small.height), Image.Resampling.BOX)
    sums = array("f", rows.tobytes())
    return sum((one - other) ** 2 for one, other in pairwise(sums))
