"""What is read of a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

Scalar = str | int | float | bool | dt.date | dt.datetime | dt.time | None


class UnreadableSheet(Exception):
    """A file that is not read. ``code``: too_big, not_sheet, old_format, encrypted, damaged,
    unpacks_too_big, encoding."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class SheetName:
    """One sheet of a book, as its tab names it."""

    name: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: its number in the sheet and its values from column A on.

    ``formulas``: the places of cells that hold a formula, whose value is the last result kept;
    ``unsaved``: those of them without any. ``is_cut``: it goes on beyond the columns read.
    """

    number: int
    values: tuple[Scalar, ...]
    is_hidden: bool = False
    formulas: tuple[int, ...] = ()
    unsaved: tuple[int, ...] = ()
    is_cut: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether no cell says anything; a formula without a result does."""
        if self.unsaved:
            return False
        for value in self.values:
            if value is not None and not (isinstance(value, str) and not value.strip()):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Merge:
    """Merged cells: rows by number, columns by place, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class SheetNotes:
    """What is known of a sheet once its rows were read.

    Missing: ``stopped_at`` is None where the sheet was read to its end.
    """

    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    stopped_at: int | None = None


class SheetRows(Protocol):
    """The rows of a sheet; ``notes`` is complete after the last."""

    notes: SheetNotes

    def __iter__(self) -> Iterator[ReadRow]: ...


def column_letter(place: int) -> str:
    """The letter of a column by its place: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
