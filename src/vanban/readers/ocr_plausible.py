"""How likely recognised words are words at all: numbers, dates, symbols, Vietnamese syllables."""

from __future__ import annotations

import re
from functools import lru_cache

from vanban.letters import UPPER
from vanban.lexicon import load, mapping, words
from vanban.spelling import is_syllable

_EDGE = ".,;:!?()[]{}“”‘’\"'…"
_NUMBER = re.compile(r"[<>≤≥~]?(?:\d{1,3}(?:[.,]\d{3})*(?:[.,]\d{1,3})?|\d+[.,]?\d*)%?\Z")
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?:/(?:19|20)\d\d)?\Z")
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2]|I{1,3}|IV)/(?:19|20)\d\d\Z")
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})\Z")
_MARKER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])\Z")
_SYMBOL_START = re.compile(r"\d{0,5}[a-z]?(?:/(?:19|20)\d\d)?[/-]?")
_PARTS = re.compile(r"[/-]")
_ABBREVIATION = re.compile(rf"[{UPPER}]{{2,9}}\Z")
_ONLY_SIGNS = re.compile(r"[-–+*]\Z|\.?/\.?\Z")
# Digits stand for letters only in these issuers: the National Assembly's terms.
_TERM = re.compile(r"(?:QH|UBTVQH)\d{1,2}\Z")


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    listed = load("issuers")["codes"]
    issuers = map(str, listed) if isinstance(listed, dict) else ()
    return frozenset((*mapping("documents", "codes"), *issuers))


@lru_cache(maxsize=1)
def _heads() -> tuple[str, ...]:
    return words("issuers", "code_heads")


@lru_cache(maxsize=20_000)
def plausibility(word: str) -> float:
    """From 0, letters in no order, to 1, a word of the kinds that documents are made of."""
    if _ONLY_SIGNS.match(word):
        return 1.0
    bare = word.strip(_EDGE)
    if not bare:
        return 0.5
    if any(kind.match(bare) for kind in (_NUMBER, _DATE, _MONTH, _ROMAN, _MARKER)):
        return 1.0
    if "/" in bare or "-" in bare:
        return _of_symbol(bare)
    if bare.isalpha():
        return _of_letters(bare)
    return 0.2


def _of_letters(bare: str) -> float:
    # "ĐăNG": letters of both cases in a disorder that no printer makes.
    is_cased = bare.islower() or bare.isupper() or bare[1:].islower()
    if is_cased and is_syllable(bare):
        return 1.0
    if bare in _codes():
        return 0.9
    return 0.5 if _ABBREVIATION.match(bare) else 0.2


def _of_symbol(bare: str) -> float:
    start = _SYMBOL_START.match(bare)
    parts = [part for part in _PARTS.split(bare[start.end() if start else 0 :]) if part]
    if all(map(str.isdigit, parts)):
        # Figures that are no date may be a share, a span of years, a misread date.
        return 0.6
    return min(_of_code(part) for part in parts)


def _of_code(part: str) -> float:
    if part in _codes() or _TERM.match(part) or part.isdigit():
        return 1.0
    if part.islower() or part.istitle():
        return _of_letters(part)
    return 0.7 if _ABBREVIATION.match(part) and part.startswith(_heads()) else 0.3
