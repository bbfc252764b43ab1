"""Projects with the total in force, what was paid of it and what was done, as of the day."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.budgets.models import BudgetLine, Project, ProjectState
from tiendo.budgets.projects import total_in_force, work_done
from tiendo.budgets.queries import list_projects
from tiendo.budgets.sums import sum_lines
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values
from tiendo.domain.budget import Total
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets.budget_asking import ratio
from vanban.quantities import Missing

CONDITIONS = (
    those.sought(label=_("Tìm mã, tên dự án")),
    those.choice("trang_thai", _("Trạng thái"), dict(ProjectState.choices)),
    those.programme(),
)


def build(asked: Asked) -> Sheet:
    """The projects of the filter. Cost: four queries."""
    rows = list(_rows(asked))
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many projects there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View("du-an", _("Danh sách dự án"), "budget.view", build, count, conditions=CONDITIONS)


def _found(asked: Asked) -> QuerySet[Project]:
    values = asked.values
    return list_projects(
        asked.actor,
        text=values.get("q", ""),
        state=values.get("trang_thai", ""),
        programme=those.id_in(values, "chuong_trinh"),
    )


def _columns() -> tuple[SheetColumn, ...]:
    paid = _g("Đã giải ngân ÷ tổng mức đầu tư, đến ngày tính")
    done = _g("Số mốc đã hoàn thành ÷ số mốc, đến ngày tính")
    return (
        SheetColumn("code", _g("Mã"), width=14),
        SheetColumn("name", _g("Dự án"), width=60),
        SheetColumn("owner", _g("Chủ đầu tư"), width=28),
        SheetColumn("programme", _g("Chương trình"), width=24),
        SheetColumn("years", _g("Thời gian"), width=12),
        SheetColumn("state", _g("Trạng thái"), width=16),
        SheetColumn("total", _g("Tổng mức đầu tư (đồng)"), CellKind.MONEY, 22),
        SheetColumn("decision", _g("Theo quyết định"), width=24),
        SheetColumn("allotted", _g("Đã giao các năm (đồng)"), CellKind.MONEY, 22),
        SheetColumn("paid", _g("Đã giải ngân (đồng)"), CellKind.MONEY, 20),
        SheetColumn("share", _g("Tỷ lệ giải ngân"), CellKind.RATIO, 12, paid),
        SheetColumn("work", _g("Mốc đã xong"), CellKind.RATIO, 12, done),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    projects = list(_found(asked).prefetch_related("milestones"))
    lines = BudgetLine.objects.filter(project__in=[row.pk for row in projects])
    sums = sum_lines(lines, asked.day, asked.known_at, [("project",)]).by_id("project")
    for row in projects:
        yield _values(row, sums.get(row.pk, Total()), asked)


def _values(row: Any, money: Total, asked: Asked) -> Values:
    setting = total_in_force(row.approvals.all(), asked.day, asked.known_at)
    total = setting.total_vnd if setting else None
    share: Value = Missing.NO_DATA
    if total is not None and money.paid is not None:
        share = ratio(Decimal(money.paid) / total) if total else Missing.UNDEFINED
    work = work_done(row.milestones.all(), asked.day, asked.known_at)
    return (
        row.code,
        row.name,
        row.owner.name,
        row.programme.short_title if row.programme else None,
        f"{row.starts_year}–{row.ends_year}",
        str(ProjectState(row.state).label),
        _known(total),
        f"{setting.symbol}, {setting.day:%d/%m/%Y}" if setting else None,
        _known(money.allotted),
        _known(money.paid),
        share,
        Missing.NO_DATA if work is None else ratio(work),
    )


def _known(amount: int | None) -> Value:
    return Missing.NO_DATA if amount is None else amount
