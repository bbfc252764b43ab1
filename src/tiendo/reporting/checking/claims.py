"""Claims without data: a result or a quantity is asserted and no number stands near it.

Source: claims.yaml. The number must stand in the sentence of the claim or in the one before or
behind it. A number in a date, in the symbol of a document or in the name of a clause is no data;
what is intended, asked for or denied is no claim.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from vanban import find_citations, find_dates

_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\d)[^.!?\n]+)*")
_CLAUSE = re.compile(r"[^;]+")
_LEAD = re.compile(r"^[\s\-+–•*]*(?:\(?[\da-zđ]{1,2}[.)]\s+)?")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The patterns of claims.yaml, ready to search with."""

    claims: re.Pattern[str]
    quantities: re.Pattern[str]
    intents: re.Pattern[str]
    purposes: re.Pattern[str]
    orders: re.Pattern[str]
    asking: re.Pattern[str]
    denials: re.Pattern[str]
    spelled: re.Pattern[str]
    no_data: tuple[re.Pattern[str], ...]
    ahead: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    source = resources.files(__package__).joinpath("claims.yaml").read_text(encoding="utf-8")
    held: dict[str, Any] = yaml.safe_load(source)
    return _Lexicon(
        claims=_any([each["pattern"] for each in held["claims"]]),
        quantities=_any([each["pattern"] for each in held["quantities"]]),
        intents=_any(held["intents"]),
        purposes=_any(held["purposes"]),
        orders=_any(held["orders"]),
        asking=_any(held["asking"]),
        denials=re.compile(rf"(?i)\b(?:{held['denials']})\b(?:\s+\w+){{0,2}}\s*\Z"),
        spelled=re.compile(rf"(?i)\b(?:{held['spelled']})\s+(?:{held['counted']})\b"),
        no_data=tuple(re.compile(rf"(?i){each}") for each in held["no_data"]),
        ahead=re.compile(rf"(?i)\b(?:{held['ahead']})\b"),
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(f'(?:{each})' for each in patterns)})\b")


def speaks_of_the_future(heading: str) -> bool:
    """Whether under a heading people write what is to be done."""
    return _lexicon().ahead.search(unicodedata.normalize("NFC", heading)) is not None


def find_claims(paragraph: str, *, is_ahead: bool = False) -> tuple[str, ...]:
    """The words of a paragraph that assert a result or a quantity with no number near them.

    ``is_ahead``: the paragraph tells what is to be done; only what it says was done counts.
    """
    words = unicodedata.normalize("NFC", paragraph)
    bare = _without_false_data(words)
    spans = [match.span() for match in _SENTENCE.finditer(words)]
    held = [_holds_number(bare[start:end]) for start, end in spans]
    found: dict[str, None] = {}
    for at, (start, end) in enumerate(spans):
        if not any(held[max(0, at - 1) : at + 2]):
            found |= dict.fromkeys(_asserted(words[start:end], is_ahead))
    return tuple(found)


def has_data(words: str) -> bool:
    """Whether a number stands in the words that is no date, no symbol and no place in a text."""
    return _holds_number(_without_false_data(words))


def _without_false_data(words: str) -> str:
    """The words, as long as they were, without the digits that are no data."""
    kept = list(words)
    spans = [each.span for each in find_citations(words)]
    spans += [each.span for each in find_dates(words)]
    for span in spans:
        kept[span.start : span.end] = " " * (span.end - span.start)
    bare = "".join(kept)
    for pattern in _lexicon().no_data:
        bare = pattern.sub(_blank, bare)
    return bare


def _blank(match: re.Match[str]) -> str:
    """As many spaces as there are digits, so that a number spelled out stays what it is."""
    return re.sub(r"\d", " ", match[0])


def _holds_number(bare: str) -> bool:
    return _lexicon().spelled.search(bare) is not None or any(char.isdigit() for char in bare)


def _asserted(sentence: str, is_ahead: bool) -> Iterator[str]:
    lexicon = _lexicon()
    for clause in _CLAUSE.finditer(sentence):
        taken: list[tuple[int, int]] = []
        for pattern in (lexicon.claims, lexicon.quantities):
            for match in pattern.finditer(clause[0]):
                is_new = all(match.end() <= start or end <= match.start() for start, end in taken)
                if is_new and _is_stated(clause[0], match, is_ahead):
                    taken.append(match.span())
                    yield match[0]


def _is_stated(clause: str, match: re.Match[str], is_ahead: bool) -> bool:
    """Whether the words are said of what was done: not meant, asked for or denied."""
    before = clause[: match.start()]
    lexicon = _lexicon()
    if lexicon.denials.search(before.rpartition(",")[2]):
        return False
    if is_ahead:
        return re.search(r"(?i)\bđã\b", before) is not None
    start = _LEAD.match(before)
    opening = lexicon.orders.match(clause, start.end() if start else 0)
    if opening and not _is_told_as_done(clause, opening.end(), match.start()):
        return False
    return not any(
        not _is_told_as_done(clause, each.end(), match.start(), each)
        for pattern, reach in ((lexicon.intents, "."), (lexicon.purposes, ","))
        for each in pattern.finditer(before)
        if reach not in before[each.end() :]
    )


def _is_told_as_done(clause: str, end: int, at: int, word: re.Match[str] | None = None) -> bool:
    """Whether "đã" stands between a word of intent and the claim, or right before that word,
    which then is no longer an intent; who "đã yêu cầu" asks all the same."""
    if re.search(r"(?i)\bđã\b", clause[end:at]):
        return True
    if word is None or _lexicon().asking.match(word[0]):
        return False
    return re.search(r"(?i)\bđã\s*\Z", clause[: word.start()]) is not None
