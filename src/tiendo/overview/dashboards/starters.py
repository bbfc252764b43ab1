"""What nobody need begin from nothing for: dashboards to start from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.overview.filters import JOINED, LEAD, STATUS
from tiendo.overview.models import Paper
from tiendo.reporting.formulas import OVERDUE


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """A block to be laid: its kind, what it is asked, its title where it has one, its width."""

    kind: str
    config: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    width: int = 1


Blocks = tuple[BlockPlan, ...]


@dataclass(frozen=True, slots=True)
class Starter:
    """A dashboard to start from; ``blocks`` are made for the body of who begins."""

    code: str
    title: Promise
    about: Promise
    blocks: Callable[[int], Blocks]
    columns: int = 2
    paper: Paper = Paper.A4
    is_landscape: bool = True


_LATE = JOINED.join(OVERDUE.statuses)
_ALL_COUNTS = ["total", "done_on_time", "done_late", "in_progress", "overdue", "awaiting_all"]


def _for_meeting(body: int) -> Blocks:
    return (
        BlockPlan("count", {"counts": _ALL_COUNTS, "change": True}, width=2),
        BlockPlan(
            "tasks",
            {"values": {STATUS: _LATE}, "ordering": "deadline", "rows": 10},
            str(_("Việc quá hạn")),
        ),
        BlockPlan("coming", {"days": 14, "rows": 10}),
        BlockPlan("difficulties", {"rows": 8}),
        BlockPlan("changes", {"rows": 8}),
    )


def _for_leader(body: int) -> Blocks:
    return (
        BlockPlan(
            "count",
            {"counts": [*_ALL_COUNTS, "on_time_rate"], "change": True, "share": True},
            width=2,
        ),
        BlockPlan("chart", {"chart": "by_part"}),
        BlockPlan("coming", {"days": 30, "rows": 6}),
        BlockPlan("table", {"view": "xep-hang", "rows": 10}, width=2),
        BlockPlan("difficulties", {"rows": 6}, width=2),
    )


def _for_body(body: int) -> Blocks:
    values = {LEAD: str(body)}
    late = {**values, STATUS: _LATE}
    return (
        BlockPlan(
            "count",
            {"values": values, "counts": [*_ALL_COUNTS, "on_time_rate"], "change": True},
            width=2,
        ),
        BlockPlan(
            "tasks",
            {"values": late, "ordering": "deadline", "rows": 8},
            str(_("Việc quá hạn của cơ quan")),
        ),
        BlockPlan("coming", {"values": values, "days": 30, "rows": 8}),
        BlockPlan("chart", {"values": values, "chart": "by_part"}),
        BlockPlan("changes", {"values": values, "rows": 8}),
    )


STARTERS: Mapping[str, Starter] = {
    each.code: each
    for each in (
        Starter(
            "meeting",
            _("Giao ban tuần"),
            _("Số liệu và thay đổi trong tuần, việc quá hạn, sắp đến hạn, vướng mắc."),
            _for_meeting,
        ),
        Starter(
            "leader",
            _("Lãnh đạo tỉnh"),
            _("Số liệu chung, từng phần của kế hoạch, so sánh các cơ quan."),
            _for_leader,
            paper=Paper.A3,
        ),
        Starter(
            "body",
            _("Cơ quan"),
            _("Việc cơ quan mình chủ trì: số liệu, quá hạn, sắp đến hạn, thay đổi."),
            _for_body,
        ),
        Starter("empty", _("Trống"), _("Tự chọn từng khối."), lambda body: ()),
    )
}
