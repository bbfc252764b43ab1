"""A row under check, and what the check of every row shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, TypeVar

from tiendo.accounts.actor import Actor
from tiendo.composer.sheet_reading import ReadRow, Scalar, column_letter
from tiendo.imports.checking.bodies import BodyNames
from tiendo.imports.checking.values import BadCell, shown, text_in
from tiendo.imports.fields import Field
from tiendo.imports.models import ImportKind, RowStatus, SheetImport
from tiendo.programmes.models import PlanSection, Programme
from tiendo.tasks.models import Task

_Value = TypeVar("_Value")


@dataclass(slots=True)
class Context:
    """What the check of every row shares. ``seen``: where a code or a task stood before."""

    row: SheetImport
    actor: Actor
    today: dt.date
    names: BodyNames
    sections: Mapping[str, PlanSection]
    places: Mapping[Field, int]
    peaks: Mapping[int, float]
    letters: Mapping[Field, str] = field(init=False)
    seen: dict[bytes, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.letters = {at: column_letter(place) for at, place in self.places.items()}

    @property
    def kind(self) -> ImportKind:
        """What the rows are."""
        return ImportKind(self.row.kind)

    @property
    def programme(self) -> Programme:
        """The programme they belong to."""
        return self.row.programme

    def has(self, at: Field) -> bool:
        """Whether the sheet has a column for a field."""
        return at in self.places

    def first_use(self, key: tuple[str, ...], number: int) -> int | None:
        """The row in which a key stood before; None for its first.

        Some hundred bytes are kept of each row, however long its words are.
        """
        digest = blake2b("\0".join(key).encode(), digest_size=16).digest()
        before = self.seen.setdefault(digest, number)
        return None if before == number else before


@dataclass(slots=True)
class RowDraft:
    """A row under check."""

    number: int
    cells: dict[Field, Scalar]
    unsaved: frozenset[Field]
    letters: Mapping[Field, str]
    status: RowStatus = RowStatus.NEW
    task: Task | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[dict[str, str]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)

    def say(self, code: str, at: Field, **params: str) -> None:
        """Note a problem of a cell."""
        told = {
            "cell": f"{self.letters.get(at, '')}{self.number}",
            "row": str(self.number),
            "value": shown(self.cells.get(at)),
            **params,
        }
        self.problems.append({"code": code, "field": str(at), "params": told})

    def read(self, at: Field, read: Callable[[Any], _Value], empty: _Value) -> _Value:
        """What a cell says, its problem noted where it says nothing usable."""
        if at in self.unsaved:
            self.say("unsaved_formula", at)
            return empty
        try:
            return read(self.cells.get(at))
        except BadCell as bad:
            self.say(bad.code, at, **bad.params)
            return empty

    def text(self, at: Field, most: int = 4000) -> str:
        """The words of a cell."""
        return self.read(at, lambda value: text_in(value, most), "")

    @property
    def summary(self) -> tuple[str, str]:
        """Code and title as a list shows them."""
        if self.task is not None:
            return self.task.code, self.task.title
        return shown(self.cells.get(Field.CODE))[:30], shown(self.cells.get(Field.TITLE))


def as_draft(read: ReadRow, context: Context) -> RowDraft:
    """The cells of a row by their fields."""
    width = len(read.values)
    cells = {at: read.values[place] for at, place in context.places.items() if place < width}
    unsaved = frozenset(at for at, place in context.places.items() if place in read.unsaved)
    return RowDraft(read.number, cells, unsaved, context.letters)
