"""Common words of two syllables, known syllables, and words that may be doubled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from vanban.lexicon import load
from vanban.text import fold_tones

# Syllables that stand before any word: a slip of them needs more evidence.
FUNCTIONAL = frozenset(
    (
        *("các", "những", "của", "và", "để", "tại", "từ", "có", "là", "cho", "với", "về", "theo"),
        *("do", "bị", "được", "đã", "sẽ", "không", "một", "mỗi", "khi", "ở", "trong", "trên", "ra"),
        *("vào", "đến", "như", "này", "đó", "hoặc", "thì", "mà", "nếu", "cả", "cùng", "việc"),
        *("sự", "nhằm", "phải", "cần", "còn", "hơn", "rất", "đủ", "bộ", "số", "năm", "người"),
    )
)


@dataclass(frozen=True, slots=True)
class CommonWords:
    """``words`` are right as they are; ``by_first`` and ``by_second`` give the other syllable of
    those that are common enough to be meant by a slip."""

    words: frozenset[str]
    by_first: Mapping[str, tuple[str, ...]]
    by_second: Mapping[str, tuple[str, ...]]
    syllables: frozenset[str]
    doubled: frozenset[str]


@cache
def common_words() -> CommonWords:
    """The lexicon ``misspellings``, indexed."""
    words, others = _listed("words"), _listed("others")
    by_first: dict[str, list[str]] = defaultdict(list)
    by_second: dict[str, list[str]] = defaultdict(list)
    for word in words:
        left, _, right = word.partition(" ")
        by_first[left].append(right)
        by_second[right].append(left)
    parts = (part for word in [*words, *others] for part in word.split())
    syllables = fold_tones(str(load("misspellings")["syllables"])).split()
    return CommonWords(
        frozenset([*words, *others]),
        {key: tuple(values) for key, values in by_first.items()},
        {key: tuple(values) for key, values in by_second.items()},
        frozenset([*syllables, *parts]),
        frozenset(_listed("doubled")),
    )


def _listed(key: str) -> list[str]:
    raw = str(load("misspellings")[key]).split("·")
    return [fold_tones(" ".join(word.split())) for word in raw if word.strip()]
