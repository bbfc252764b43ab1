"""One target period by period: required, measured, the gap, what is expected."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values
from tiendo.indicators.aims import print_target, targets_known
from tiendo.indicators.figures import print_value
from tiendo.indicators.known_values import print_figure
from tiendo.indicators.models import Target, ValueState
from tiendo.indicators.paths import Path, Step, path_of
from tiendo.indicators.trajectories import Trajectory, judge_targets
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.overview.verdicts import gap_words, interval_words, keeps_range, period_of
from vanban.quantities import Missing

TARGET = "muc_tieu"


def _targets(actor: Actor) -> QuerySet[Target]:
    return Target.objects.all()


CONDITIONS = (those.record(TARGET, _("Mục tiêu"), _targets),)


def build(asked: Asked) -> Sheet:
    """The periods of the target asked for; none without one. Cost: eight queries."""
    row = trajectory_of(asked)
    return sheet_of(asked, row, _path(asked, row))


def sheet_of(asked: Asked, row: Trajectory | None, path: Path | None) -> Sheet:
    """A path already found as a table. Cost: those of the filter in words."""
    stated, rows = asked.stated(CONDITIONS), []
    if row is not None and path is not None:
        rows = [_values(each, row, asked.day) for each in path.steps]
        named = f"{row.target.indicator.code} {row.version.name}"
        stated = ((_g("Chỉ tiêu"), named), *stated)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, stated)


def count(asked: Asked) -> int:
    """How many periods there will be. Cost: as ``build``."""
    path = _path(asked, trajectory_of(asked))
    return len(path.steps) if path is not None else 0


VIEW = View(
    "lo-trinh-muc-tieu",
    _("Lộ trình của một mục tiêu"),
    "indicator.view",
    build,
    count,
    conditions=CONDITIONS,
)


def trajectory_of(asked: Asked) -> Trajectory | None:
    """The target asked for with its verdict; None where it is not known. Cost: four queries."""
    related = ("indicator__owner", "organisation", "programme", "passage", "deciding")
    found = (
        targets_known(asked.known_at)
        .filter(pk=those.id_in(asked.values, TARGET) or 0)
        .select_related(*related)
    )
    rows = judge_targets(asked.actor, list(found), asked.day, asked.known_at)
    return rows[0] if rows else None


def _path(asked: Asked, row: Trajectory | None) -> Path | None:
    return path_of(asked.actor, row, asked.day, asked.known_at) if row is not None else None


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("period", _g("Kỳ"), width=24),
        SheetColumn("day", _g("Đến ngày"), CellKind.DAY, 12),
        SheetColumn("required", _g("Phải đạt"), width=16),
        SheetColumn("value", _g("Số liệu"), width=20),
        SheetColumn("gap", _g("Chênh lệch"), width=16),
        SheetColumn("expected", _g("Dự báo"), width=16),
        SheetColumn("interval", _g("Khoảng dự báo"), width=24),
    )


def _values(step: Step, row: Trajectory, day: dt.date) -> Values:
    version, expected = step.version, step.expected
    required: Value = Missing.UNDEFINED
    if step.required is not None:
        required = print_value(step.required, version)
    elif keeps_range(row.target):
        required = print_target(row.target, version)
    return (
        period_of(step.day, version, step.day),
        step.day,
        required,
        _measured(step, day),
        None if step.gap is None else gap_words(step.gap, version),
        None if expected is None else print_value(expected.value, version),
        None if expected is None else interval_words(expected, version),
    )


def _measured(step: Step, day: dt.date) -> Value:
    if step.figure is None and step.baseline is not None:
        return _g("%(value)s (gốc)") % {"value": print_value(step.baseline, step.version)}
    if step.figure is None:
        return Missing.NOT_DUE if step.day >= day else Missing.NO_DATA
    if step.figure.value is not None:
        return print_figure(step.figure, step.version)
    is_undefined = step.figure.state == ValueState.UNDEFINED
    return Missing.UNDEFINED if is_undefined else Missing.NO_DATA
