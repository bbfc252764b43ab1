"""Recognised words that are none, where lexicon or grammar leave one reading."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache

from vanban.letters import LOWER
from vanban.lexicon import mapping, words
from vanban.models import Place, Span, Text

Found = Iterator[tuple[Span, str]]

# A word surer than this is not put in question by the lexicon.
_SURE = 0.975
_PAIR = re.compile(r"(?<![\w-])(?=(?P<first>[^\W\d_]{1,6})[ \n](?P<second>[^\W\d_]{1,6})(?![\w-]))")
# Letters among figures: "2O25", "3l/12", "1OO%".
_FIGURES = re.compile(r"(?<![\w/.,-])[\dOolI|]*\d[\dOolI|]*(?:[./,][\dOolI|]+)*(?=[\s.,;:)%]|$)")
_LETTER_FIGURES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
# A day or month torn apart after "ngày" or "tháng": "ngày 1 5/7".
_TORN_DATE = re.compile(r"(?<=ngày )(?P<one>[0-3]) (?P<two>\d/(?:0?[1-9]|1[0-2])(?:/\d{4})?)(?!\d)")
_QUARTER = re.compile(
    r"(?<=[Qq]uý )(?P<read>1|l|\||H|IH|HI|1I|I1|11|III1|1V|lV|IY)(?=/20\d\d|/?\s*năm)"
)
_QUARTERS = {"1": "I", "l": "I", "|": "I", "H": "II", "11": "II", "1I": "II", "I1": "II",
             "IH": "III", "HI": "III", "1V": "IV", "lV": "IV", "IY": "IV"}  # fmt: skip
# A speck read as a full stop: the sentence goes on in small letters.
_SPECK = re.compile(rf"(?<=[{LOWER}]{{3}})\.(?= [{LOWER}]{{2}})")
_BULLET = re.compile(r"(?P<read>[~¬_=»«])(?= [^\W\d_])")
# Marks that the recogniser confuses with one another in small print.
_CONFUSED = {"\u0301": "'", "\u0309": "'", "\u0303": "'", "\u0300": "`", "\u0323": "."}


def find_words(text: Text) -> Found:
    """Words to be repaired, with what is printed."""
    for rule in (_phrases, _figures, _torn_dates, _quarters, _specks, _bullets):
        yield from rule(text)


# Tones


@lru_cache(maxsize=20_000)
def _outline(word: str) -> str:
    """A word by its letters and the rough look of its tone: "đổi" and "đối" are alike."""
    marks = unicodedata.normalize("NFD", word.casefold())
    return "".join(_CONFUSED.get(character, character) for character in marks)


@lru_cache(maxsize=1)
def _lexicon() -> dict[tuple[str, str], tuple[str, str]]:
    found = {}
    for phrase in words("phrases", "phrases"):
        first, second = phrase.split()
        found[_outline(first), _outline(second)] = (first, second)
    for read, printed in mapping("phrases", "misread").items():
        (first, second), (left, right) = read.split(), printed.split()
        found[_outline(first), _outline(second)] = (left, right)
    return found


def _phrases(text: Text) -> Found:
    lexicon, sure = _lexicon(), _sureness(text.places)
    for match in _PAIR.finditer(text.content):
        printed = lexicon.get((_outline(match["first"]), _outline(match["second"])))
        if printed is None:
            continue
        for name, right in zip(("first", "second"), printed, strict=True):
            read, span = match[name], Span(match.start(name), match.end(name))
            if read.casefold() != right and sure(span.start) < _SURE:
                yield span, _cased_like(right, read)


def _cased_like(right: str, read: str) -> str:
    if read.isupper():
        return right.upper()
    return right[:1].upper() + right[1:] if read[:1].isupper() else right


def _sureness(places: tuple[Place, ...]) -> Callable[[int], float]:
    starts = [place.span.start for place in places]

    def sure(offset: int) -> float:
        at = bisect_left(starts, offset + 1) - 1
        found = places[at].confidence if at >= 0 else None
        return 1.0 if found is None else found

    return sure


# Figures and marks


def _figures(text: Text) -> Found:
    for match in _FIGURES.finditer(text.content):
        fixed = match[0].translate(_LETTER_FIGURES)
        if fixed != match[0] and sum(map(str.isdigit, match[0])) * 2 >= len(match[0]):
            yield Span(match.start(), match.end()), fixed


def _torn_dates(text: Text) -> Found:
    for match in _TORN_DATE.finditer(text.content):
        day = int(match["one"] + match["two"].split("/")[0])
        if 1 <= day <= 31:
            yield Span(match.start(), match.end()), match["one"] + match["two"]


def _quarters(text: Text) -> Found:
    for match in _QUARTER.finditer(text.content):
        fixed = _QUARTERS.get(match["read"])
        # "quý 1" is printed too: it stays where the recogniser is sure of it.
        if fixed and not match["read"].isdecimal():
            yield Span(match.start(), match.end()), fixed


def _specks(text: Text) -> Found:
    for match in _SPECK.finditer(text.content):
        yield Span(match.start(), match.end()), ""


def _bullets(text: Text) -> Found:
    for block in text.blocks:
        match = _BULLET.match(text.content, block.span.start, block.span.end)
        if match is not None:
            yield Span(match.start(), match.end()), "-"
