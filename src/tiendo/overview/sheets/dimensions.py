"""What figures are told apart by: every dimension with its items."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.indicators.models import DimensionItem
from tiendo.overview.asking import Asked, View


def build(asked: Asked) -> Sheet:
    """One row for each item. Cost: one query."""
    return Sheet(VIEW.name, str(VIEW.title), _columns(), _rows(), None, asked.stated(()))


def count(asked: Asked) -> int:
    """How many items there are. Cost: one query."""
    return _found().count()


VIEW = View(
    "phan-to",
    _("Phân tổ"),
    "indicator.view",
    build,
    count,
    conditions=(),
    has_day=False,
    has_knowledge=False,
)


def _found() -> QuerySet[DimensionItem]:
    return DimensionItem.objects.select_related("dimension").order_by("dimension__name", "order")


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("dimension_code", _g("Mã phân tổ"), width=20),
        SheetColumn("dimension", _g("Phân tổ"), width=32),
        SheetColumn("code", _g("Mã mục"), width=20),
        SheetColumn("item", _g("Mục"), width=32),
        SheetColumn("order", _g("Thứ tự"), CellKind.COUNT, 10),
        SheetColumn("state", _g("Tình trạng"), width=16),
    )


def _rows() -> Iterator[Values]:
    for item in _found():
        state = _g("Ngừng dùng") if item.is_retired else _g("Đang dùng")
        dimension = item.dimension
        yield dimension.code, dimension.name, item.code, item.name, item.order, state
