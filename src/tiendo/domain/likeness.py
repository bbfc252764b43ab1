"""Which clause of the body an appendix row carries out, by the words the two share. Pure."""

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


def match_rows(rows: Sequence[str], clauses: Sequence[str]) -> Mapping[int, Likeness]:
    """The likeliest clause for each row, by index; rows without a likely one are left out.

    Words in pairs count, weighted by how rare they are among the clauses.
    Cost: linear in the shared pairs, not rows × clauses.
    """
    index = _index(clauses)
    weights = {pair: math.log(1 + len(clauses) / len(found)) for pair, found in index.items()}
    rare = math.log(1 + max(1, len(clauses)))
    matches: dict[int, Likeness] = {}
    for number, row in enumerate(rows):
        best = _best(_pairs(row), index, weights, rare)
        if best is not None:
            matches[number] = best
    return matches


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    words = _WORD.findall(fold(text))
    return (
        frozenset(zip(words, words[1:], strict=False)) if len(words) >= MIN_WORDS else frozenset()
    )


def _index(clauses: Sequence[str]) -> dict[tuple[str, str], list[int]]:
    index: dict[tuple[str, str], list[int]] = {}
    for number, clause in enumerate(clauses):
        for pair in _pairs(clause):
            index.setdefault(pair, []).append(number)
    return index


def _best(
    pairs: frozenset[tuple[str, str]],
    index: Mapping[tuple[str, str], list[int]],
    weights: Mapping[tuple[str, str], float],
    rare: float,
) -> Likeness | None:
    total = sum(weights.get(pair, rare) for pair in pairs)
    shared: Counter[int] = Counter()
    points: dict[int, float] = {}
    for pair in pairs:
        for clause in index.get(pair, ()):
            shared[clause] += 1
            points[clause] = points.get(clause, 0.0) + weights[pair]
    if not points:
        return None
    clause = max(points, key=lambda number: (points[number], -number))
    score = points[clause] / total
    return Likeness(clause, score) if score >= THRESHOLD and shared[clause] >= 3 else None
