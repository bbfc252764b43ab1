"""Claims without data: a result or a quantity is asserted in a paragraph that holds no number.

Source: claims.yaml. A number in a date, in the symbol of a document or in the name of a clause is
no data; what is intended, asked for or denied is no claim.
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

_SENTENCE = re.compile(r"[^.;!?\n]+(?:\.(?=\d)[^.;!?\n]+)*")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The patterns of claims.yaml, ready to search with."""

    claims: re.Pattern[str]
    quantities: re.Pattern[str]
    intents: re.Pattern[str]
    denials: re.Pattern[str]
    spelled: re.Pattern[str]
    no_data: tuple[re.Pattern[str], ...]


@cache
def _lexicon() -> _Lexicon:
    source = resources.files(__package__).joinpath("claims.yaml").read_text(encoding="utf-8")
    held: dict[str, Any] = yaml.safe_load(source)
    return _Lexicon(
        claims=_any([each["pattern"] for each in held["claims"]]),
        quantities=_any([each["pattern"] for each in held["quantities"]]),
        intents=_any(held["intents"]),
        denials=re.compile(rf"(?i)\b(?:{'|'.join(held['denials'])})(?:\s+\w+)?\s*\Z"),
        spelled=re.compile(rf"(?i)\b(?:{held['spelled']})\s+(?:{held['counted']})\b"),
        no_data=tuple(re.compile(rf"(?i){each}") for each in held["no_data"]),
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(f'(?:{each})' for each in patterns)})\b")


def find_claims(paragraph: str) -> tuple[str, ...]:
    """The words of a paragraph that assert a result or a quantity, where it holds no number."""
    words = unicodedata.normalize("NFC", paragraph)
    if has_data(words):
        return ()
    return tuple(dict.fromkeys(_asserted(words)))


def has_data(words: str) -> bool:
    """Whether a number stands in the words that is no date, no symbol and no place in a text."""
    kept = list(words)
    spans = [each.span for each in find_citations(words)]
    spans += [each.span for each in find_dates(words)]
    for span in spans:
        kept[span.start : span.end] = " " * (span.end - span.start)
    bare = "".join(kept)
    if _lexicon().spelled.search(bare):
        return True
    for pattern in _lexicon().no_data:
        bare = pattern.sub(" ", bare)
    return any(char.isdigit() for char in bare)


def _asserted(words: str) -> Iterator[str]:
    lexicon = _lexicon()
    for sentence in _SENTENCE.finditer(words):
        said = sentence[0]
        for pattern in (lexicon.claims, lexicon.quantities):
            for match in pattern.finditer(said):
                before = said[: match.start()]
                if not lexicon.intents.search(before) and not lexicon.denials.search(before):
                    yield match[0]
