"""Money beside work: projects and paid tasks, those farthest apart first."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values
from tiendo.domain.budget import Step
from tiendo.measuring.money_and_work import PROJECT, Beside, money_beside_work
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets.budget_asking import ratio
from vanban.quantities import Missing

STEP_WORDS: Mapping[Step, str | Promise] = {
    Step.IN_STEP: _("Tiền và việc đi cùng nhau"),
    Step.MONEY_AHEAD: _("Tiền đi trước việc"),
    Step.WORK_AHEAD: _("Việc đi trước tiền"),
    Step.UNKNOWN: _("Chưa đủ số liệu để so sánh"),
}


def build(asked: Asked) -> Sheet:
    """The projects and tasks a person may see. Cost: nine queries."""
    rows = [_values(row) for row in _found(asked)]
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(()))


def count(asked: Asked) -> int:
    """How many rows there will be. Cost: as for the rows themselves."""
    return len(_found(asked))


VIEW = View("tien-va-viec", _("Tiền và việc"), "budget.view", build, count, conditions=())


def _found(asked: Asked) -> list[Beside]:
    return money_beside_work(asked.actor, asked.day, asked.known_at)


def _columns() -> tuple[SheetColumn, ...]:
    out_of = _g("Dự án: tổng mức đầu tư; nhiệm vụ: dự toán được giao trong năm")
    money = _g("Đã giải ngân ÷ số ở cột trước, đến ngày tính")
    work = _g("Dự án: số mốc đã xong ÷ số mốc; nhiệm vụ: phần trăm cơ quan báo cáo gần nhất")
    gap = _g("Tỷ lệ tiền trừ tỷ lệ việc; số âm là việc đi trước")
    return (
        SheetColumn("kind", _g("Loại"), width=10),
        SheetColumn("code", _g("Mã"), width=12),
        SheetColumn("name", _g("Dự án, nhiệm vụ"), width=56),
        SheetColumn("body", _g("Cơ quan"), width=28),
        SheetColumn("out_of", _g("Tổng mức, dự toán (đồng)"), CellKind.MONEY, 22, out_of),
        SheetColumn("paid", _g("Đã giải ngân (đồng)"), CellKind.MONEY, 20),
        SheetColumn("money", _g("Tiền"), CellKind.RATIO, 10, money),
        SheetColumn("work", _g("Việc"), CellKind.RATIO, 10, work),
        SheetColumn("gap", _g("Chênh lệch"), CellKind.RATIO, 10, gap),
        SheetColumn("step", _g("Nhận xét"), width=26),
    )


def _values(row: Beside) -> Values:
    # A share of nothing is undefined; nothing told is no data.
    money: Value = ratio(row.money) if row.money is not None else None
    if money is None:
        is_undefined = row.out_of == 0 and row.paid is not None
        money = Missing.UNDEFINED if is_undefined else Missing.NO_DATA
    return (
        _g("Dự án") if row.kind == PROJECT else _g("Nhiệm vụ"),
        row.code,
        row.name,
        row.body,
        Missing.NO_DATA if row.out_of is None else row.out_of,
        Missing.NO_DATA if row.paid is None else row.paid,
        money,
        Missing.NO_DATA if row.work is None else ratio(row.work),
        Missing.NO_DATA if row.gap is None else ratio(row.gap),
        str(STEP_WORDS[row.step]),
    )
