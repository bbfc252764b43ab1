"""Finding quoted words again in another reading of a file: as they stand, or changed. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from tiendo.domain.collation import fold

_WORD = re.compile(r"\w+")
_SHINGLE = 3
# Two quotes that share fewer of their words are not the same sentence in other words.
CHANGED = 0.7
SUGGESTED = 0.35
# So short a quote stands in many places: only the words around it tell which one is meant.
_SHORT = 20
_AROUND_SHORT = 8
_BUCKET = 64
_MARGIN = 60
# Changed words further away than this, or a sixth of the text, are another sentence: an appendix
# repeats those of the body. A person is shown them all the same.
_FAR = 2_000
# A sentence may have gained this many words in one place.
_INSERTED = 5

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words to be found, with what stands around them; ``near`` is where they are expected."""

    words: str
    before: str
    after: str
    near: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where they stand now. ``likeness`` is 1 where every word is the same."""

    start: int
    end: int
    likeness: float = 1.0


def find_quotes(
    content: str, quotes: Sequence[Quoted], least: float = CHANGED
) -> Mapping[int, Anchor]:
    """Where each quote stands in a text, by its index; those not found are left out.

    Words as they stand go before changed ones; of several places the one with the same words around
    it, then the nearest. Cost: one pass over the text for all changed quotes together.
    """
    found: dict[int, Anchor] = {}
    for index, quote in enumerate(quotes):
        anchor = _as_it_stands(content, quote)
        if anchor is not None:
            found[index] = anchor
    missing = [index for index in range(len(quotes)) if index not in found]
    found.update(_changed(content, {index: quotes[index] for index in missing}, least))
    return found


def find_words(content: str, words: str, most: int = 10) -> list[Anchor]:
    """The places at which a person's words stand, spaces and capitals aside."""
    parts = [re.escape(word) for word in words.split()]
    if not parts:
        return []
    pattern = re.compile(r"\s+".join(parts), re.IGNORECASE)
    return [
        Anchor(match.start(), match.end())
        for match, _number in zip(pattern.finditer(content), range(most), strict=False)
    ]


# As they stand


def _as_it_stands(content: str, quote: Quoted) -> Anchor | None:
    best: tuple[int, int] | None = None
    for start in _occurrences(content, quote.words):
        around = _same_around(content, quote, start)
        rank = (around, -abs(start - quote.near))
        if best is None or rank > (best[0], -abs(best[1] - quote.near)):
            best = (around, start)
    if best is None or (len(quote.words) < _SHORT and best[0] < _least_around(quote)):
        return None
    return Anchor(best[1], best[1] + len(quote.words))


def _least_around(quote: Quoted) -> int:
    return min(_AROUND_SHORT, len(quote.before) + len(quote.after))


def _occurrences(content: str, words: str) -> Iterator[int]:
    at = content.find(words) if words else -1
    while at >= 0:
        yield at
        at = content.find(words, at + 1)


def _same_around(content: str, quote: Quoted, start: int) -> int:
    """How many characters directly before and after are the same."""
    end = start + len(quote.words)
    before = content[max(0, start - len(quote.before)) : start]
    after = content[end : end + len(quote.after)]
    return _common(reversed(before), reversed(quote.before)) + _common(after, quote.after)


def _common(left: Iterable[str], right: Iterable[str]) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count


# In other words


def _changed(content: str, quotes: Mapping[int, Quoted], least: float) -> Mapping[int, Anchor]:
    shingles = {index: list(_shingles(quote.words)) for index, quote in quotes.items()}
    wanted = {words for rows in shingles.values() for words, _start in rows}
    hits: dict[Words, list[int]] = {}
    for words, start in _shingles(content) if wanted else ():
        if words in wanted:
            hits.setdefault(words, []).append(start)
    found = {}
    for index, quote in quotes.items():
        anchor = _likeliest(content, quote, shingles[index], hits)
        if anchor is None or anchor.likeness < least:
            continue
        if least < CHANGED or abs(anchor.start - quote.near) <= max(_FAR, len(content) // 6):
            found[index] = anchor
    return found


def _shingles(text: str) -> Iterator[tuple[Words, int]]:
    """Each run of three words, folded, with the offset of its first."""
    window: list[tuple[str, int]] = []
    for match in _WORD.finditer(text):
        window.append((fold(match[0]), match.start()))
        if len(window) == _SHINGLE:
            yield tuple(word for word, _start in window), window[0][1]
            del window[0]


def _likeliest(
    content: str,
    quote: Quoted,
    shingles: Sequence[tuple[Words, int]],
    hits: Mapping[Words, Sequence[int]],
) -> Anchor | None:
    """The place most runs of words of the quote point at."""
    votes: Counter[int] = Counter()
    for words, offset in shingles:
        for start in hits.get(words, ()):
            votes[(start - offset) // _BUCKET] += 1
    if not votes:
        return None
    most = max(votes.values())
    near = quote.near // _BUCKET
    bucket = min((b for b, n in votes.items() if n == most), key=lambda b: (abs(b - near), b))
    return _trimmed(content, quote.words, bucket * _BUCKET)


def _trimmed(content: str, words: str, start: int) -> Anchor | None:
    """The words near an offset that answer to the quote, from its first to its last."""
    left = max(0, start - _MARGIN)
    window = content[left : start + len(words) + len(words) // 4 + _BUCKET + _MARGIN]
    there = [(fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(window)]
    here = [fold(word) for word in _WORD.findall(words)]
    names = [word for word, _start, _end in there]
    matcher = SequenceMatcher(None, here, names, autojunk=False)
    blocks = _together([block for block in matcher.get_matching_blocks() if block.size])
    if not blocks:
        return None
    first = _reach(window, there, blocks[0].b, -blocks[0].a)
    last_block = blocks[-1]
    last = last_block.b + last_block.size - 1
    last = _reach(window, there, last, len(here) - last_block.a - last_block.size)
    shared = sum(block.size for block in blocks)
    likeness = 2 * shared / (len(here) + last - first + 1)
    end = there[last][2] + _common(window[there[last][2] :], _ending(words))
    return Anchor(left + there[first][1], left + end, min(likeness, 1.0))


def _ending(words: str) -> str:
    """What stands after the last word of a quote: its full stop."""
    last = max((match.end() for match in _WORD.finditer(words)), default=0)
    return words[last:]


def _together(blocks: Sequence[Match]) -> list[Match]:
    """The longest block with those around it that are not torn away: a stray word is no edge."""
    if not blocks:
        return []
    core = max(range(len(blocks)), key=lambda index: blocks[index].size)
    first = last = core
    while first > 0 and _is_near(blocks[first - 1], blocks[first]):
        first -= 1
    while last + 1 < len(blocks) and _is_near(blocks[last], blocks[last + 1]):
        last += 1
    return list(blocks[first : last + 1])


def _is_near(left: Match, right: Match) -> bool:
    """Whether at most a few words more lie between two blocks there than here."""
    here = right.a - left.a - left.size
    there = right.b - left.b - left.size
    return there <= here + _INSERTED


def _reach(window: str, there: Sequence[tuple[str, int, int]], at: int, steps: int) -> int:
    """As many words further as the quote has unmatched ones there, within the paragraph."""
    step = 1 if steps > 0 else -1
    for _count in range(abs(steps)):
        following = at + step
        if not 0 <= following < len(there):
            break
        low, high = sorted((at, following))
        if "\n" in window[there[low][2] : there[high][1]]:
            break
        at = following
    return at
