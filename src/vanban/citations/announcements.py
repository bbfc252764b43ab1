"""The words right before a symbol: a type of document, "số", or both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vanban.lexicon import mapping, words

NAMED_TYPES = {name.casefold(): name for name in words("documents", "types")}
SHORT_TYPES = mapping("aliases", "types")
_FIRST_WORDS = frozenset(name.split()[0] for name in NAMED_TYPES)
# Words that may follow a type and tell nothing of its kind: "Kế hoạch công tác".
_TAILS = (" hành động", " công tác", " liên tịch", " kết luận")
_WORD = re.compile(r"\w+")
_WINDOW = 48


@dataclass(frozen=True, slots=True)
class Announcement:
    """Where the words before a symbol begin, and the type that they name, if any."""

    start: int
    type: str | None


def find_announcement(content: str, end: int, floor: int = 0) -> Announcement | None:
    """The type and "số" that stand right before ``end``; None where neither does."""
    first = max(floor, end - _WINDOW)
    window = content[first:end].rstrip(" :\n")
    numbered = window.casefold().endswith("số") and not window[-3:-2].isalnum()
    if numbered:
        window = window[:-2].rstrip(" :\n")
    elif window.endswith("số"):
        return None
    named = _type_at_end(window)
    if named:
        return Announcement(first + named[0], named[1])
    if not numbered:
        return None
    return Announcement(first + content[first:end].casefold().rindex("số"), None)


def _type_at_end(window: str) -> tuple[int, str] | None:
    """The type that the last words of a stretch name, and where it begins there."""
    tokens = list(_WORD.finditer(window))
    if not tokens or tokens[-1].end() != len(window):
        return None
    short = SHORT_TYPES.get(tokens[-1][0])
    if short:
        return tokens[-1].start(), short
    for token in tokens:
        if token[0].casefold() in _FIRST_WORDS:
            printed = " ".join(window[token.start() :].split()).casefold()
            name = NAMED_TYPES.get(printed) or _with_tail(printed)
            if name:
                return token.start(), name
    return None


def _with_tail(printed: str) -> str | None:
    if not printed.endswith(_TAILS):
        return None
    return printed.capitalize() if printed.rsplit(" ", 2)[0] in NAMED_TYPES else None
