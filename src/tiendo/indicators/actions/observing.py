"""Figures come in: one or many at once, each read, checked and kept as a revision of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author
from tiendo.documents.models import Passage
from tiendo.domain import clock
from tiendo.domain.readings import Reading
from tiendo.indicators.actions.cells import Cell, CellProblem, Key, New, Sifted
from tiendo.indicators.actions.writing import keep_sifted, key_of
from tiendo.indicators.checking import Checker
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.figures import printed
from tiendo.indicators.keeping import lock_bodies
from tiendo.indicators.models import Entry, Observation, ObservationState, Qualifier
from tiendo.indicators.naming import Names, check_names, names_of
from tiendo.indicators.permissions import Place, authors_of
from tiendo.indicators.reading import CellReader


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of the cells. Where there are ``problems``, nothing was kept unless only good
    cells were asked for; ``unchanged`` cells hold what was in force already."""

    kept: tuple[Observation, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    warnings: tuple[CellProblem, ...] = ()
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class _Held:
    """What is in force where cells are kept, and the names behind it."""

    rows: Mapping[Key, Observation]
    names: Mapping[int, Names]

    @classmethod
    def at(cls, cells: Sequence[Cell]) -> _Held:
        """Cost: one query, and one more for cells that may carry names on."""
        rows = in_force(cells)
        replaced = [row for cell in cells if (row := rows.get(cell.key)) is not None]
        return cls(rows, names_of(replaced))

    def names_for(self, cell: Cell, made: Observation) -> Names:
        """The names behind a new revision. Errors: IndicatorError."""
        if cell.names is not None:
            check_names(cell.names, made)
            return cell.names
        old = self.rows.get(cell.key)
        return self.names.get(old.pk, ()) if old is not None and old.value == made.value else ()


@transaction.atomic
def save_cells(*, by: Actor, cells: Sequence[Cell], entry: Entry, only_good: bool = False) -> Saved:
    """Keep figures, all of them or only the good ones, each as a new revision with its event.

    Errors: PermissionRefused for figures that others enter. What is wrong with a cell is a problem
    of the result. Cost: about ten queries, whatever the number of cells.
    """
    authors = authors_of(by, "observation.enter", {cell.of for cell in cells})
    lock_bodies({cell.organisation.pk for cell in cells})
    sifted = sift_cells(by, cells, entry, authors)
    if sifted.problems and not only_good:
        return Saved((), tuple(sifted.problems), tuple(sifted.warnings), sifted.unchanged)
    keep_sifted(sifted)
    kept = tuple(new.made for new in sifted.new)
    return Saved(kept, tuple(sifted.problems), tuple(sifted.warnings), sifted.unchanged)


def in_force(cells: Sequence[Cell]) -> dict[Key, Observation]:
    """The figures in force at the places of cells. Cost: one query."""
    found = Observation.objects.filter(
        is_current=True,
        indicator__in={cell.indicator.pk for cell in cells},
        organisation__in={cell.organisation.pk for cell in cells},
        period_start__in={cell.period.start for cell in cells},
    ).select_related("entered_by", "passage")
    return {key_of(row): row for row in found}


def sift_cells(
    by: Actor,
    cells: Sequence[Cell],
    entry: Entry,
    authors: Mapping[Place, Author],
    *,
    with_outliers: bool = True,
) -> Sifted:
    """What would become of cells; nothing is kept. ``with_outliers``: figures unlike others are
    told too."""
    definitions = Definitions.of({cell.indicator.pk for cell in cells})
    reader, held, sifted = CellReader(definitions), _Held.at(cells), Sifted()
    for place, cell in enumerate(cells):
        try:
            made = _revision(by, cell, entry, reader, held)
            names = held.names_for(cell, made) if made is not None else ()
        except IndicatorError as error:
            sifted.problems.append(CellProblem(place, error))
            continue
        if made is None:
            sifted.unchanged += 1
            continue
        sifted.new.append(New(place, authors[cell.of], made, held.rows.get(cell.key)))
        if names:
            sifted.named[cell.key] = names
    _check(sifted, definitions, with_outliers=with_outliers)
    return sifted


def first_revision(by: Actor, cell: Cell, entry: Entry, reader: CellReader) -> Observation:
    """What a cell becomes where nothing is in force yet. Errors: IndicatorError."""
    made = _revision(by, cell, entry, reader, _Held({}, {}))
    if made is None:
        raise RuntimeError("a first figure is new")
    return made


def _check(sifted: Sifted, definitions: Definitions, *, with_outliers: bool) -> None:
    """Take out what a rule blocks; keep what it only warns of."""
    rows = [new.made for new in sifted.new]
    checker = Checker.of(rows, definitions, with_outliers=with_outliers)
    passed = []
    for new in sifted.new:
        blocking, warning = checker.look_at(new.made)
        sifted.warnings += [CellProblem(new.place, error) for error in warning]
        sifted.problems += [CellProblem(new.place, error) for error in blocking]
        if not blocking:
            passed.append(new)
    sifted.new = passed


def _revision(
    by: Actor, cell: Cell, entry: Entry, reader: CellReader, held: _Held
) -> Observation | None:
    """The new revision; None where the cell holds what is in force. Errors: IndicatorError."""
    read, old = reader.read(cell), held.rows.get(cell.key)
    if old is not None:
        if _is_same(old, cell, read.reading, read.as_of) and _adds_nothing(old, cell, held):
            return None
        _require_seen(cell, old, reader.definitions)
    elif cell.seen:
        raise IndicatorError("wrong_state", state="—")
    if old is not None and old.state != ObservationState.PROVISIONAL and not cell.reason.strip():
        raise IndicatorError("correction_reason")
    return Observation(
        indicator=cell.indicator,
        organisation=cell.organisation,
        period_start=cell.period.start,
        period_end=cell.period.end,
        breakdown=cell.breakdown,
        revision=old.revision + 1 if old else 1,
        value=read.reading.value if read.reading else None,
        is_missing=cell.is_missing,
        qualifier=read.reading.qualifier if read.reading else Qualifier.EXACT,
        as_of=read.as_of,
        note=cell.note.strip(),
        entry=entry,
        passage=_passage(cell, old, read.reading),
        corrects=old,
        reason=cell.reason.strip(),
        is_late=read.is_late,
        entered_by_id=by.user_id,
        entered_at=clock.now(),
    )


def _is_same(old: Observation, cell: Cell, reading: Reading | None, as_of: dt.date) -> bool:
    value = reading.value if reading else None
    qualifier = reading.qualifier if reading else Qualifier.EXACT
    given = (value, str(qualifier), cell.is_missing, cell.note.strip())
    held = (old.value, str(old.qualifier), old.is_missing, old.note)
    return given == held and (cell.as_of is None or as_of == old.as_of)


def _passage(cell: Cell, old: Observation | None, reading: Reading | None) -> Passage | None:
    """Where a figure stands written; a correction of anything but its value leaves that."""
    if cell.passage is not None or old is None or reading is None:
        return cell.passage
    return old.passage if old.value == reading.value else None


def _adds_nothing(old: Observation, cell: Cell, held: _Held) -> bool:
    """Whether a cell names the passage and the things that are known already, or none."""
    has_new_passage = cell.passage is not None and cell.passage.pk != old.passage_id
    has_new_names = cell.names is not None and cell.names != held.names.get(old.pk, ())
    return not has_new_passage and not has_new_names


def _require_seen(cell: Cell, old: Observation, definitions: Definitions) -> None:
    if cell.seen == old.revision:
        return
    raise IndicatorError(
        "edited_meanwhile",
        body=cell.organisation.name,
        period=definitions.period_words(cell.indicator, cell.period),
        person=old.entered_by.full_name,
        value=printed(old, definitions.on(cell.indicator, cell.period)),
    )
