"""Letters of other scripts that look like Latin ones, inside Latin words: "КH-UBND" with a
Cyrillic К. They come from recognised scans and from copied text."""

from __future__ import annotations

import re

_CYRILLIC = "АВЕЅІЈКМНОРСТУХаеіјорсухѕ"
_CYRILLIC_LATIN = "ABESIJKMHOPCTYXaeijopcyxs"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνο"
_GREEK_LATIN = "ABEZHIKMNOPTYXvo"
_LATIN = str.maketrans(_CYRILLIC + _GREEK, _CYRILLIC_LATIN + _GREEK_LATIN)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_WORD = re.compile("(?:[^\\W\\d_][\u0300-\u036f]*)+")
_HAS_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def unify_lookalikes(text: str) -> str:
    """The text with Latin letters in words that mix them with others that look alike.

    The length never changes. Words of another script, and words with letters that look like no
    Latin one, stay as they are.
    """
    return _WORD.sub(_unify, text) if _FOREIGN.search(text) else text


def count_lookalikes(text: str) -> int:
    """How many words ``unify_lookalikes`` would change."""
    if not _FOREIGN.search(text):
        return 0
    return sum(_unify(match) != match[0] for match in _WORD.finditer(text))


def _unify(match: re.Match[str]) -> str:
    word = match[0]
    if not (_FOREIGN.search(word) and _HAS_LATIN.search(word)):
        return word
    unified = word.translate(_LATIN)
    return word if _FOREIGN.search(unified) else unified
