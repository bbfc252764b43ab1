"""What the recogniser makes of marks: specks it takes for words, and signs it does not know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from PIL import Image

from vanban.readers.ocr import InkBox, InkWord
from vanban.readers.scan_picture import WHITE, paper_of

# Signs that stand alone in documents; anything else without a letter or figure must be sure.
_ALONE = re.compile(r"[-–—+*•%&=<>≤≥/(){}\[\]“”\"'.:;…]+\Z")
_SURE_MARK, _SURE_LETTER = 0.8, 0.45
# Shares of the height of type: the least breadth and height of a dash, of anything at all.
_LEAST_DASH, _LEAST = 0.14, 0.1
_LETTERS = ("Lu", "Ll", "Lo", "Nd")
_SIGNS = {">": "≥", "<": "≤"}
# A bar under a sign runs along this share of its breadth, in its lowest quarter.
_BAR = 0.75
_INK = 0.72
_STROKES = re.compile(r"(?P<strokes>I{1,3})(?P<rest>[.:;,)]?|/(?:19|20)\d\d[.,;:]?)\Z")
# A stem is this share as tall as the word; the sides of a 0 are less.
_STEM = 0.93


def letters_of(word: InkWord) -> int:
    """How many letters and figures a word has."""
    # Not the raised signs that are letters to Unicode only: "ˆ", "ˇ".
    return sum(unicodedata.category(character) in _LETTERS for character in word.text)


def without_debris(words: Iterable[InkWord]) -> Iterator[InkWord]:
    """The words without specks, smudges and stray strokes."""
    return (word for word in words if not _is_debris(word))


def _is_debris(word: InkWord) -> bool:
    ink, least = word.ink, _LEAST * word.type_height
    if max(ink.width, ink.height) < least:
        return True
    if letters_of(word):
        return _is_stray_letter(word)
    if not _ALONE.match(word.text):
        return word.confidence < _SURE_MARK
    if word.text in "-–—":
        return ink.width < _LEAST_DASH * word.type_height or ink.height > ink.width
    return word.confidence < _SURE_LETTER


def _is_stray_letter(word: InkWord) -> bool:
    """A lone small letter read out of a smudge: half as tall as letters are, and unsure."""
    flat = word.ink.height < 0.3 * word.type_height
    return len(word.text) == 1 and word.confidence < _SURE_LETTER and flat


def with_bars(words: Iterable[InkWord], grey: Image.Image) -> Iterator[InkWord]:
    """The words, ">" and "<" with a bar beneath them as the signs the recogniser lacks."""
    limit = _INK * paper_of(grey)
    table = [WHITE if value < limit else 0 for value in range(256)]
    for word in words:
        sign = _SIGNS.get(word.text[0])
        if sign and not word.text.startswith((">=", "<=")) and _has_bar(word.ink, grey, table):
            yield replace(word, text=sign + word.text[1:])
        else:
            yield word


def with_strokes(words: Iterable[InkWord], grey: Image.Image) -> Iterator[InkWord]:
    """The words, numerals made of strokes alone ("II.", "III/2025") with as many as are printed."""
    limit = _INK * paper_of(grey)
    table = [WHITE if value < limit else 0 for value in range(256)]
    for word in words:
        match = _STROKES.match(word.text)
        printed = 0 if match is None else _stems(word.ink, grey, table) - match["rest"].count("1")
        if match is not None and 0 < printed <= 3 and printed != len(match["strokes"]):
            yield replace(word, text="I" * printed + match["rest"])
        else:
            yield word


def _stems(ink: InkBox, grey: Image.Image, table: list[int]) -> int:
    """How many upright strokes as tall as the word stand in it."""
    mask = grey.crop((ink.left, ink.top, ink.right, ink.bottom)).point(table)
    found = mask.getbbox()
    if found is None:
        return 0
    mask = mask.crop(found)
    tall = [
        sum(map(bool, mask.crop((x, 0, x + 1, mask.height)).tobytes())) >= _STEM * mask.height
        for x in range(mask.width)
    ]
    return sum(is_tall and not before for before, is_tall in pairwise([False, *tall]))


def _has_bar(ink: InkBox, grey: Image.Image, table: list[int]) -> bool:
    """Whether the first sign of a word ends below in a bar as wide as itself."""
    mask = grey.crop((ink.left, ink.top, ink.right, ink.bottom)).point(table)
    width = _first_gap(mask)
    sign = mask.crop((0, 0, width, mask.height))
    found = sign.getbbox()
    if found is None or found[3] - found[1] < 6:
        return False
    sign = sign.crop(found)
    quarter = max(2, sign.height // 4)
    rows = [
        sum(map(bool, sign.crop((0, y, sign.width, y + 1)).tobytes())) for y in range(sign.height)
    ]
    # A slanting stroke is never so wide in one row.
    return max(rows[-quarter:]) >= _BAR * sign.width


def _first_gap(mask: Image.Image) -> int:
    """Where the first sign of a word ends: the first column without ink after one with ink."""
    seen = False
    for x in range(mask.width):
        has_ink = mask.crop((x, 0, x + 1, mask.height)).getbbox() is not None
        if seen and not has_ink:
            return x
        seen = seen or has_ink
    return mask.width
