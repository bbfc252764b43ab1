"""Glyphs of a PDF page put together into words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vanban.legacy import LegacyFont, to_unicode
from vanban.models import Box
from vanban.readers.page_layout import PageWord
from vanban.text import normalise


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn letter. ``angle`` is the turn with the clock, in degrees, that sets it upright;
    ``baseline`` is where it stands: from the top of the page, or from its left side where the
    letter is set sideways; ``font`` tells of a font that draws other letters than its codes say."""

    text: str
    box: Box
    baseline: float
    size: float
    is_bold: bool = False
    angle: int = 0
    font: LegacyFont | None = None


# Shares of the type size. A file that draws its spaces needs none guessed from gaps.
_GAP_WITH_SPACES, _GAP_WITHOUT = 0.35, 0.18
_FEW_SPACES = 0.04
_BASELINE = 1.0
_SAME_PLACE = 0.1
# What Symbol and Wingdings draw at these codes.
_SIGNS = str.maketrans(
    {
        "\uf0b7": "•",
        "\uf0a7": "▪",
        "\uf0d8": "•",
        "\uf076": "•",
        "\uf071": "•",
        "\uf02d": "-",
        "\uf02b": "+",
        "\uf0b3": "≥",
        "\uf0a3": "≤",
        "\uf0b1": "±",
        "\uf0b4": "×",
        "\uf0b0": "°",
        "\uf0fc": "✓",
        "\uf0fe": "☑",
        "\uf06f": "☐",
        "\uf0a8": "☐",
        "\uf0e0": "→",
        "ﬁ": "fi",
        "ﬂ": "fl",
    }
)


def words_of(glyphs: Iterable[Glyph]) -> tuple[PageWord, ...]:
    """The words of glyphs that stand upright, in rows from top to bottom."""
    rows = _rows(_without_doubles(glyphs))
    drawn = [glyph for row in rows for glyph in row]
    spaces = sum(glyph.text.isspace() for glyph in drawn)
    gap = _GAP_WITH_SPACES if spaces > _FEW_SPACES * len(drawn) else _GAP_WITHOUT
    words = [word for row in rows for word in _words_of_row(row, gap, ())]
    figures = _raised(words)
    if figures:
        # A figure above the line parts what stands before it from what stands behind it.
        words = [word for row in rows for word in _words_of_row(row, gap, figures)]
        figures = _raised(words)
    boxes = {figure.box for figure in figures}
    return tuple(replace(word, is_raised=word.box in boxes) for word in words)


def _without_doubles(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs without those drawn twice for a bold look; accents joined to their letters."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], Glyph] = {}
    for glyph in glyphs:
        if kept and glyph.text and all(map(unicodedata.combining, glyph.text)):
            kept[-1] = replace(kept[-1], text=kept[-1].text + glyph.text)
            continue
        key = (glyph.text, int(glyph.box.left / 3), int(glyph.baseline / 3))
        twin = seen.get(key)
        if twin and not glyph.text.isspace() and _is_same_place(twin, glyph):
            continue
        seen[key] = glyph
        kept.append(glyph)
    return kept


def _is_same_place(one: Glyph, other: Glyph) -> bool:
    near = _SAME_PLACE * one.size
    return (
        abs(one.box.left - other.box.left) < near and abs(one.box.bottom - other.box.bottom) < near
    )


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs on one baseline, from left to right."""
    rows: list[list[Glyph]] = []
    last = float("-inf")
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if glyph.baseline - last > _BASELINE:
            rows.append([])
        rows[-1].append(glyph)
        last = glyph.baseline
    return [_without_false_spaces(sorted(row, key=lambda glyph: glyph.box.left)) for row in rows]


def _without_false_spaces(row: Sequence[Glyph]) -> list[Glyph]:
    """A row without spaces over which a letter of another font is drawn."""
    lefts = {round(glyph.box.left) for glyph in row if not glyph.text.isspace()}
    return [
        glyph for glyph in row if not glyph.text.isspace() or round(glyph.box.left) not in lefts
    ]


def _words_of_row(
    row: Sequence[Glyph], gap: float, figures: Sequence[PageWord]
) -> Iterator[PageWord]:
    held: list[Glyph] = []
    above = [figure.box for figure in figures if row and _touches(row[0], figure.box)]
    for glyph in row:
        if held and _ends_word(held[-1], glyph, gap, above):
            yield from _word(held)
            held = []
        if not glyph.text.isspace():
            held.append(glyph)
    yield from _word(held)


def _ends_word(last: Glyph, glyph: Glyph, gap: float, above: Sequence[Box]) -> bool:
    if glyph.text.isspace() or _parts(last, glyph, gap):
        return True
    return any(_stands_between(last, box, glyph) for box in above)


def _touches(glyph: Glyph, box: Box) -> bool:
    return box.top < glyph.box.bottom and box.bottom > glyph.box.top


def _stands_between(last: Glyph, box: Box, glyph: Glyph) -> bool:
    return box.left >= last.box.right - 1 and box.right <= glyph.box.left + 1


def _parts(last: Glyph, glyph: Glyph, gap: float) -> bool:
    space = glyph.box.left - last.box.right
    larger = max(last.size, glyph.size)
    return space > gap * larger or space < -larger


def _word(glyphs: Sequence[Glyph]) -> Iterator[PageWord]:
    text = normalise(_characters(glyphs).translate(_SIGNS)).strip()
    if text:
        box = Box(
            min(glyph.box.left for glyph in glyphs),
            min(glyph.box.top for glyph in glyphs),
            max(glyph.box.right for glyph in glyphs),
            max(glyph.box.bottom for glyph in glyphs),
        )
        bold = sum(glyph.is_bold for glyph in glyphs) * 2 > len(glyphs)
        size = max(glyph.size for glyph in glyphs)
        yield PageWord(" ".join(text.split()), box, size, bold)


def _characters(glyphs: Sequence[Glyph]) -> str:
    """The letters of a word, those of old fonts in Unicode."""
    text = "".join(glyph.text for glyph in glyphs)
    font = next((glyph.font for glyph in glyphs if glyph.font), None)
    if font is None:
        return text
    converted = to_unicode(text, font.encoding)
    return converted.upper() if font.has_capitals else converted


# Raised figures

_FIGURE = re.compile(r"[(\[]?(?:\d{1,3}|\*{1,3})[)\]]?$")
_SMALLER = 0.85
_NEAR = 0.35
_BAND = 20.0


def _raised(words: Sequence[PageWord]) -> tuple[PageWord, ...]:
    """The figures of notes and powers among the words."""
    bands: dict[int, list[PageWord]] = defaultdict(list)
    for word in words:
        bands[int(word.box.bottom / _BAND)].append(word)
    return tuple(word for word in words if _FIGURE.match(word.text) and _is_raised(word, bands))


def _is_raised(figure: PageWord, bands: dict[int, list[PageWord]]) -> bool:
    at = int(figure.box.bottom / _BAND)
    near = (word for band in (at - 1, at, at + 1) for word in bands[band])
    return any(_stands_above(figure, word) for word in near)


def _stands_above(figure: PageWord, word: PageWord) -> bool:
    """Whether a figure touches a larger word, above its foot and not above its head."""
    if figure.size > _SMALLER * word.size:
        return False
    gap = max(figure.box.left - word.box.right, word.box.left - figure.box.right)
    lift = word.box.bottom - figure.box.bottom
    return gap < _NEAR * word.size and 0.12 * word.size < lift < 0.8 * word.size
