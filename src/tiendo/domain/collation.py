"""Vietnamese order and diacritic-free matching; the only place that knows how either is made."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import vn_collate

_APOSTROPHE = re.compile("['’‘`]")
_SYLLABLE = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
# The five tones, then breve, circumflex and horn: all the marks of most texts.
_VIETNAMESE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323\u0306\u0302\u031b]")
_STROKE = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "’": "'", "‘": "'", "–": "-", "‑": "-"})


def sort_key(text: str) -> bytes:
    """A binary key whose byte order is the Vietnamese dictionary order of the text.

    Syllable by syllable, as dictionaries do: "An Bình" before "Anh", "hoa quả" before "hòa bình".
    """
    joined = _APOSTROPHE.sub("", unicodedata.normalize("NFC", text))
    syllables = _SYLLABLE.findall(joined)
    return b"".join(map(_syllable_key, syllables))


@lru_cache(maxsize=16_384)
def _syllable_key(syllable: str) -> bytes:
    """The key of one syllable; the language has some seven thousand."""
    return bytes.fromhex(vn_collate.collate_key(syllable))


def fold(text: str) -> str:
    """The text in lower case without diacritics, white space folded ("Đắk Lắk" → "dak lak")."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return _SPACE.sub(" ", text).strip().casefold()
    plain = _VIETNAMESE_MARKS.sub("", unicodedata.normalize("NFD", text.translate(_STROKE)))
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _SPACE.sub(" ", plain).strip().casefold()


# Names and titles are folded again and again; long texts are not kept.
_SHORT = 300
_fold_short = lru_cache(maxsize=4096)(_fold)
