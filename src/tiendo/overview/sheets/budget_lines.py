"""The lines of a year's budget, each with its money as of the day."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.budgets.models import BudgetLine, Stage
from tiendo.budgets.queries import LineMoney, list_lines, money_of_page, with_related
from tiendo.budgets.sums import sum_lines
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values
from tiendo.domain.budget import rate_of
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets.budget_asking import CONDITIONS, UNTOLD, narrowed_by, ratio
from vanban.quantities import Missing

_CHUNK = 500
_STAGES = (Stage.REQUEST, Stage.APPRAISAL)


def build(asked: Asked) -> Sheet:
    """The lines of the filter. Cost: four queries for each five hundred, and two."""
    rows = _rows(asked)
    return Sheet(
        VIEW.name, str(VIEW.title), _columns(), rows, _totals(asked), asked.stated(CONDITIONS)
    )


def count(asked: Asked) -> int:
    """How many lines there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "ngan-sach",
    _("Các dòng dự toán"),
    "budget.view",
    build,
    count,
    conditions=CONDITIONS,
)


def _found(asked: Asked) -> QuerySet[BudgetLine]:
    return list_lines(asked.actor, narrowed_by(asked))


def _columns() -> tuple[SheetColumn, ...]:
    rate = _g("Đã giải ngân ÷ dự toán được giao, đến ngày tính")
    return (
        SheetColumn("year", _g("Năm"), width=8),
        SheetColumn("title", _g("Nội dung chi"), width=50),
        SheetColumn("body", _g("Cơ quan"), width=28),
        SheetColumn("source", _g("Nguồn"), width=20),
        SheetColumn("nature", _g("Tính chất"), width=18),
        SheetColumn("area", _g("Lĩnh vực"), width=20),
        SheetColumn("programme", _g("Chương trình"), width=24),
        SheetColumn("project", _g("Dự án"), width=14),
        SheetColumn("task", _g("Nhiệm vụ"), width=12),
        SheetColumn("chapter", _g("Chương"), width=9),
        SheetColumn("sector", _g("Loại – khoản"), width=12),
        SheetColumn("item", _g("Tiểu mục"), width=10),
        SheetColumn("target", _g("CTMT, dự án"), width=12),
        SheetColumn("request", _g("Đề nghị (đồng)"), CellKind.MONEY, 20),
        SheetColumn("appraisal", _g("Thẩm định (đồng)"), CellKind.MONEY, 20),
        SheetColumn("allotted", _g("Dự toán được giao (đồng)"), CellKind.MONEY, 22),
        SheetColumn("committed", _g("Đã cam kết (đồng)"), CellKind.MONEY, 20),
        SheetColumn("paid", _g("Đã giải ngân (đồng)"), CellKind.MONEY, 20),
        SheetColumn("left", _g("Còn lại (đồng)"), CellKind.MONEY, 20),
        SheetColumn("rate", _g("Tỷ lệ giải ngân"), CellKind.RATIO, 12, rate),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    found, start = with_related(_found(asked)).order_by("pk"), 0
    while rows := money_of_page(found[start : start + _CHUNK], asked.day, asked.known_at):
        yield from map(_values, rows)
        start += _CHUNK


def _values(row: LineMoney) -> Values:
    line, amounts = row.line, row.amounts
    stages = [row.stages.get(stage) for stage in _STAGES]
    rate = row.rate.value
    return (
        str(line.year),
        line.title,
        line.body.name,
        line.get_source_display() if line.source else str(UNTOLD),
        line.get_nature_display() if line.nature else str(UNTOLD),
        line.get_area_display() if line.area else str(UNTOLD),
        line.programme.short_title if line.programme else None,
        line.project.code if line.project else None,
        line.task.code if line.task else None,
        line.chapter_code,
        line.sector_code,
        line.item_code,
        line.programme_code,
        *(None if step is None else step.amount for step in stages),
        _known(amounts.allotted),
        _known(amounts.committed),
        _known(amounts.paid),
        _known(row.left),
        row.rate.state if rate is None else ratio(rate),
    )


def _known(amount: int | None) -> Value:
    return Missing.NO_DATA if amount is None else amount


def _totals(asked: Asked) -> Values:
    """The sums, each counted from what is known of it."""
    narrowed = narrowed_by(asked)
    total = sum_lines(_found(asked), asked.day, asked.known_at).whole
    rate = rate_of(total.paid, total.allotted, asked.day, narrowed.year)
    known = total.allotted is not None and total.paid is not None
    return (
        _g("Tổng"),
        *[None] * 14,
        _known(total.allotted),
        _known(total.committed),
        _known(total.paid),
        (total.allotted or 0) - (total.paid or 0) if known else Missing.NO_DATA,
        rate.state if rate.value is None else ratio(rate.value),
    )
