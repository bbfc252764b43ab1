"""Straight lines drawn on a scanned page, found as long runs of dark pixels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from PIL import Image, ImageChops

from vanban.readers.ocr import InkBox
from vanban.readers.scan_picture import WHITE, paper_of

# Inches. Shorter runs of dark pixels are strokes of letters; thicker ones are bars or shadows.
_SHORTEST_ACROSS, _SHORTEST_DOWN, _THICKEST = 0.6, 0.16, 0.06
# Lines down shorter than this are as tall as letters: they must continue a longer one.
_DOWN_ALONE, _ASIDE = 0.3, 0.02
# Lines interrupted by noise over so many inches are one.
_BREAK = 0.008
# How much darker than the paper ink is.
_INK = 0.72
_RUN = re.compile(rb"[^\0]+")
_MAX_LINES = 4_000


def find_rulings(grey: Image.Image, dpi: int) -> tuple[InkBox, ...]:
    """The lines of a level page, first those across, then those down. Units: pixels."""
    limit = int(_INK * paper_of(grey))
    ink = grey.point(lambda value: WHITE if value < limit else 0)
    across = _lines(ink, round(_SHORTEST_ACROSS * dpi), dpi)
    upright = ink.transpose(Image.Transpose.TRANSPOSE)
    down = [_flip(box) for box in _lines(upright, round(_SHORTEST_DOWN * dpi), dpi)]
    long = [box for box in down if box.height >= _DOWN_ALONE * dpi]
    sides = {(box.left + box.right) / 2 for box in long}
    short = [box for box in down if box.height < _DOWN_ALONE * dpi]
    return (*across, *long, *(box for box in short if _is_in_column(box, sides, dpi)))


def _is_in_column(box: InkBox, sides: Iterable[float], dpi: int) -> bool:
    """Whether a short line lies above or below a long one."""
    return any(abs((box.left + box.right) / 2 - side) <= _ASIDE * dpi for side in sides)


def _flip(box: InkBox) -> InkBox:
    return InkBox(box.top, box.left, box.bottom, box.right)


def _lines(ink: Image.Image, length: int, dpi: int) -> list[InkBox]:
    """Horizontal lines at least so long."""
    # One pixel thicker: a line that is not quite level steps from row to row.
    thick = _repeated(ink, 3, ImageChops.lighter, (0, -1))
    thick = ImageChops.offset(thick, 0, 1)
    gap = max(2, round(_BREAK * dpi))
    closed = _shrunk(_grown(thick, gap), gap)
    long_runs = _grown(_shrunk(closed, length), length)
    found: list[InkBox] = []
    for box in boxes_of(long_runs):
        if box.height - 2 <= _THICKEST * dpi:
            found.append(InkBox(box.left, box.top + 1, box.right, max(box.top + 2, box.bottom - 1)))
        if len(found) > _MAX_LINES:
            return []
    return found


def _shrunk(mask: Image.Image, length: int) -> Image.Image:
    """Pixels from which so many to the right are all set."""
    return _repeated(mask, length, ImageChops.darker, (-1, 0))


def _grown(mask: Image.Image, length: int) -> Image.Image:
    """Set pixels and so many to their right."""
    return _repeated(mask, length, ImageChops.lighter, (1, 0))


def _repeated(
    mask: Image.Image,
    length: int,
    join: Callable[[Image.Image, Image.Image], Image.Image],
    step: tuple[int, int],
) -> Image.Image:
    """The mask joined with itself moved by 0 … length - 1 steps, in a few doublings."""
    done = 1
    while done < length:
        more = min(done, length - done)
        mask = join(mask, _moved(mask, more * step[0], more * step[1]))
        done += more
    return mask


def _moved(mask: Image.Image, right: int, down: int) -> Image.Image:
    """The mask moved over an empty ground: nothing comes in again at the other side."""
    ground = Image.new("L", mask.size, 0)
    ground.paste(mask, (right, down))
    return ground


def boxes_of(mask: Image.Image, *, rows_only: bool = False) -> Iterator[InkBox]:
    """The boxes of set pixels that stand clear of each other, as far as three cuts part them; with
    ``rows_only`` those of whole rows of pixels that follow each other."""
    for top, bottom in _bands(mask):
        band = mask.crop((0, top, mask.width, bottom))
        if rows_only:
            left, _, right, _ = band.getbbox() or (0, 0, mask.width, 0)
            yield InkBox(left, top, right, bottom)
            continue
        for left, right in _runs(band, (mask.width, 1)):
            piece = band.crop((left, 0, right, bottom - top))
            for upper, lower in _bands(piece):
                yield InkBox(left, top + upper, right, top + lower)


def _bands(mask: Image.Image) -> Iterator[tuple[int, int]]:
    return _runs(mask, (1, mask.height))


def _runs(mask: Image.Image, size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Where a mask has set pixels, seen along one side."""
    # Reduced in steps of halves: an average over a whole row would round a few pixels away.
    profile = _profile(mask, along=0 if size[0] > 1 else 1)
    for run in _RUN.finditer(profile):
        yield run.start(), run.end()


def _profile(mask: Image.Image, along: int) -> bytes:
    """For each column (along 0) or row (along 1): whether any pixel is set."""
    while mask.size[1 - along] > 1:
        half = (mask.size[1 - along] + 1) // 2
        if along:
            first = mask.crop((0, 0, half, mask.height))
            second = mask.crop((half, 0, 2 * half, mask.height))
        else:
            first = mask.crop((0, 0, mask.width, half))
            second = mask.crop((0, half, mask.width, 2 * half))
        mask = ImageChops.lighter(first, second)
    return mask.tobytes()
