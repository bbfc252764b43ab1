"""Words of a document with their neighbours, counted: what it writes often, and what once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, islice

from vanban.models import Span, Text
from vanban.text import fold

# Words with nothing but single spaces between them.
_RUN = re.compile(r"[^\W\d_¹²³⁰-⁹]+(?: [^\W\d_¹²³⁰-⁹]+)*")
# Stands between the words of two runs while pairs are counted: no word is empty.
_MARK = ""


@dataclass(eq=False)
class Run:
    """A stretch of words with single spaces between them, in small letters, tones as printed.

    Not frozen, as a long text has a great many: freezing trebles the time of making one.
    """

    start: int
    words: list[str]

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(word) + 1 for word in self.words), initial=self.start))

    def span_of(self, at: int) -> Span:
        """Where the word at an index stands."""
        start = self._starts[at]
        return Span(start, start + len(self.words[at]))


@dataclass
class Neighbours:
    """How often words, pairs and triples of neighbours stand in a text. Cost: linear."""

    runs: list[Run]
    ones: Counter[str] = field(default_factory=Counter)
    twos: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        # One list with a mark between the runs is counted far faster than run by run.
        words = list(chain.from_iterable([_MARK, *run.words] for run in self.runs))
        self.ones.update(words)
        del self.ones[_MARK]
        self.twos.update(zip(words, islice(words, 1, None), strict=False))
        for pair in [pair for pair in self.twos if _MARK in pair]:
            del self.twos[pair]

    @cached_property
    def threes(self) -> Counter[tuple[str, str, str]]:
        """The triples; counted when they are first asked for."""
        counted: Counter[tuple[str, str, str]] = Counter()
        for run in self.runs:
            counted.update(zip(run.words, run.words[1:], run.words[2:], strict=False))
        return counted

    @cached_property
    def lefts(self) -> dict[str, dict[str, int]]:
        """For each word the words before it with their numbers."""
        found: dict[str, dict[str, int]] = {}
        for (left, right), count in self.twos.items():
            found.setdefault(right, {})[left] = count
        return found


def neighbours_of(text: Text) -> Neighbours:
    """The words of the blocks of a text, counted."""
    return Neighbours(list(_runs(text)))


def _runs(text: Text) -> Iterator[Run]:
    lowered = text.content.lower()
    # "İ" is the one letter whose lower case is two code points.
    content = lowered if len(lowered) == len(text.content) else fold(text.content)
    for block in text.blocks:
        for match in _RUN.finditer(content, block.span.start, block.span.end):
            yield Run(match.start(), match[0].split(" "))
