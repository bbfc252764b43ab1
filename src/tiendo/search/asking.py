"""What somebody typed into the search, taken apart into terms that entries must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from tiendo.organisations.names import words as names_of_bodies
from tiendo.search.places import read_place
from tiendo.search.words import WRITTEN, is_marked, spelling_of, words_of

DATA = Path(__file__).parent / "abbreviations.yaml"
# More is cut off: a question is no document.
MOST_LETTERS = 200
MOST_WORDS = 24
_QUOTED = re.compile(r'["“”„]([^"“”„]+)["“”„]')
_GLUED = re.compile(r"([a-z]+)(\d+)|(\d+)([a-z]+)")
_DAY_PART = re.compile(r"\d{1,4}", re.ASCII)
_SYMBOL = re.compile(r"\w+(?:[/\-.]\w+)+")
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing an entry must hold: any of these phrases, each of words in a row.

    ``spelled`` are the words as typed with diacritics, as ``words.spelling_of`` writes them; empty
    where none was typed.
    """

    phrases: tuple[Phrase, ...]
    spelled: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for. ``typed`` is what was typed, ``words`` its words folded, ``exact`` the
    phrases put in quotation marks or written as a symbol; ``ends`` the ways the label of a place
    that was named may end, ``beside`` the question besides that place, None where nothing is."""

    typed: str
    terms: tuple[Term, ...]
    words: tuple[str, ...]
    exact: tuple[Phrase, ...]
    ends: tuple[str, ...] = ()
    beside: Question | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.terms


def read_question(typed: str) -> Question:
    """The question in what was typed; empty where it holds no word."""
    kept = " ".join(typed.replace("\0", " ").split())[:MOST_LETTERS]
    question = _read(kept)
    place = read_place(kept)
    if place is None:
        return question
    beside = _read(place.rest)
    return replace(question, ends=place.ends, beside=None if beside.is_empty else beside)


def _read(typed: str) -> Question:
    written = WRITTEN.findall(typed)[:MOST_WORDS]
    words = tuple(word for each in written for word in words_of(each).split())
    return Question(typed, tuple(_terms(written)), words, tuple(_exact(typed)))


def with_words(question: Question, words: Mapping[str, str]) -> Question:
    """The question with some of its folded words replaced, as where they were mistyped."""
    written = WRITTEN.findall(question.typed)[:MOST_WORDS]
    return read_question(" ".join(words.get(words_of(word), word) for word in written))


def _exact(typed: str) -> Iterator[Phrase]:
    for quoted in _QUOTED.findall(typed):
        if words := tuple(words_of(quoted).split()):
            yield words
    for symbol in _SYMBOL.findall(_QUOTED.sub(" ", typed)):
        words = tuple(words_of(symbol).split())
        if len(words) > 1 and any(word.isdigit() for word in words) and not _date_at(words):
            yield words


def _terms(written: Sequence[str]) -> Iterator[Term]:
    """Days and long names that have a short form first, then word by word."""
    folded = [words_of(word) for word in written]
    at = 0
    while at < len(written):
        size, others = _date_at(folded[at:]) or _named_at(folded, at)
        if not size:
            size, others = 1, _others(folded[at])
        own = tuple(word for word in folded[at : at + size] if word)
        is_idle = size == 1 and len(written) > 1 and _is_idle(written, folded, at)
        if own and not is_idle:
            yield Term(_unique((own, *others)), _spelled(written[at : at + size]))
        at += size


def _is_idle(written: Sequence[str], folded: Sequence[str], at: int) -> bool:
    """Whether a word says nothing: one that stands everywhere, "ngày" before a day, "số" before a
    number."""
    following = folded[at + 1] if at + 1 < len(folded) else ""
    if folded[at] == "ngay":
        return bool(_date_at(folded[at + 1 :]))
    if folded[at] == "so":
        return following[:1].isdigit() and spelling_of(written[at]) in ("so", "so16", "so61")
    return folded[at] in _idle()


def _date_at(folded: Sequence[str]) -> tuple[int, tuple[Phrase, ...]] | None:
    """How many words from the first on are a day, and the ways it is written; None where none is:
    "25/6/2025", "25.06.2025", "ngày 25 tháng 6 năm 2025"."""
    is_long = list(folded[1:4:2]) == ["thang", "nam"]
    numbers = folded[:5:2] if is_long else folded[:3]
    if len(numbers) < 3 or not all(map(_DAY_PART.fullmatch, numbers)) or len(numbers[2]) != 4:
        return None
    day, month, year = (str(int(number)) for number in numbers)
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return None
    days, months = dict.fromkeys((day, day.zfill(2))), dict.fromkeys((month, month.zfill(2)))
    pairs = [(each, other) for each in days for other in months]
    short = [(each, other, year) for each, other in pairs]
    long = [(each, "thang", other, "nam", year) for each, other in pairs]
    return 5 if is_long else 3, (*short, *long)


def _named_at(folded: Sequence[str], at: int) -> tuple[int, tuple[Phrase, ...]]:
    """How many words from here on are a name that has a short form, and the short forms."""
    for size in range(min(_longest(), len(folded) - at), 1, -1):
        shorts = _shorts().get(tuple(folded[at : at + size]))
        if shorts:
            return size, shorts
    return 0, ()


def _others(word: str) -> tuple[Phrase, ...]:
    """What a word may stand for: "khcn" for its name, "nq57" for "nq 57"."""
    found = [tuple(long.split()) for long in _longs().get(word, ())]
    if glued := _GLUED.fullmatch(word):
        parts = [part for part in glued.groups() if part]
        found += [tuple(parts), tuple(reversed(parts))]
        found += [(*parts[:-1], *codes) for codes in _codes_in(parts[-1])]
    return (*found, *_codes_in(word))


def _codes_in(word: str) -> Iterator[Phrase]:
    """A code of a type of document glued to that of an issuer: "khubnd" → "kh ubnd"."""
    for code in _types():
        if word.startswith(code) and word[len(code) :] in _longs():
            yield code, word[len(code) :]


def _spelled(written: Sequence[str]) -> str:
    return " ".join(spelling_of(word) for word in written if is_marked(word))


def _unique(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


@cache
def _book() -> Mapping[str, Mapping[str, str]]:
    book: Mapping[str, Mapping[str, str]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return book


@cache
def _types() -> Mapping[str, str]:
    return _book()["types"]


@cache
def _idle() -> frozenset[str]:
    return frozenset(_book()["idle"])


@cache
def _longs() -> Mapping[str, tuple[str, ...]]:
    """What each short form stands for."""
    longs: dict[str, tuple[str, ...]] = {}
    for book in (_types(), _book()["words"], names_of_bodies()["abbreviations"]):
        for short, long in book.items():
            longs[short] = tuple(dict.fromkeys((*longs.get(short, ()), long)))
    return longs


@cache
def _shorts() -> Mapping[Phrase, tuple[Phrase, ...]]:
    """The short forms of each name."""
    shorts: dict[Phrase, tuple[Phrase, ...]] = {}
    for short, longs in _longs().items():
        for long in longs:
            words = tuple(long.split())
            if len(words) > 1:
                shorts[words] = (*shorts.get(words, ()), (short,))
    return shorts


@cache
def _longest() -> int:
    return max(len(words) for words in _shorts())
