"""How sentences of a report list things: each once, with "và", "hoặc" and who says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

# Who says something, and about which numbered tasks.
Sayer = tuple[str, int | None]


def either(words: Sequence[str]) -> str:
    """ "a", "a hoặc b", "a, b hoặc c"."""
    *before, last = words
    return f"{', '.join(before)} hoặc {last}" if before else last


def said_once(said: Iterable[tuple[str, Sayer]]) -> dict[str, dict[str, list[int]]]:
    """What was said with all who say it and the numbers of the tasks they mean, in their order.

    The same words count once, however they begin and end.
    """
    found: dict[str, tuple[str, defaultdict[str, list[int]]]] = {}
    for text, (body, number) in said:
        words = " ".join(text.split()).rstrip(" .;")
        _, sayers = found.setdefault(words.casefold(), (words, defaultdict(list)))
        numbers = sayers[body]
        if number is not None and number not in numbers:
            numbers.append(number)
    return {words: dict(sayers) for words, sayers in found.values()}


def sayers_line(sayers: dict[str, list[int]], *, is_numbered: bool) -> str:
    """ "Sở Nội vụ (nhiệm vụ 3, 7); Sở Y tế": names of bodies hold commas."""
    return "; ".join(
        f"{body} (nhiệm vụ {', '.join(map(str, numbers))})" if numbers and is_numbered else body
        for body, numbers in sayers.items()
    )
