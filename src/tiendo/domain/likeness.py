"""How like two duties are, by the words they share, their bodies and their days. Pure.

One likeness for three questions: which clause of the body an appendix row carries out, which live
task a draft of another document repeats, which task of a new plan takes the place of an old one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tiendo.domain.collation import fold

_WORD = re.compile(r"[a-z0-9]+")
_SPELLED = re.compile(r"\w+")
# Below this share of a row's weight found in a clause, the likeness is chance.
THRESHOLD = 0.62
MIN_WORDS = 4
MIN_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """The best clause for a row (its index) and the share of the row's words found there."""

    clause: int
    score: float


MOST_OFFERED = 8
MOST_SHOWN = 6


def likely_clauses(words: str, clauses: Sequence[str]) -> list[Likeness]:
    """The clauses that share words with a row, likeliest first, however weakly."""
    wanted = frozenset(_WORD.findall(fold(words)))
    if not wanted:
        return []
    found = [frozenset(_WORD.findall(fold(clause))) for clause in clauses]
    known = Counter(word for present in found for word in present)
    weights = {word: math.log(1 + len(clauses) / known[word]) for word in wanted if known[word]}
    total = sum(weights.values()) + math.log(1 + len(clauses)) * (len(wanted) - len(weights))
    scores = [
        Likeness(number, sum(weights[word] for word in wanted & present) / total)
        for number, present in enumerate(found)
    ]
    likely = sorted((s for s in scores if s.score > 0), key=lambda s: (-s.score, s.clause))
    return likely[:MOST_OFFERED]


def shared_words(row: str, clause: str) -> list[str]:
    """The longest runs of words that both hold, as the row writes them: why they are alike."""
    here, there = _spelled(row), [folded for folded, _word in _spelled(clause)]
    matcher = SequenceMatcher(None, [folded for folded, _word in here], there, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= 2]
    longest = sorted(blocks, key=lambda block: (-block.size, block.a))[:MOST_SHOWN]
    runs = [here[b.a : b.a + b.size] for b in sorted(longest, key=lambda block: block.a)]
    return [" ".join(word for _folded, word in run) for run in runs]


def _spelled(text: str) -> list[tuple[str, str]]:
    return [(fold(word), word) for word in _SPELLED.findall(text)]


@dataclass(frozen=True, slots=True)
class Shared:
    """A text that shares pairs of words with another: its index, the weight and number of those
    pairs as shares of either side. ``inside``: of the words asked for; ``around``: of the text."""

    text: int
    inside: float
    around: float
    pairs: int


class PairIndex:
    """Texts by their pairs of words, each pair weighted by how rare it is among the texts.

    Cost: linear in the words to build; a question costs the pairs it shares, not all texts.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        pairs = [_pairs(text) for text in texts]
        self._found: dict[tuple[str, str], list[int]] = {}
        for number, present in enumerate(pairs):
            for pair in present:
                self._found.setdefault(pair, []).append(number)
        self._weights = {
            pair: math.log(1 + len(texts) / len(found)) for pair, found in self._found.items()
        }
        self._unknown = math.log(1 + max(1, len(texts)))
        self._totals = [sum(self._weights[pair] for pair in present) for present in pairs]

    def sharing(self, words: str) -> list[Shared]:
        """The texts that share a pair with these words, in no order."""
        pairs = _pairs(words)
        total = sum(self._weights.get(pair, self._unknown) for pair in pairs)
        number: Counter[int] = Counter()
        weight: dict[int, float] = {}
        for pair in pairs:
            for text in self._found.get(pair, ()):
                number[text] += 1
                weight[text] = weight.get(text, 0.0) + self._weights[pair]
        return [
            Shared(text, points / total, points / self._totals[text], number[text])
            for text, points in weight.items()
        ]


def match_rows(rows: Sequence[str], clauses: Sequence[str]) -> Mapping[int, Likeness]:
    """The likeliest clause for each row, by index; rows without a likely one are left out.

    Words in pairs count, weighted by how rare they are among the clauses.
    Cost: linear in the shared pairs, not rows × clauses.
    """
    index = PairIndex(clauses)
    matches: dict[int, Likeness] = {}
    for number, row in enumerate(rows):
        best = max(index.sharing(row), key=lambda s: (s.inside, -s.text), default=None)
        if best is not None and best.inside >= THRESHOLD and best.pairs >= MIN_PAIRS:
            matches[number] = Likeness(best.text, best.inside)
    return matches


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    words = _WORD.findall(text.lower() if text.isascii() else fold(text))
    return (
        frozenset(zip(words, words[1:], strict=False)) if len(words) >= MIN_WORDS else frozenset()
    )
