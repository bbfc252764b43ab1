"""The rows of a file as figures to be kept; what cannot is told by its cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import repeat

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.indicators.actions.cells import Cell, Plain
from tiendo.indicators.actions.observing import in_force
from tiendo.indicators.actions.saving_many import Batch, part_held
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.files.errors import FigureFileError
from tiendo.indicators.files.heads import PLACES, Head
from tiendo.indicators.files.packing import Line, Rows
from tiendo.indicators.files.rows import CellRefused, RowReader
from tiendo.indicators.files.sorting import Sorter
from tiendo.indicators.models import FigureFile

_VALUE, _MISSING = PLACES[Head.VALUE], PLACES[Head.MISSING]


@dataclass(frozen=True, slots=True)
class Refused:
    """What is wrong with a row. ``head``: of the cell to blame."""

    number: int
    head: Head
    error: FigureFileError | IndicatorError


@dataclass(slots=True)
class Told:
    """The rows of a file: plain figures, cells with their numbers, those refused, those empty."""

    plain: list[Plain] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    empty: int = 0
    is_long: bool = False

    @property
    def batch(self) -> Batch:
        """What is to be kept of it."""
        return Batch(self.cells, self.plain, self.is_long)


def tell_cells(file: FigureFile, chunks: Iterable[Rows], by: Actor) -> Told:
    """The figures that rows of a file say. Cost: about fifteen queries, whatever their number."""
    listed = list(chunks)
    reader = RowReader(file, listed, by)
    told = Told(is_long=file.rows > parameter_on("outlier_most_cells", clock.today()))
    sorter = Sorter(reader, by) if told.is_long else None
    seen: dict[object, int] = {}
    for rows in listed:
        plain_rows = sorter.sort(rows) if sorter else repeat(None, len(rows.numbers))
        for place, plain in enumerate(plain_rows):
            if plain is not None and _is_first(plain, seen):
                told.plain.append(plain)
            else:
                _tell(told, rows.line(place), reader, seen)
    told.plain, held = part_held(told.plain)
    told.cells += [each.cell for each in held]
    told.numbers += [each.number for each in held]
    told.cells = _as_seen(file, told.cells)
    return told


def _is_first(plain: Plain, seen: dict[object, int]) -> bool:
    key = plain.alike.place, plain.organisation.id
    return seen.setdefault(key, plain.number) == plain.number


def _tell(told: Told, line: Line, reader: RowReader, seen: dict[object, int]) -> None:
    if _is_empty(line):
        told.empty += 1
        return
    try:
        cell = reader.cell(line)
        key = cell.key
        place = (key[0], *key[2:])
        if (other := seen.setdefault((place, key[1]), line.number)) != line.number:
            raise CellRefused(Head.CODE, FigureFileError("row_repeated", other=other))
    except CellRefused as refused:
        told.refused.append(Refused(line.number, refused.head, refused.error))
        return
    told.cells.append(cell)
    told.numbers.append(line.number)


def _is_empty(line: Line) -> bool:
    """Whether a row gives neither a figure nor why there is none: nobody filled it in."""
    blank = (None, "")
    cells = line.cells
    return cells[_VALUE] in blank and cells[_MISSING] in blank and _VALUE not in line.unsaved


def _as_seen(file: FigureFile, cells: list[Cell]) -> list[Cell]:
    """The cells of a file that names no revisions: what is in force counts as seen where it is to
    be corrected. Cost: one query."""
    if not file.replaces:
        return cells
    held = in_force(cells)
    return [
        replace(cell, seen=held[cell.key].revision) if cell.key in held else cell for cell in cells
    ]
