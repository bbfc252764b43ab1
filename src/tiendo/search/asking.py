"""What somebody typed into the search, taken apart into terms that entries must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tiendo.organisations.names import words as names_of_bodies
from tiendo.search.words import WRITTEN, is_marked, spelling_of, words_of

DATA = Path(__file__).parent / "abbreviations.yaml"
# More is cut off: a question is no document.
MOST_LETTERS = 200
MOST_WORDS = 24
_QUOTED = re.compile(r'["“”„]([^"“”„]+)["“”„]')
_GLUED = re.compile(r"([a-z]+)(\d+)|(\d+)([a-z]+)")
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
    phrases put in quotation marks or written as a symbol."""

    typed: str
    terms: tuple[Term, ...]
    words: tuple[str, ...]
    exact: tuple[Phrase, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.terms


def read_question(typed: str) -> Question:
    """The question in what was typed; empty where it holds no word."""
    kept = " ".join(typed.replace("\0", " ").split())[:MOST_LETTERS]
    written = WRITTEN.findall(kept)[:MOST_WORDS]
    words = tuple(word for each in written for word in words_of(each).split())
    return Question(kept, tuple(_terms(written)), words, tuple(_exact(kept)))


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
        if len(words) > 1 and any(word.isdigit() for word in words):
            yield words


def _terms(written: Sequence[str]) -> Iterator[Term]:
    """Long names that have a short form first, then word by word."""
    folded = [words_of(word) for word in written]
    at = 0
    while at < len(written):
        size, shorts = _named_at(folded, at)
        if not size:
            size, shorts = 1, _others(folded[at])
        own = tuple(word for word in folded[at : at + size] if word)
        if own and not (size == 1 and own[0] in _idle() and len(written) > 1):
            yield Term(_unique((own, *shorts)), _spelled(written[at : at + size]))
        at += size


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
    for code in _types():
        if word.startswith(code) and word[len(code) :] in _longs():
            found.append((code, word[len(code) :]))
    return tuple(found)


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
