"""Whole dictionaries come in: the product's own to begin with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.indicators.actions.cells import CellProblem
from tiendo.indicators.actions.defining import define_indicator
from tiendo.indicators.actions.dimensions import define_dimension
from tiendo.indicators.actions.observing import save_cells
from tiendo.indicators.actions.rules import set_rule
from tiendo.indicators.actions.targeting import set_target
from tiendo.indicators.loading.rows import (
    Change,
    DimensionRow,
    IndicatorRow,
    Standing,
    Subject,
    TargetRow,
)
from tiendo.indicators.models import (
    Dimension,
    Entry,
    Indicator,
    IndicatorVersion,
    Origin,
)
from tiendo.indicators.starter import StarterFigure, read_starter
from tiendo.indicators.starter.planning import (
    StarterPlan,
    Takers,
    figure_cell,
    plan_starter,
    rule_fields,
)
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the rows: ``changes`` as they stood before; ``problems`` of figures that were
    not taken, ``warnings`` of those that were."""

    changes: tuple[Change, ...]
    problems: tuple[CellProblem, ...] = ()
    warnings: tuple[CellProblem, ...] = ()

    def count(self, standing: Standing, subject: Subject | None = None) -> int:
        """How many rows stood so."""
        wanted = (row for row in self.changes if subject in (None, row.subject))
        return Counter(row.standing for row in wanted)[standing]


@transaction.atomic
def load_starter(
    *,
    by: Actor,
    takers: Takers,
    codes: Collection[str] | None = None,
    with_figures: bool = True,
) -> Loaded:
    """Take the starter dictionary, or some of its indicators, with their targets, rules, figures.

    What is there already stays as it is, and is told where it differs: a second run makes nothing.
    Errors: PermissionRefused.
    """
    by.require("indicator.define")
    plan = plan_starter(takers, codes)
    new = {(each.subject, place) for each, place in _placed(plan.changes) if _is_new(each)}
    dimensions = _make_dimensions(by, _new(plan.dimensions, Subject.DIMENSION, new))
    _make_indicators(by, _new(plan.indicators, Subject.INDICATOR, new), dimensions)
    indicators = Indicator.objects.in_bulk([row.code for row in plan.indicators], field_name="code")
    set_out = list(Programme.objects.exclude(document=None).select_related("document"))
    for row in _new(plan.targets, Subject.TARGET, new):
        set_target(
            by=by,
            indicator=indicators[row.code],
            organisation=row.organisation,
            fields=row.fields,
            programme=next((each for each in set_out if _sets(each, row)), None),
        )
    for rule in _new(plan.rules, Subject.RULE, new):
        fields = rule_fields(rule, dimensions)
        set_rule(by=by, indicator=indicators[rule.code], fields=fields, since=read_starter().since)
    if not with_figures:
        changes = tuple(each for each in plan.changes if each.subject != Subject.FIGURE)
        return Loaded(changes)
    figures = _new(plan.figures, Subject.FIGURE, new)
    problems, warnings = _enter(by, figures, indicators, plan)
    return Loaded(plan.changes, problems, warnings)


def _sets(programme: Programme, row: TargetRow) -> bool:
    """Whether a target is one of the document that a programme of its body carries out."""
    document = programme.document
    if document is None or programme.owner_id != row.organisation.pk or not document.number:
        return False
    day = document.issued_on
    source = row.fields.source
    return source.startswith(f"{document.number} ") and (day is None or f"/{day.year}," in source)


def _placed(changes: Iterable[Change]) -> Iterable[tuple[Change, int]]:
    """The changes with their places among those of their subject."""
    seen: Counter[Subject] = Counter()
    for change in changes:
        yield change, seen[change.subject]
        seen[change.subject] += 1


def _is_new(change: Change) -> bool:
    return change.standing == Standing.NEW


def _new(
    rows: Sequence[_Row], subject: Subject, new: Collection[tuple[Subject, int]]
) -> list[_Row]:
    return [row for place, row in enumerate(rows) if (subject, place) in new]


def _make_dimensions(by: Actor, rows: Iterable[DimensionRow]) -> dict[str, Dimension]:
    for row in rows:
        items = [(item.code, item.name) for item in row.items]
        define_dimension(by=by, code=row.code, name=row.name, items=items)
    return {dimension.code: dimension for dimension in Dimension.objects.all()}


def _make_indicators(
    by: Actor, rows: Sequence[IndicatorRow], dimensions: Mapping[str, Dimension]
) -> None:
    """Those that are entered first: a formula names them."""
    since = read_starter().since
    for row in sorted(rows, key=lambda each: bool(each.definition.formula)):
        told_apart = tuple(dimensions[code] for code in row.dimensions)
        define_indicator(
            by=by,
            code=row.code,
            owner=row.owner,
            definition=replace(row.definition, dimensions=told_apart),
            since=since,
        )


def _enter(
    by: Actor,
    figures: Sequence[tuple[StarterFigure, Organisation]],
    indicators: Mapping[str, Indicator],
    plan: StarterPlan,
) -> tuple[tuple[CellProblem, ...], tuple[CellProblem, ...]]:
    """Keep the figures that can be, with the names behind counts."""
    entered = IndicatorVersion.objects.filter(
        indicator__in=indicators.values(), origin=Origin.ENTERED
    )
    frequencies = dict(entered.order_by("number").values_list("indicator__code", "frequency"))
    cells = [
        figure_cell(plan, indicators[figure.code], frequencies[figure.code], figure, body)
        for figure, body in figures
        if figure.code in frequencies
    ]
    saved = save_cells(by=by, cells=cells, entry=Entry.PARSED, only_good=True)
    return saved.problems, saved.warnings
