"""Slips of the keyboard in words that recur, and syllables typed twice.

Codes: ``misspelling`` (WARNING; ``raw``, ``expected``), ``malformed_syllable`` (INFO; ``raw``),
``repeated_word`` (INFO; ``raw``). A slip is claimed where one key turns the words into a common
administrative word, which the document writes correctly elsewhere, and where the words beside it
do not make another word of it ("có hội nghị" is no slip of "cơ hội"). A rare name is left alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from vanban.lexicon import load
from vanban.models import BlockKind, Issue, ParsedDocument, Severity, Span
from vanban.spelling import is_slip, is_syllable, telex
from vanban.text import fold_tones, strip_marks

_WORD = re.compile(r"[^\W\d_¹²³⁰-⁹]+")
_MARKED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]")
# Syllables that stand before any word: a slip of them needs more evidence.
_FUNCTIONAL = frozenset(
    (
        *("các", "những", "của", "và", "để", "tại", "từ", "có", "là", "cho", "với", "về", "theo"),
        *("do", "bị", "được", "đã", "sẽ", "không", "một", "mỗi", "khi", "ở", "trong", "trên", "ra"),
        *("vào", "đến", "như", "này", "đó", "hoặc", "thì", "mà", "nếu", "cả", "cùng", "việc"),
        *("sự", "nhằm", "phải", "cần", "còn", "hơn", "rất", "đủ", "bộ", "số", "năm", "người"),
    )
)
_FEWEST = 3
_RAREST = 3


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """``words`` are right as they are; ``by_first`` and ``by_second`` index those that are common
    enough to be meant by a slip."""

    words: frozenset[str]
    by_first: dict[str, tuple[str, ...]]
    by_second: dict[str, tuple[str, ...]]
    syllables: frozenset[str]
    doubled: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    loaded = load("misspellings")
    words = [fold_tones(word.strip()) for word in str(loaded["words"]).split("·")]
    others = [fold_tones(word.strip()) for word in str(loaded["others"]).split("·")]
    first: dict[str, list[str]] = defaultdict(list)
    second: dict[str, list[str]] = defaultdict(list)
    for word in words:
        left, _, right = word.partition(" ")
        first[left].append(right)
        second[right].append(left)
    known = (part for word in [*words, *others] for part in word.split())
    syllables = {*map(fold_tones, str(loaded["syllables"]).split()), *known}
    return _Lexicon(
        frozenset([*words, *others]),
        {key: tuple(values) for key, values in first.items()},
        {key: tuple(values) for key, values in second.items()},
        frozenset(syllables),
        frozenset(word.strip() for word in str(loaded["doubled"]).split("·")),
    )


@dataclass(slots=True)
class _Counts:
    """How often syllables, pairs and triples of neighbours stand in a document."""

    ones: Counter[str] = field(default_factory=Counter)
    twos: Counter[tuple[str, str]] = field(default_factory=Counter)
    threes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    lefts: dict[str, dict[str, int]] = field(default_factory=dict)


Run = list[tuple[str, int, int]]


def check_spelling(parsed: ParsedDocument) -> Iterator[Issue]:
    """Misspelt words of a document. Cost: linear in its length."""
    content = parsed.text.content
    runs = list(_runs(parsed))
    counts = _count(runs)
    for run in runs:
        yield from _slips(content, run, counts)
    yield from _repeated(content, runs)


def _runs(parsed: ParsedDocument) -> Iterator[Run]:
    """Stretches of words with nothing but single spaces between them."""
    content = fold_tones(parsed.text.content)
    for block in parsed.text.blocks:
        run: Run = []
        for match in _WORD.finditer(content, block.span.start, block.span.end):
            if run and content[run[-1][2] : match.start()] != " ":
                yield run
                run = []
            run.append((match[0], match.start(), match.end()))
        if run:
            yield run
        if block.kind is BlockKind.CELL:
            continue


def _count(runs: list[Run]) -> _Counts:
    counts = _Counts()
    for run in runs:
        words = [word.lower() for word, _, _ in run]
        counts.ones.update(words)
        counts.twos.update(zip(words, words[1:], strict=False))
        counts.threes.update(zip(words, words[1:], words[2:], strict=False))
    for (left, right), count in counts.twos.items():
        counts.lefts.setdefault(right, {})[left] = count
    return counts


def _slips(content: str, run: Run, counts: _Counts) -> Iterator[Issue]:
    words = [word.lower() for word, _, _ in run]
    for at, (raw, start, end) in enumerate(run):
        word = words[at]
        if counts.ones[word] > 2 * _RAREST and word not in _suspects(words, at, counts):
            continue
        if not raw.islower():
            continue
        meant = _meant(words, at, counts)
        if meant is not None:
            params = {"raw": content[start:end], "expected": meant}
            yield Issue("misspelling", Severity.WARNING, Span(start, end), params)
        elif counts.ones[word] <= 1 and _is_malformed(word, content, start, end):
            params = {"raw": content[start:end]}
            yield Issue("malformed_syllable", Severity.INFO, Span(start, end), params)


def _suspects(words: list[str], at: int, counts: _Counts) -> tuple[str, ...]:
    """The word itself where the pair it makes with a neighbour is rare, else nothing."""
    left = (words[at - 1], words[at]) if at else None
    right = (words[at], words[at + 1]) if at + 1 < len(words) else None
    rare = [pair for pair in (left, right) if pair and counts.twos[pair] <= _RAREST]
    return (words[at],) if rare else ()


def _is_malformed(word: str, content: str, start: int, end: int) -> bool:
    around = content[max(0, start - 1) : start] + content[end : end + 1]
    if len(word) < 2 or re.search(r"[-/@._\d]", around):
        return False
    return bool(_MARKED.search(word)) and not is_syllable(word)


def _meant(words: list[str], at: int, counts: _Counts) -> str | None:
    """What a word was meant to be, by the pair it makes with its right or left neighbour."""
    lexicon = _lexicon()
    word = words[at]
    if at + 1 < len(words):
        found = _by_pair(words, at, at + 1, lexicon.by_second.get(words[at + 1], ()), counts)
        if found:
            return found
    if at:
        found = _by_pair(words, at, at - 1, lexicon.by_first.get(words[at - 1], ()), counts)
        if found:
            return found
    if word in lexicon.syllables or counts.ones[word] > 1 or not _MARKED.search(word):
        return None
    return _by_neighbours(words, at, counts)


def _by_pair(
    words: list[str], at: int, beside: int, options: tuple[str, ...], counts: _Counts
) -> str | None:
    """The one option that a slip of the key explains and the document's own writing supports."""
    pair = _pair(words[at], words[beside], beside > at)
    if " ".join(pair) in _lexicon().words or counts.twos[pair] > _RAREST:
        return None
    for option in options:
        meant = _pair(option, words[beside], beside > at)
        if counts.twos[meant] < max(_FEWEST, 2 * counts.twos[pair]):
            continue
        if not _is_mark_slip(words[at], option) or _is_other_word(
            words, at, beside, option, counts
        ):
            continue
        if words[at] not in _FUNCTIONAL or _is_written(words, at, option, counts):
            return option
    return None


def _is_mark_slip(typed: str, meant: str) -> bool:
    """Whether one key explains the difference, and only marks differ where the typed syllable is
    one in use: two words in use may differ in a letter."""
    if not is_slip(typed, meant) or _one_vowel(typed) == _one_vowel(meant):
        return False
    return typed not in _lexicon().syllables or _bare(typed) == _bare(meant)


def _one_vowel(syllable: str) -> str:
    """The syllable with "y" for "i": "xử lí" and "xử lý" are both in use."""
    return syllable.translate(_I_AS_Y)


_I_AS_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")


def _bare(syllable: str) -> str:
    return strip_marks(syllable).replace("đ", "d")


def _is_written(words: list[str], at: int, option: str, counts: _Counts) -> bool:
    """Whether the document writes the option between the same neighbours, in threes."""
    threes = []
    if at + 2 < len(words):
        threes.append((option, words[at + 1], words[at + 2]))
    if at >= 1 and at + 1 < len(words):
        threes.append((words[at - 1], option, words[at + 1]))
    if at >= 2:
        threes.append((words[at - 2], words[at - 1], option))
    return any(counts.threes[three] for three in threes)


def _pair(word: str, other: str, is_before: bool) -> tuple[str, str]:
    return (word, other) if is_before else (other, word)


def _is_other_word(words: list[str], at: int, beside: int, option: str, counts: _Counts) -> bool:
    """Whether the word or its neighbour belongs to a word on its other side."""
    lexicon = _lexicon()
    step = 1 if beside > at else -1
    outer = at - step
    if 0 <= outer < len(words):
        pair = _pair(words[at], words[outer], step < 0)
        if " ".join(pair) in lexicon.words or counts.twos[pair] > 1:
            return True
    beyond = beside + step
    if not 0 <= beyond < len(words):
        return False
    pair = _pair(words[beside], words[beyond], step > 0)
    if " ".join(pair) in lexicon.words:
        return True
    meant = (option, *pair) if step > 0 else (*pair, option)
    stated = (words[at], *pair) if step > 0 else (*pair, words[at])
    return counts.twos[pair] > counts.threes[meant] + counts.threes[stated]


def _by_neighbours(words: list[str], at: int, counts: _Counts) -> str | None:
    """A frequent syllable that the document writes beside the same neighbours, for an unknown
    one: "tỏng hoạt động" where it writes "trong hoạt động" elsewhere."""
    options: Counter[str] = Counter()
    if at + 1 < len(words):
        options.update(counts.lefts.get(words[at + 1], {}))
    for option, count in options.most_common():
        if counts.ones[option] < 5 or not is_slip(words[at], option):
            continue
        fewest = 1 if option in _FUNCTIONAL else 2
        is_of_marks = count >= fewest and _bare(option) == _bare(words[at])
        if is_of_marks or _is_shuffled(words[at], option):
            return option
    return next(
        (
            option
            for option in sorted(_FUNCTIONAL)
            if counts.ones[option] >= 5 and _is_shuffled(words[at], option)
        ),
        None,
    )


def _is_shuffled(typed: str, meant: str) -> bool:
    """Whether the same keys were struck in another order."""
    return sorted(telex(typed)) == sorted(telex(meant)) and is_slip(typed, meant)


def _repeated(content: str, runs: list[Run]) -> Iterator[Issue]:
    """A word typed twice: "các các nhiệm vụ"; not "giao thông thông minh", which are two words."""
    lexicon = _lexicon()
    for run in runs:
        words = [word.lower() for word, _, _ in run]
        for at in range(1, len(run)):
            word = words[at]
            if word != words[at - 1] or not run[at][0].islower() or word in lexicon.doubled:
                continue
            before = at >= 2 and f"{words[at - 2]} {word}" in lexicon.words
            after = at + 1 < len(run) and f"{word} {words[at + 1]}" in lexicon.words
            if not (before and after):
                span = Span(run[at - 1][1], run[at][2])
                yield Issue("repeated_word", Severity.INFO, span, {"raw": span.of(content)})
