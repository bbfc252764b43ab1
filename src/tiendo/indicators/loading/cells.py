"""What the cells of a dictionary's workbook say; what is wrong with one names the cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from django.db import models

from tiendo.composer.sheet_reading import ReadRow, Scalar, column_letter
from tiendo.domain.collation import fold
from tiendo.domain.readings import UnreadableFigure, read_figure
from tiendo.domain.refusals import Refusal
from tiendo.indicators.dictionary_errors import DictionaryError
from tiendo.indicators.errors import IndicatorError
from vanban.quantities import format_number

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YES = {"co", "x", "dung", "yes", "true", "1"}
_NO = {"khong", "", "no", "false", "0"}
_LONGEST = 4000
_Choice = TypeVar("_Choice", bound=models.TextChoices)


@dataclass(slots=True)
class Cells:
    """The cells of one row by their columns; what is wrong with them is gathered."""

    row: ReadRow
    places: Mapping[str, int]
    sheet: str
    problems: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where the row stands."""
        return f"{self.sheet}, {self.row.number}"

    def has(self, key: str) -> bool:
        """Whether the table has the column."""
        return key in self.places

    def wrong(self, key: str, error: Refusal) -> None:
        """Say what is wrong with a cell."""
        place = self.places.get(key)
        name = f"{column_letter(place)}{self.row.number}: " if place is not None else ""
        self.problems.append(f"{name}{error}")

    def text(self, key: str, default: str = "") -> str:
        """The words of a cell; ``default`` where the table has no such column."""
        if not self.has(key):
            return default
        words = _words(self._value(key))
        if len(words) > _LONGEST:
            self.wrong(key, DictionaryError("cell_too_long", longest=_LONGEST))
        return words[:_LONGEST]

    def needed(self, key: str) -> str:
        """The words of a cell that may not be empty."""
        words = self.text(key)
        if not words:
            self.wrong(key, DictionaryError("cell_empty"))
        return words

    def choice(self, key: str, kind: type[_Choice], default: _Choice) -> _Choice:
        """One of some choices, by its words or its code."""
        words = self.text(key)
        if not words:
            return default
        known = {fold(str(choice.label)): choice for choice in kind}
        known |= {fold(choice.value): choice for choice in kind}
        found = known.get(fold(words))
        if found is None:
            labels = "; ".join(str(choice.label) for choice in kind)
            self.wrong(key, DictionaryError("cell_choice", given=words, known=labels))
        return found or default

    def is_yes(self, key: str, *, default: bool) -> bool:
        """Yes or no."""
        if not self.has(key):
            return default
        words = fold(_words(self._value(key)))
        if words not in _YES | _NO:
            self.wrong(key, DictionaryError("cell_choice", given=words, known="có; không"))
        return words in _YES

    def whole(self, key: str, default: int, most: int) -> int:
        """A whole number from nought on."""
        words = self.text(key)
        if not words:
            return default
        if not words.isdecimal() or not words.isascii() or int(words) > most:
            self.wrong(key, DictionaryError("cell_whole", given=words, most=most))
            return default
        return int(words)

    def day(self, key: str, default: dt.date | None = None) -> dt.date | None:
        """A day, as a date or as people type it."""
        if not self.has(key):
            return default
        value = self._value(key)
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        words = _words(value)
        if not words:
            return None
        found = _DAY.fullmatch(words)
        try:
            return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else _no_day(words)
        except ValueError:
            self.wrong(key, DictionaryError("cell_day", given=words))
            return None

    def figure(self, key: str, unit: str, default: Decimal | None = None) -> Decimal | None:
        """A figure in a unit: a percentage as a ratio. Missing: None for an empty cell."""
        if not self.has(key):
            return default
        value = self._value(key)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        words = format_number(Decimal(str(value))) if is_number else _words(value)
        if not words:
            return None
        try:
            return read_figure(words, unit=unit).value
        except UnreadableFigure as unreadable:
            self.wrong(key, IndicatorError.of(unreadable))
            return None

    def _value(self, key: str) -> Scalar:
        place = self.places[key]
        return self.row.values[place] if place < len(self.row.values) else None


def _no_day(words: str) -> dt.date:
    raise ValueError(words)


def _words(value: Scalar) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
