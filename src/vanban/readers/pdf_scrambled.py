"""Text that a PDF gives wrongly: glyphs without meaning, letters of no Vietnamese syllable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from vanban.text import strip_marks

_UNDEFINED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|kh|gh|gi|ch|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$"
)
_LETTERS = frozenset(
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
)
_ENGLISH = {"the", "of", "and", "to", "in", "is", "for", "on", "with", "by", "that"}
_EDGE = ".,;:!?()[]“”\"'…/-–"
# Shares of the words of a page. Names and foreign words make up to a tenth of real pages.
_FOREIGN, _NO_SYLLABLE, _NO_MEANING, _ENGLISH_SHARE = 0.04, 0.3, 0.05, 0.06
_FEWEST = 25


def is_scrambled(words: Sequence[str]) -> bool:
    """Whether the words of a page are not what is printed on it."""
    if not words:
        return False
    undefined = sum(_UNDEFINED.search(word) is not None for word in words)
    if undefined > max(3, _NO_MEANING * len(words)):
        return True
    plain = list(_plain(words))
    if len(plain) < _FEWEST:
        return False
    if sum(word in _ENGLISH for word in plain) > _ENGLISH_SHARE * len(plain):
        return False
    foreign = sum(not _LETTERS.issuperset(word) for word in plain)
    odd = sum(_SYLLABLE.match(strip_marks(word)) is None for word in plain)
    return foreign > max(5, _FOREIGN * len(plain)) or odd > _NO_SYLLABLE * len(plain)


def _plain(words: Iterable[str]) -> Iterable[str]:
    """Words that may be syllables, in small letters: no numbers, symbols or abbreviations."""
    for word in words:
        bare = unicodedata.normalize("NFC", word.strip(_EDGE))
        if bare.isalpha() and (len(bare) == 1 or not bare.isupper()):
            yield bare.lower()
