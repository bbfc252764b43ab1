"""Which words of a text were looked for, and the stretch of it that shows most of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tiendo.search.asking import Phrase, Question, Term
from tiendo.search.words import WRITTEN, spelling_of, words_of

_BEFORE = 60
_CUT = "…"
# Words with one of these between them are marked as one.
_JOINTS = frozenset({" ", "/", "-"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; ``is_found``: it was looked for."""

    words: str
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    folded: str
    written: str


def marked(text: str, question: Question, *, most: int = 0) -> list[Piece]:
    """The text in pieces, those looked for marked; ``most`` letters round the most of them, all
    where it is 0. Joined, the pieces are the text's own words, letter for letter."""
    spans = _spans(text, question)
    start, end = _window(text, spans, most) if most else (0, len(text))
    pieces = [Piece(_CUT)] if start else []
    at = start
    for left, right in spans:
        if right <= start or left >= end:
            continue
        pieces += [Piece(text[at:left]), Piece(text[left:right], True)]
        at = right
    pieces.append(Piece(text[at:end]))
    if end < len(text):
        pieces.append(Piece(_CUT))
    return [piece for piece in pieces if piece.words]


def holds_any(text: str, question: Question) -> bool:
    """Whether something looked for stands in the text."""
    return bool(_spans(text, question))


def without_terms_of(text: str, question: Question) -> Question:
    """The question without the terms that stand in a text."""
    words = _words(text)
    terms = tuple(t for t in question.terms if not any(list(_rows(words, p)) for p in t.phrases))
    return replace(question, terms=terms)


def _spans(text: str, question: Question) -> list[tuple[int, int]]:
    """The stretches looked for, in order; words side by side are one stretch."""
    words = _words(text)
    last = len(question.terms) - 1
    hits = [_hits(words, term, is_last=n == last) for n, term in enumerate(question.terms)]
    return list(_joined(text, words, sorted(_without_strays(hits))))


def _without_strays(hits: Sequence[set[int]]) -> set[int]:
    """The words met, without a lone one of a term that elsewhere stands beside another term."""
    every = set().union(*hits)
    kept: set[int] = set()
    for own in hits:
        beside = {n for n in own if {n - 1, n + 1} & every}
        kept |= beside or own
    return kept


def _words(text: str) -> list[_Word]:
    return [
        _Word(found.start(), found.end(), words_of(found[0]), found[0])
        for found in WRITTEN.finditer(text)
    ]


def _hits(words: Sequence[_Word], term: Term, *, is_last: bool) -> set[int]:
    found: set[int] = set()
    for phrase in term.phrases:
        found.update(_rows(words, phrase))
    if not found and is_last:
        found.update(n for n, word in enumerate(words) if _begins(word, term))
    spelled = set(term.spelled.split())
    same = {n for n in found if spelling_of(words[n].written) in spelled}
    return same if same and len(term.phrases[0]) == 1 else found


def _begins(word: _Word, term: Term) -> bool:
    begun = term.phrases[0]
    return len(begun) == 1 and word.folded.startswith(begun[0])


def _rows(words: Sequence[_Word], phrase: Phrase) -> Iterator[int]:
    size = len(phrase)
    for at in range(len(words) - size + 1):
        if all(words[at + n].folded == phrase[n] for n in range(size)):
            yield from range(at, at + size)


def _joined(text: str, words: Sequence[_Word], hit: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for number in hit:
        word = words[number]
        if end >= 0 and text[end : word.start] in _JOINTS:
            end = word.end
            continue
        if end >= 0:
            yield start, end
        start, end = word.start, word.end
    if end >= 0:
        yield start, end


def _window(text: str, spans: Sequence[tuple[int, int]], most: int) -> tuple[int, int]:
    """The stretch of so many letters that holds the most of what was looked for."""
    if len(text) <= most:
        return 0, len(text)
    begins = [max(0, left - _BEFORE) for left, _right in spans] or [0]
    start = max(begins, key=lambda begin: (_length_within(spans, begin, begin + most), -begin))
    start = _after_space(text, min(start, len(text) - most))
    end = start + most
    if end < len(text):
        end = max(text.rfind(" ", start, end), text.rfind("\n", start, end), start + 1)
    return start, min(end, len(text))


def _length_within(spans: Sequence[tuple[int, int]], start: int, end: int) -> int:
    return sum(right - left for left, right in spans if left >= start and right <= end)


def _after_space(text: str, at: int) -> int:
    while 0 < at < len(text) and not text[at - 1].isspace():
        at -= 1
    return at
