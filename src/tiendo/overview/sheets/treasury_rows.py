"""The rows of a list of the treasury, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.budgets.models import RowState, TreasuryRow, TreasuryStatement
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View


def _statements(actor: Actor) -> QuerySet[TreasuryStatement]:
    found = TreasuryStatement.objects.all()
    return found if actor.may("treasury.reconcile") else found.none()


CONDITIONS = (
    those.record("tep", _("Tệp của Kho bạc"), _statements),
    those.choice("trang_thai", _("Trạng thái"), dict(RowState.choices)),
)


def build(asked: Asked) -> Sheet:
    """The rows of the filter. Cost: one query for each five hundred."""
    rows = _rows(asked)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many rows there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "kho-bac",
    _("Đối chiếu Kho bạc"),
    "treasury.reconcile",
    build,
    count,
    conditions=CONDITIONS,
    has_day=False,
    has_knowledge=False,
)


def _found(asked: Asked) -> QuerySet[TreasuryRow]:
    statement = those.id_in(asked.values, "tep")
    found = TreasuryRow.objects.filter(statement__in=_statements(asked.actor))
    if statement is not None:
        found = found.filter(statement=statement)
    if state := asked.values.get("trang_thai"):
        found = found.filter(state=state)
    return found


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("file", _g("Tệp"), width=26),
        SheetColumn("number", _g("Dòng"), CellKind.COUNT, 8),
        SheetColumn("day", _g("Ngày"), CellKind.DAY, 12),
        SheetColumn("symbol", _g("Số chứng từ"), width=18),
        SheetColumn("body", _g("Đơn vị"), width=30),
        SheetColumn("chapter", _g("Chương"), width=9),
        SheetColumn("sector", _g("Loại – khoản"), width=12),
        SheetColumn("item", _g("Tiểu mục"), width=10),
        SheetColumn("target", _g("CTMT, dự án"), width=12),
        SheetColumn("content", _g("Nội dung"), width=44),
        SheetColumn("amount", _g("Số tiền (đồng)"), CellKind.MONEY, 20),
        SheetColumn("state", _g("Kết quả"), width=16),
        SheetColumn("line", _g("Dòng dự toán"), width=40),
        SheetColumn("reason", _g("Lý do"), width=30),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    related = ("statement", "line", "organisation")
    found = _found(asked).select_related(*related).order_by("-statement", "number")
    for row in found.iterator(chunk_size=500):
        yield _values(row)


def _values(row: TreasuryRow) -> Values:
    return (
        row.statement.file_name,
        row.number,
        row.day,
        row.symbol,
        row.body_name or (row.organisation.name if row.organisation else ""),
        row.chapter_code,
        row.sector_code,
        row.item_code,
        row.programme_code,
        row.content,
        row.amount_vnd,
        str(RowState(row.state).label),
        row.line.title if row.line else None,
        row.reason,
    )
