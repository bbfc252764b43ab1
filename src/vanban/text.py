"""Vietnamese text brought to one form: NFC, one letter Đ, plain spaces; and what is odd in it.

``normalise`` may change the length of a text and is applied once, by the readers. The ``fold_*``
functions keep every offset: they are for matching, never for display.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from vanban.legacy import legacy_encoding
from vanban.lookalikes import count_lookalikes, unify_lookalikes
from vanban.models import Issue, Severity, Span

# Icelandic eth and African Ɖ look like đ and come from fonts and keyboards of the 1990s.
_LOOKALIKES = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
_SPACES = [*"\t\u00a0\u1680\u202f\u205f\u3000", *map(chr, range(0x2000, 0x200B))]
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"
_HYPHENS = "\u2010\u2011"
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\f"] + [
    chr(code) for code in range(0x7F, 0xA0)
]
_TABLE = str.maketrans(
    {
        **_LOOKALIKES,
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys([*_INVISIBLE, *_CONTROLS], ""),
        **dict.fromkeys(_HYPHENS, "-"),
        "\u2212": "-",
    }
)
_ODD = re.compile(f"[{re.escape(''.join(map(chr, _TABLE)))}]+")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x85")


def normalise(raw: str) -> str:
    r"""The text in NFC with one letter Đ, plain spaces and ``\n`` for every line end.

    Form feeds stay: they tell pages apart. Other control characters and invisible ones go.
    """
    unified = _LINE_ENDS.sub("\n", raw)
    plain = _ODD.sub(lambda match: match[0].translate(_TABLE), unified)
    composed = unicodedata.normalize("NFC", plain)
    if "\u0302" in composed or "\u0306" in composed:
        composed = _MISPLACED_MARK.sub(_in_order, composed)
    latin = unify_lookalikes(composed)
    return latin if latin is composed else unicodedata.normalize("NFC", latin)


# A tone typed before the circumflex or breve of its letter: both marks stand above, so Unicode
# keeps them in the order typed.
_MISPLACED_MARK = re.compile("([A-Za-zÀ-ỹ])([\u0302\u0306])")


def _in_order(match: re.Match[str]) -> str:
    apart = unicodedata.normalize("NFD", match[1])
    letter = unicodedata.normalize("NFC", apart[0] + match[2] + apart[1:])
    return letter if len(letter) == 1 else match[0]


_VOWEL_TONES = {"oa": "oaoàoáoảoãoạ", "oe": "oeoèoéoẻoẽoẹ", "uy": "uyuỳuýuỷuỹuỵ"}
_NEW_TONES = {"oa": "oaòaóaỏaõaọa", "oe": "oeòeóeỏeõeọe", "uy": "uyùyúyủyũyụy"}


def _tone_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for vowels, old in _VOWEL_TONES.items():
        new = _NEW_TONES[vowels]
        for at in range(2, len(old), 2):
            before, after = old[at : at + 2], new[at : at + 2]
            pairs[before] = after
            pairs[before.upper()] = after.upper()
            pairs[before.capitalize()] = after.capitalize()
    return pairs


_TONES = _tone_pairs()
# Only an open syllable has two spellings: "hoà/hòa", but "hoàn", and "quý" after q.
_OPEN_SYLLABLE = re.compile(rf"(?<![qQ])(?:{'|'.join(_TONES)})(?!\w)")


def fold_tones(text: str) -> str:
    """The text with tone marks placed the newer way ("hoà", "uỷ" become "hòa", "ủy").

    The length never changes, so spans stay valid.
    """
    return _OPEN_SYLLABLE.sub(lambda match: _TONES[match.group()], text)


_STRIPPED: dict[int, str] = {ord("đ"): "d", ord("Đ"): "D"}


def _strip(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if unicodedata.category(base) in {"Ll", "Lu"} else char


for _code in [*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)]:
    if _code not in _STRIPPED and unicodedata.decomposition(chr(_code)):
        _STRIPPED[_code] = _strip(chr(_code))


def strip_marks(text: str) -> str:
    """NFC text without Vietnamese marks ("Đắk Lắk" becomes "Dak Lak"); the length never changes."""
    return text.translate(_STRIPPED)


def fold(text: str) -> str:
    """Text for comparing names: one tone placement, lower case; the length never changes."""
    folded = fold_tones(text)
    lowered = folded.lower()
    # "İ" is the one Latin letter whose lower case is two code points.
    same = len(lowered) == len(text)
    return lowered if same else "".join(char.lower()[0] for char in folded)


def find_text_issues(raw: str, content: str) -> tuple[Issue, ...]:
    """What is odd in a text as it was read (``raw``) and after ``normalise`` (``content``)."""
    issues: list[Issue] = []
    if not unicodedata.is_normalized("NFC", raw):
        issues.append(Issue("normalised_to_nfc", Severity.INFO))
    legacy = legacy_encoding(raw)
    if legacy:
        code = "mixed_encoding" if legacy[1] else "legacy_encoding"
        issues.append(Issue(code, Severity.ERROR, params={"encoding": legacy[0]}))
    issues.extend(_replacement_issues(content))
    mixed = count_lookalikes(raw)
    if mixed:
        issues.append(Issue("lookalike_letters", Severity.WARNING, params={"count": str(mixed)}))
    if any(char in raw for char in _CONTROLS if char not in "\r\x0b\x85"):
        issues.append(Issue("control_characters", Severity.WARNING))
    return tuple(issues)


def _replacement_issues(content: str) -> Iterable[Issue]:
    first = content.find("\ufffd")
    if first >= 0:
        params = {"count": str(content.count("\ufffd"))}
        span = Span(first, first + 1)
        yield Issue("replacement_character", Severity.WARNING, span, params)
