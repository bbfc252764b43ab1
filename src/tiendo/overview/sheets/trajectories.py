"""How many targets have which verdict: by part of the plan, by body, by horizon."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Value, Values
from tiendo.domain.achievement import Verdict
from tiendo.indicators.trajectories import Trajectory, find_trajectories
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets import targets
from tiendo.overview.verdicts import LOOKS

BY = "theo"
GOAL, BODY, HORIZON = "muc", "co_quan", "nam"
GROUPINGS = {
    GOAL: _("Phần của kế hoạch"),
    BODY: _("Cơ quan"),
    HORIZON: _("Năm của hạn"),
}
# The verdicts that ask for something to be done.
TROUBLED = frozenset({Verdict.OFF_TRACK, Verdict.AT_RISK})
CONDITIONS = (*targets.CONDITIONS, those.choice(BY, _("Gộp theo"), GROUPINGS, default=GOAL))


@dataclass(slots=True)
class VerdictCounts:
    """A group of targets: its words, the filter that gives it, how many have which verdict."""

    words: str
    values: Mapping[str, str]
    order: tuple[object, ...]
    counts: Counter[Verdict] = field(default_factory=Counter)


def build(asked: Asked) -> Sheet:
    """The groups of the targets of the filter. Cost: five queries."""
    found = find_trajectories(
        asked.actor, targets.narrowed_by(asked.values), asked.day, asked.known_at
    )
    return sheet_of(asked, found, asked.values.get(BY, GOAL))


def sheet_of(asked: Asked, found: Sequence[Trajectory], by: str) -> Sheet:
    """Trajectories already found, as the table of one grouping. Cost: no query."""
    shared = {name: value for name, value in asked.values.items() if name != BY}
    rows = [_values(each, {**shared, **each.values}) for each in group(found, by)]
    everything = VerdictCounts(_g("Toàn bộ"), {}, (), Counter(row.verdict for row in found))
    return Sheet(
        VIEW.name,
        str(VIEW.title),
        _columns(str(GROUPINGS[by])),
        rows,
        _values(everything, shared) if rows else None,
        asked.stated(CONDITIONS),
    )


def count(asked: Asked) -> int:
    """How many groups there will be. Cost: five queries."""
    found = find_trajectories(
        asked.actor, targets.narrowed_by(asked.values), asked.day, asked.known_at
    )
    return len(group(found, asked.values.get(BY, GOAL)))


VIEW = View(
    "lo-trinh-tong-hop",
    _("Tổng hợp mục tiêu theo lộ trình"),
    "indicator.view",
    build,
    count,
    conditions=CONDITIONS,
)


def group(found: Iterable[Trajectory], by: str) -> list[VerdictCounts]:
    """Trajectories by a grouping, in the order of the plan, of bodies or of years."""
    groups: dict[tuple[object, ...], VerdictCounts] = {}
    for row in found:
        each = {GOAL: _by_goal, BODY: _by_body, HORIZON: _by_horizon}[by](row)
        groups.setdefault(each.order, each).counts[row.verdict] += 1
    return [groups[order] for order in sorted(groups, key=_sortable)]


def _sortable(order: tuple[object, ...]) -> tuple[object, ...]:
    return tuple((each is None, "" if each is None else each) for each in order)


def _by_goal(row: Trajectory) -> VerdictCounts:
    programme, goal = row.target.programme, row.goal
    if programme is None:
        values = {"chuong_trinh": targets.NONE}
        return VerdictCounts(_g("Ngoài chương trình"), values, (None, None))
    values = {"chuong_trinh": str(programme.pk), GOAL: str(goal.pk) if goal else targets.NONE}
    part = str(goal) if goal else _g("không thuộc phần nào")
    words = f"{programme.short_title} · {part}"
    return VerdictCounts(words, values, (programme.pk, goal.order if goal else None))


def _by_body(row: Trajectory) -> VerdictCounts:
    body = row.target.organisation
    return VerdictCounts(body.name, {BODY: str(body.pk)}, (bytes(body.sort_key), body.pk))


def _by_horizon(row: Trajectory) -> VerdictCounts:
    day: dt.date | None = row.target.last_day
    if day is None:
        return VerdictCounts(_g("Không nêu hạn"), {HORIZON: targets.NONE}, (None,))
    return VerdictCounts(str(day.year), {HORIZON: str(day.year)}, (day.year,))


def _columns(name: str) -> tuple[SheetColumn, ...]:
    verdicts = (
        SheetColumn(str(look.verdict), str(look.word), CellKind.COUNT, 12) for look in LOOKS
    )
    return (
        SheetColumn("group", name, width=48),
        SheetColumn("total", _g("Tổng số mục tiêu"), CellKind.COUNT, 12),
        *verdicts,
    )


def _values(row: VerdictCounts, behind: Mapping[str, str]) -> Values:
    def listed(number: int, **more: str) -> Value | Behind:
        return Behind(number, {**behind, **more})

    verdicts = (listed(row.counts[look.verdict], ket_luan=str(look.verdict)) for look in LOOKS)
    return (row.words, listed(row.counts.total()), *verdicts)
