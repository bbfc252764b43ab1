"""Which figures of a sentence are a part of a figure before them: those after "trong đó".

A list of parts is a subset of its whole: nothing may be concluded from its sum.
"""

from __future__ import annotations

import re

from vanban.models import Span

# What opens a subset, what ends the sentence, brackets, and the items "(1) …; (2) …".
_MARK = re.compile(r"(?i:(?P<subset>trong đó))|(?P<end>\n|\.(?=\s))|\((?P<item>\d{1,2})\)|[()]")


class Subsets:
    """Told the figures of a text in order, says of each whether "trong đó" introduces it.

    A subset lasts to the end of its sentence, to the bracket that holds it, or to the next item of
    an enumeration begun before it. Cost: linear; every figure continues where the last one ended.
    """

    def __init__(self, content: str, start: int = 0) -> None:
        self._content = content
        self._at = start
        self._end_sentence()

    def holds(self, figure: Span) -> bool:
        """Whether the figure is part of one before it in the same sentence."""
        if figure.start >= self._at:
            for mark in _MARK.finditer(self._content, self._at, figure.start):
                self._read(mark)
            self._at = figure.end
        is_subset = self._since is not None
        self._has_figure = True
        return is_subset

    def _end_sentence(self) -> None:
        self._depth = 0
        self._since: int | None = None
        self._items_before: set[int] = set()
        self._items: set[int] = set()
        self._has_figure = False

    def _read(self, mark: re.Match[str]) -> None:
        if mark["end"]:
            self._end_sentence()
        elif mark["subset"]:
            if self._has_figure and self._since is None:
                self._since, self._items_before = self._depth, set(self._items)
        elif mark["item"]:
            number = int(mark["item"])
            if number - 1 in self._items_before:
                self._since = None
            self._items.add(number)
        elif mark[0] == "(":
            self._depth += 1
        else:
            self._depth -= 1
            if self._since is not None and self._depth < self._since:
                self._since = None
