"""Vietnamese order and diacritic-free matching; the only place that knows how either is made."""

from __future__ import annotations

import re
import unicodedata

import vn_collate

_APOSTROPHE = re.compile("['’‘`]")
_SYLLABLE = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
_STROKE = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "’": "'", "‘": "'", "–": "-", "‑": "-"})


def sort_key(text: str) -> bytes:
    """A binary key whose byte order is the Vietnamese dictionary order of the text.

    Syllable by syllable, as dictionaries do: "An Bình" before "Anh", "hoa quả" before "hòa bình".
    """
    joined = _APOSTROPHE.sub("", unicodedata.normalize("NFC", text))
    syllables = _SYLLABLE.findall(joined)
    return b"".join(bytes.fromhex(vn_collate.collate_key(syllable)) for syllable in syllables)


def fold(text: str) -> str:
    """The text in lower case without diacritics, white space folded ("Đắk Lắk" → "dak lak")."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKE))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _SPACE.sub(" ", plain).strip().casefold()
