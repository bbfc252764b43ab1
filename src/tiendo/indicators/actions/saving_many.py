"""Many figures kept at once, by the database's own bulk copy, with what ``save_cells`` would say.

Bodies that have none of the figures yet are written so; where a figure is corrected, its body goes
the way of the grid. Rules look at one body at a time, so that both ways say the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from django.db import models, transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.indicators.actions.observing import (
    Cell,
    CellProblem,
    Key,
    keep_sifted,
    sift_cells,
)
from tiendo.indicators.checking import Checker
from tiendo.indicators.computing import follow
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.keeping import lock_bodies
from tiendo.indicators.keeping_many import copy_in, digest_of, keep_values, new_ids
from tiendo.indicators.models import Entry, Indicator, Observation, ObservationState, Qualifier
from tiendo.indicators.permissions import Place, authors_of
from tiendo.indicators.reading import CellReader

_COLUMNS = (
    "id", "indicator_id", "organisation_id", "period_start", "period_end", "breakdown", "revision",
    "is_current", "value", "is_missing", "qualifier", "as_of", "note", "state", "entry", "reason",
    "is_late", "entered_by_id", "entered_at",
)  # fmt: skip
_LINES = 2000


@dataclass(slots=True)
class Figure:
    """A first figure of its place, as far as rules look at one and the database keeps it."""

    place: int
    indicator: Indicator
    indicator_id: int
    organisation_id: int
    period_start: dt.date
    period_end: dt.date
    breakdown: str
    value: Decimal | None
    is_missing: bool
    qualifier: str
    as_of: dt.date
    note: str
    reason: str
    is_late: bool
    revision: int = 1
    is_current: bool = True


@dataclass(slots=True)
class Sieve:
    """What would become of cells: first figures, corrected ones by their cells, what is wrong.

    ``problems`` and ``warnings`` are by the place of the cell; ``added`` and ``changed`` are the
    places of first figures and of corrections of bodies that have figures; what is in none of
    these holds what was in force already.
    """

    first: list[Figure] = field(default_factory=list)
    added: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    warnings: list[CellProblem] = field(default_factory=list)
    unchanged: int = 0

    @property
    def total(self) -> int:
        """The figures that would be kept."""
        return len(self.first) + len(self.added) + len(self.changed)


@dataclass(frozen=True, slots=True)
class SavedMany:
    """What became of many cells: the ids of the rows kept; else as ``Saved``."""

    kept: tuple[int, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    warnings: tuple[CellProblem, ...] = ()
    unchanged: int = 0


def look_at_many(*, by: Actor, cells: Sequence[Cell], entry: Entry) -> Sieve:
    """What ``save_many`` would do with cells; nothing is kept.

    Errors: PermissionRefused. Cost: constant for first figures.
    """
    return _sieve(by, cells, entry, _authors(by, cells))


@transaction.atomic
def save_many(
    *,
    by: Actor,
    cells: Sequence[Cell],
    entry: Entry,
    target: models.Model,
    only_good: bool = False,
) -> SavedMany:
    """Keep figures as ``save_cells`` does, however many; ``target`` is what brings them.

    The event of first figures is one for all, with the hash of what was kept.
    Errors: PermissionRefused. Cost: constant for first figures.
    """
    authors = _authors(by, cells)
    lock_bodies({cell.organisation.pk for cell in cells})
    sieve = _sieve(by, cells, entry, authors)
    wrong, odd = tuple(sieve.problems), tuple(sieve.warnings)
    if wrong and not only_good:
        return SavedMany((), wrong, odd, sieve.unchanged)
    held = [cells[place] for place in sorted(sieve.added + sieve.changed)]
    rows = keep_sifted(sift_cells(by, held, entry, authors))
    kept = [*(row.pk for row in rows), *_keep_first(by, sieve.first, entry)]
    _follow([*cast(Sequence[Figure], rows), *sieve.first])
    if kept:
        after: State = {"rows": len(kept), "digest": digest_of(kept)}
        author = authors[cells[0].of]
        record(by=author, action="observation.enter_many", target=target, after=after)
    return SavedMany(tuple(kept), wrong, odd, sieve.unchanged)


def _authors(by: Actor, cells: Iterable[Cell]) -> dict[Place, Author]:
    return authors_of(by, "observation.enter", {cell.of for cell in cells})


def _sieve(
    by: Actor, cells: Sequence[Cell], entry: Entry, authors: Mapping[Place, Author]
) -> Sieve:
    held = _bodies_with_figures(cells)
    sieve = Sieve()
    _sift_first(sieve, [(n, c) for n, c in enumerate(cells) if c.organisation.pk not in held])
    others = [(n, c) for n, c in enumerate(cells) if c.organisation.pk in held]
    if others:
        _sift_held(sieve, others, by, entry, authors)
    return sieve


def _bodies_with_figures(cells: Sequence[Cell]) -> set[int]:
    """The bodies of which some cell has a figure in force, or says that it had. Cost: one query."""
    keys = {cell.key for cell in cells}
    held = {cell.organisation.pk for cell in cells if cell.seen}
    found = Observation.objects.filter(
        is_current=True,
        indicator__in={key[0] for key in keys},
        organisation__in={key[1] for key in keys} - held,
        period_start__in={key[2] for key in keys},
    ).values_list("indicator", "organisation", "period_start", "period_end", "breakdown")
    return held | {key[1] for key in found.iterator() if key in keys}


def _sift_held(
    sieve: Sieve,
    numbered: Sequence[tuple[int, Cell]],
    by: Actor,
    entry: Entry,
    authors: Mapping[Place, Author],
) -> None:
    places = [place for place, _cell in numbered]
    sifted = sift_cells(by, [cell for _place, cell in numbered], entry, authors)
    by_key: dict[Key, int] = {cell.key: place for place, cell in numbered}
    for _author, made, old in sifted.new:
        (sieve.added if old is None else sieve.changed).append(by_key[_key(made)])
    sieve.problems += [CellProblem(places[each.place], each.error) for each in sifted.problems]
    sieve.warnings += [CellProblem(places[each.place], each.error) for each in sifted.warnings]
    sieve.unchanged += sifted.unchanged


def _key(row: Observation) -> Key:
    return row.indicator_id, row.organisation_id, row.period_start, row.period_end, row.breakdown


def _sift_first(sieve: Sieve, numbered: Sequence[tuple[int, Cell]]) -> None:
    reader = CellReader(Definitions.of({cell.indicator.pk for _place, cell in numbered}))
    figures = []
    for place, cell in numbered:
        try:
            figures.append(_figure(place, cell, reader))
        except IndicatorError as error:
            sieve.problems.append(CellProblem(place, error))
    # A rule looks at the place and the value of a figure, which both kinds have.
    rows = cast(list[Observation], figures)
    checker = Checker.of(rows)
    for figure, row in zip(figures, rows, strict=True):
        blocking, warning = checker.look_at(row)
        sieve.warnings += [CellProblem(figure.place, error) for error in warning]
        sieve.problems += [CellProblem(figure.place, error) for error in blocking]
        if not blocking:
            sieve.first.append(figure)


def _figure(place: int, cell: Cell, reader: CellReader) -> Figure:
    read = reader.read(cell)
    reading = read.reading
    return Figure(
        place,
        cell.indicator,
        cell.indicator.pk,
        cell.organisation.pk,
        cell.period.start,
        cell.period.end,
        cell.breakdown,
        reading.value if reading else None,
        cell.is_missing,
        str(reading.qualifier) if reading else str(Qualifier.EXACT),
        read.as_of,
        cell.note.strip(),
        cell.reason.strip(),
        read.is_late,
    )


def _keep_first(by: Actor, figures: Sequence[Figure], entry: Entry) -> list[int]:
    """Write first figures and the values that pages read; their ids in the order given."""
    if not figures:
        return []
    ids = new_ids(len(figures))
    copy_in(_COLUMNS, _blocks(by, ids, figures, entry))
    keep_values(ids)
    return ids


def _blocks(
    by: Actor, ids: Sequence[int], figures: Sequence[Figure], entry: Entry
) -> Iterator[bytes]:
    """The lines that COPY takes, some thousand at a time."""
    state, user, now = str(ObservationState.PROVISIONAL), by.user_id, clock.now().isoformat()
    kept = str(entry)
    lines: list[str] = []
    for pk, row in zip(ids, figures, strict=True):
        value = r"\N" if row.value is None else row.value
        lines.append(
            f"{pk}\t{row.indicator_id}\t{row.organisation_id}\t{row.period_start}\t"
            f"{row.period_end}\t{_escaped(row.breakdown)}\t1\tt\t{value}\t"
            f"{'t' if row.is_missing else 'f'}\t{row.qualifier}\t{row.as_of}\t"
            f"{_escaped(row.note)}\t{state}\t{kept}\t{_escaped(row.reason)}\t"
            f"{'t' if row.is_late else 'f'}\t{user}\t{now}\n"
        )
        if len(lines) == _LINES:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES) if text else text


def _follow(figures: Sequence[Figure]) -> None:
    """Compute anew what depends on figures: some of them show where all of them are."""
    seen: set[tuple[object, ...]] = set()
    showing = []
    for row in figures:
        begin, end = row.period_start, row.period_end
        where: set[tuple[object, ...]] = {
            (begin, end, row.indicator.code),
            (begin, end, row.organisation_id),
        }
        if not where <= seen:
            seen |= where
            showing.append(row)
    if showing:
        follow(cast(list[Observation], showing))
