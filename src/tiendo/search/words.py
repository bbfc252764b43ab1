"""How words are compared: as the database folds and spells them (search/migrations/0001)."""

from __future__ import annotations

import re
import unicodedata

from tiendo.domain.collation import fold

_SEPARATORS = (
    "\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
    "\u00d7\u00f7\u2000-\u2bff\u2e00-\u2e7f\u3000-\u303f\ue000-\uf8ff\ufe10-\ufe1f\ufe30-\ufe6f"
    "\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff"
)
_PARTED = re.compile(f"[{_SEPARATORS}]+")
_JOINT = re.compile("(?<=[a-z0-9])[&'](?=[a-z0-9])")
_TONE = re.compile("([a-z6-9])([1-5])([a-z6-9]+)")
_STROKES = str.maketrans({"Đ": "đ", "Ð": "đ", "’": "'", "‘": "'"})
_DIGITS = str.maketrans("\u0301\u0300\u0309\u0303\u0323\u0302\u031b\u0306", "12345678")
# A word as it is written: letters, digits, marks, and "&" or an apostrophe inside.
WRITTEN = re.compile(f"[^{_SEPARATORS}]+(?:[&'’‘](?=[^{_SEPARATORS}])[^{_SEPARATORS}]+)*")


def words_of(text: str) -> str:
    """The words without case, diacritics and signs: "KH&CN, Số 5" → "khcn so 5"."""
    return _part(fold(text))


def spelling_of(text: str) -> str:
    """The words with their diacritics as digits behind them: "Hoà", "hòa" → "hoa2"."""
    lowered = text.translate(_STROKES).lower().replace("đ", "d9")
    digits = unicodedata.normalize("NFD", lowered).translate(_DIGITS)
    return _part(_TONE.sub(r"\1\3\2", digits))


def is_marked(word: str) -> bool:
    """Whether a word was typed with diacritics."""
    return spelling_of(word) != words_of(word)


def _part(text: str) -> str:
    return _PARTED.sub(" ", _JOINT.sub("", text)).strip()
