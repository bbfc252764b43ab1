"""Slips of the keyboard in words that recur, and syllables typed twice.

Codes: ``misspelling`` (WARNING; ``raw``, ``expected``), ``malformed_syllable`` (INFO; ``raw``),
``repeated_word`` (INFO; ``raw``). A slip is claimed where one key turns the words into a common
administrative word, which the document writes correctly elsewhere, and where the words beside it
do not make another word of it ("có hội nghị" is no slip of "cơ hội"). A rare name is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vanban.checks.common_words import FUNCTIONAL, common_words
from vanban.models import Issue, ParsedDocument, Severity, Span
from vanban.neighbours import Neighbours, Run, neighbours_of
from vanban.spelling import differs_in_marks, is_shuffle, is_slip, is_syllable
from vanban.text import fold_tones

_MARKED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]")
_FEWEST = 3
_RAREST = 3
_FREQUENT = 5


def check_spelling(parsed: ParsedDocument) -> Iterator[Issue]:
    """Misspelt words of a document. Cost: linear in its length."""
    content = parsed.text.content
    counts = neighbours_of(parsed.text)
    suspects = {*_suspect_pairs(counts), *_unknown(counts)}
    doubled = {left for left, right in counts.twos if left == right}
    for run in counts.runs:
        if suspects and not suspects.isdisjoint(run.words):
            yield from _slips(content, run, counts, suspects)
        if doubled and not doubled.isdisjoint(run.words):
            yield from _repeated(content, run)


def _suspect_pairs(counts: Neighbours) -> Iterator[str]:
    """Words that some rare pair makes a slip of a common word: only these are looked at again."""
    common = common_words()
    firsts, seconds = _written(counts)
    for (left, right), count in counts.twos.items():
        if count > _RAREST or not (left in seconds or right in firsts):
            continue
        if f"{left} {right}" in common.words:
            continue
        if any(is_slip(left, option) for option in firsts.get(right, ())):
            yield left
        if any(is_slip(right, option) for option in seconds.get(left, ())):
            yield right


def _written(counts: Neighbours) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The common words that the document writes often enough to be meant by a slip: their first
    syllables by the second, and their second ones by the first."""
    common = common_words()
    firsts: dict[str, list[str]] = {}
    seconds: dict[str, list[str]] = {}
    for (left, right), count in counts.twos.items():
        if count >= _FEWEST and left in common.by_second.get(right, ()):
            firsts.setdefault(right, []).append(left)
            seconds.setdefault(left, []).append(right)
    return firsts, seconds


def _unknown(counts: Neighbours) -> Iterator[str]:
    """Words that stand once and are no known syllable."""
    known = common_words().syllables
    return (
        word
        for word, count in counts.ones.items()
        if count == 1 and len(word) > 1 and _MARKED.search(word) and fold_tones(word) not in known
    )


def _slips(content: str, run: Run, counts: Neighbours, suspects: set[str]) -> Iterator[Issue]:
    for at, word in enumerate(run.words):
        if word not in suspects:
            continue
        span = run.span_of(at)
        raw = span.of(content)
        if not raw.islower():
            continue
        meant = _meant(run.words, at, counts)
        if meant is not None:
            params = {"raw": raw, "expected": meant}
            yield Issue("misspelling", Severity.WARNING, span, params)
        elif counts.ones[word] == 1 and _is_malformed(word, content, span):
            yield Issue("malformed_syllable", Severity.INFO, span, {"raw": raw})


def _is_malformed(word: str, content: str, span: Span) -> bool:
    around = content[max(0, span.start - 1) : span.start] + content[span.end : span.end + 1]
    if re.search(r"[-/@._\d]", around):
        return False
    return bool(_MARKED.search(word)) and not is_syllable(word)


def _meant(words: list[str], at: int, counts: Neighbours) -> str | None:
    """What a word was meant to be, by the pair it makes with its right or left neighbour."""
    common = common_words()
    for beside, options in ((at + 1, common.by_second), (at - 1, common.by_first)):
        if 0 <= beside < len(words):
            found = _by_pair(words, at, beside, options.get(words[beside], ()), counts)
            if found:
                return found
    is_unknown = fold_tones(words[at]) not in common.syllables and counts.ones[words[at]] == 1
    if not is_unknown or not _MARKED.search(words[at]) or _is_in_word(words, at):
        return None
    return _by_neighbours(words, at, counts)


def _is_in_word(words: list[str], at: int) -> bool:
    """Whether the word makes a common word with a neighbour as it stands."""
    before = at > 0 and _is_common(words[at - 1], words[at])
    return before or (at + 1 < len(words) and _is_common(words[at], words[at + 1]))


def _is_common(left: str, right: str) -> bool:
    """Whether a pair is a common word, in either placement of the tones."""
    return fold_tones(f"{left} {right}") in common_words().words


def _by_pair(
    words: list[str], at: int, beside: int, options: Iterable[str], counts: Neighbours
) -> str | None:
    """The one option that a slip of the key explains and the document's own writing supports."""
    word, other = words[at], words[beside]
    pair = _pair(word, other, beside > at)
    if _is_common(*pair) or counts.twos[pair] > _RAREST:
        return None
    for option in options:
        meant = _pair(option, other, beside > at)
        is_written = counts.twos[meant] >= max(_FEWEST, 2 * counts.twos[pair])
        if not is_written or not _is_likely(word, option):
            continue
        if _is_other_word(words, at, beside, option, counts):
            continue
        if word not in FUNCTIONAL or _is_written(words, at, option, counts):
            return option
    return None


def _is_likely(typed: str, meant: str) -> bool:
    """Whether one key explains the difference; of two syllables in use only the marks may differ,
    for two words in use may well differ in a letter."""
    if not is_slip(typed, meant):
        return False
    return fold_tones(typed) not in common_words().syllables or differs_in_marks(typed, meant)


def _is_written(words: list[str], at: int, option: str, counts: Neighbours) -> bool:
    """Whether the document writes the option between the same neighbours, in threes."""
    around = [*words[max(0, at - 2) : at], option, *words[at + 1 : at + 3]]
    triples = zip(around, around[1:], around[2:], strict=False)
    return any(counts.threes[triple] for triple in triples)


def _pair(word: str, other: str, is_before: bool) -> tuple[str, str]:
    return (word, other) if is_before else (other, word)


def _is_other_word(words: list[str], at: int, beside: int, option: str, counts: Neighbours) -> bool:
    """Whether the word or its neighbour belongs to a word on its other side."""
    step = beside - at
    outer, beyond = at - step, beside + step
    if 0 <= outer < len(words):
        pair = _pair(words[at], words[outer], step < 0)
        if _is_common(*pair) or counts.twos[pair] > 1:
            return True
    if not 0 <= beyond < len(words):
        return False
    pair = _pair(words[beside], words[beyond], step > 0)
    if _is_common(*pair):
        return True
    meant = (option, *pair) if step > 0 else (*pair, option)
    stated = (words[at], *pair) if step > 0 else (*pair, words[at])
    return counts.twos[pair] > counts.threes[meant] + counts.threes[stated]


def _by_neighbours(words: list[str], at: int, counts: Neighbours) -> str | None:
    """What an unknown syllable was meant to be: a frequent one that the document writes before the
    same neighbour, or a word like "trong" whose keys were struck in another order ("tỏng")."""
    word = words[at]
    before = counts.lefts.get(words[at + 1], {}) if at + 1 < len(words) else {}
    for option, count in sorted(before.items(), key=lambda item: -item[1]):
        if counts.ones[option] < _FREQUENT or not is_slip(word, option):
            continue
        fewest = 1 if option in FUNCTIONAL else 2
        if is_shuffle(word, option) or (count >= fewest and differs_in_marks(word, option)):
            return option
    frequent = (option for option in sorted(FUNCTIONAL) if counts.ones[option] >= _FREQUENT)
    return next((option for option in frequent if is_shuffle(word, option)), None)


def _repeated(content: str, run: Run) -> Iterator[Issue]:
    """A word typed twice: "các các nhiệm vụ"; not "giao thông thông minh", which are two words."""
    words = run.words
    for at, (first, second) in enumerate(zip(words, words[1:], strict=False), 1):
        if first != second or first in common_words().doubled:
            continue
        span = Span(run.span_of(at - 1).start, run.span_of(at).end)
        before = at >= 2 and _is_common(words[at - 2], first)
        after = at + 1 < len(words) and _is_common(first, words[at + 1])
        if span.of(content).islower() and not (before and after):
            yield Issue("repeated_word", Severity.INFO, span, {"raw": span.of(content)})
