"""Investments of several bodies whose names are alike: what may be bought twice."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.budgets.alike import PROJECT, Alike, Investment, alike_investments
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.overview.asking import Asked, View


def build(asked: Asked) -> Sheet:
    """The pairs, the likeliest first. Cost: two queries."""
    rows = [_values(pair) for pair in alike_investments(asked.actor, asked.day)]
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(()))


def count(asked: Asked) -> int:
    """How many pairs there will be. Cost: two queries."""
    return len(alike_investments(asked.actor, asked.day))


VIEW = View(
    "dau-tu-giong-nhau",
    _("Khoản đầu tư giống nhau"),
    "budget.view_all",
    build,
    count,
    conditions=(),
    has_knowledge=False,
)


def _columns() -> tuple[SheetColumn, ...]:
    likeness = _g("Phần chữ chung của hai tên, tính theo độ hiếm của chữ")
    return (
        SheetColumn("first_kind", _g("Loại"), width=14),
        SheetColumn("first", _g("Khoản đầu tư"), width=50),
        SheetColumn("first_body", _g("Cơ quan"), width=28),
        SheetColumn("first_years", _g("Thời gian"), width=12),
        SheetColumn("second_kind", _g("Loại (khoản giống)"), width=14),
        SheetColumn("second", _g("Giống với"), width=50),
        SheetColumn("second_body", _g("Cơ quan (khoản giống)"), width=28),
        SheetColumn("second_years", _g("Thời gian (khoản giống)"), width=12),
        SheetColumn("words", _g("Chữ chung"), width=40),
        SheetColumn("likeness", _g("Mức giống"), CellKind.RATIO, 10, likeness),
    )


def _values(pair: Alike) -> Values:
    return (
        *_told(pair.first),
        *_told(pair.second),
        " … ".join(pair.words),
        Decimal(pair.percent) / 100,
    )


def _told(each: Investment) -> tuple[str, str, str, str]:
    kind = _g("Dự án") if each.kind == PROJECT else _g("Dòng dự toán")
    return kind, each.name, each.body, each.years
