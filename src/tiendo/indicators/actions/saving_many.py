"""The figures of a file kept at once, with what ``save_cells`` would say of each.

Most figures of a long file are plain: the first revision of their place, of which nothing is to be
said. Every other one goes the way of the grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models, transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.indicators.actions.cells import Cell, CellProblem, Key, Plain, Sifted
from tiendo.indicators.actions.observing import sift_cells
from tiendo.indicators.actions.writing import keep_sifted
from tiendo.indicators.copying import digest_of
from tiendo.indicators.keeping import lock_bodies
from tiendo.indicators.models import Entry, Observation
from tiendo.indicators.permissions import authors_of

_ENTER = "observation.enter"


@dataclass(frozen=True, slots=True)
class Batch:
    """The figures of a file: plain ones, and cells that are looked at one by one.

    ``is_long``: it has more figures than are held against others while they are saved.
    """

    cells: Sequence[Cell]
    plain: Sequence[Plain]
    is_long: bool


@dataclass(frozen=True, slots=True)
class SavedMany:
    """What became of a batch: the ids of the rows kept; else as ``Saved``."""

    kept: tuple[int, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    unchanged: int = 0


def look_at_cells(*, by: Actor, batch: Batch, entry: Entry) -> Sifted:
    """What ``save_many`` would do with the cells of a batch; nothing is kept.

    Errors: PermissionRefused. Cost: constant.
    """
    authors = authors_of(by, _ENTER, {cell.of for cell in batch.cells})
    return sift_cells(by, batch.cells, entry, authors, with_outliers=not batch.is_long)


@transaction.atomic
def save_many(
    *, by: Actor, batch: Batch, entry: Entry, target: models.Model, only_good: bool = False
) -> SavedMany:
    """Keep figures as ``save_cells`` does, however many; ``target`` is what brings them.

    Plain figures have one event for all, with the hash of what was kept.
    Errors: PermissionRefused. Cost: constant.
    """
    bodies = {each.organisation.id for each in batch.plain}
    lock_bodies(bodies | {cell.organisation.pk for cell in batch.cells})
    authors = [by.require(_ENTER, at=body) for body in sorted(bodies)]
    plain, held = part_held(batch.plain)
    batch = Batch([*batch.cells, *(each.cell for each in held)], plain, batch.is_long)
    sifted = look_at_cells(by=by, batch=batch, entry=entry)
    problems = tuple(sifted.problems)
    if problems and not only_good:
        return SavedMany((), problems, sifted.unchanged)
    kept = keep_sifted(sifted, plain)
    if kept:
        after: State = {"rows": len(kept), "digest": digest_of(kept)}
        authors += [new.author for new in sifted.new[:1]]
        record(by=authors[0], action="observation.enter_many", target=target, after=after)
    return SavedMany(tuple(kept), problems, sifted.unchanged)


def part_held(plain: Sequence[Plain]) -> tuple[list[Plain], list[Plain]]:
    """Those of figures that are the first of their place, and those whose place has one in force.

    Cost: one query.
    """
    alike = {id(each.alike): each.alike for each in plain}.values()
    found = Observation.objects.filter(
        is_current=True,
        indicator__in={each.made.indicator_id for each in alike},
        organisation__in={each.organisation.id for each in plain},
        period_start__in={each.made.period_start for each in alike},
    ).values_list("indicator", "organisation", "period_start", "period_end", "breakdown")
    held: set[Key] = set(found.iterator())
    if not held:
        return list(plain), []
    first: list[Plain] = []
    others: list[Plain] = []
    for each in plain:
        (others if each.cell.key in held else first).append(each)
    return first, others
