"""Vietnamese syllables: how they are built, and the keys that type them.

A syllable is an onset, a rime and a tone; a rime that ends in a stop (c, ch, p, t) bears only the
tones of "sắc" and "nặng". Most slips are slips of the keyboard, so two syllables are compared as
their Telex keys: "tỏng" is typed t-o-r-n-g, "trong" t-r-o-n-g.
Source: the orthography of standard Vietnamese; the Telex input method.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from vanban.text import strip_marks

_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES = {"\u0302": None, "\u0306": "w", "\u031b": "w"}
_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_RIME = re.compile(
    r"(?:[aăâeêiouôơưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|oa|oai|oao|oay|oe|oeo|oi|oo|ôi|ơi"
    r"|ua|uâ|uây|ue|uê|ui|uô|uôi|uơ|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu|oă|uă)"
    r"(?:ch|ng|nh|c|m|n|p|t)?\Z"
)
# "ngh", "gh" and "k" stand before e, ê, i (k before y too), "ng", "g" and "c" before the others.
_MISPLACED = re.compile(r"ng(?=[eêiy])|g(?=[eêy])|c(?=[eêiy])|n?gh(?![eêi])|k(?![eêiyh])|.*uơ.")
# Two letters for one vowel.
_I_AS_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")
_STOPPED = re.compile(r"(?:c|ch|p|t)\Z")


@lru_cache(maxsize=20_000)
def telex(syllable: str) -> str:
    """The keys that type a syllable, its tone key last: "trường" is "truwowngf"."""
    keys: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", syllable.casefold()):
        if char in _TONES:
            tone = _TONES[char]
        elif char in _SHAPES:
            keys.append(_SHAPES[char] or (keys[-1] if keys else ""))
        elif char == "đ":
            keys += ["d", "d"]
        else:
            keys.append(char)
    return "".join(keys) + tone


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word is built like a Vietnamese syllable, whether or not it means anything."""
    marks = [c for c in unicodedata.normalize("NFD", word.casefold()) if c in _TONES]
    if len(marks) > 1:
        return False
    plain = "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if c not in _TONES)
    bare = unicodedata.normalize("NFC", plain)
    if _MISPLACED.match(bare) or not any(_RIME.match(rime) for rime in _rimes(bare)):
        return False
    return not _STOPPED.search(bare) or bool(marks and _TONES[marks[0]] in "sj")


def _rimes(bare: str) -> list[str]:
    """What may be the rime: "gi" and "qu" share their vowel with it ("gìn", "quy")."""
    found = []
    for onset in _ONSETS.split("|"):
        if bare.startswith(onset) and len(bare) > len(onset):
            found.append(bare[len(onset) :])
    return found


@lru_cache(maxsize=50_000)
def is_slip(typed: str, meant: str) -> bool:
    """Whether one key missed, added, wrong or out of order makes ``typed`` out of ``meant``.

    "lí" and "lý" are two spellings of one syllable, no slip.
    """
    if abs(len(typed) - len(meant)) > 1:
        return False
    if typed.translate(_I_AS_Y) == meant.translate(_I_AS_Y):
        return False
    first, second = telex(typed), telex(meant)
    if first == second or min(len(first), len(second)) < 2:
        return False
    if sorted(first) == sorted(second):
        return _is_shuffled(first, second)
    if abs(len(first) - len(second)) > 1:
        return False
    return _one_edit(first, second)


def is_shuffle(typed: str, meant: str) -> bool:
    """Whether the same keys were struck in another order."""
    first, second = telex(typed), telex(meant)
    return first != second and sorted(first) == sorted(second) and _is_shuffled(first, second)


def differs_in_marks(first: str, second: str) -> bool:
    """Whether two syllables have the same letters without their marks."""
    return strip_marks(first).casefold() == strip_marks(second).casefold()


def _is_shuffled(first: str, second: str) -> bool:
    """Keys of the same kind in another order, as a tone key struck too early or too late."""
    differing = [
        at for at, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]
    ]
    return len(differing) <= 2 or first[-1] in "fsrxj" or second[-1] in "fsrxj"


def _one_edit(first: str, second: str) -> bool:
    if len(first) > len(second):
        first, second = second, first
    at = 0
    while at < len(first) and first[at] == second[at]:
        at += 1
    if len(first) == len(second):
        return first[at + 1 :] == second[at + 1 :]
    return first[at:] == second[at + 1 :]
