"""The rows of a list of the treasury, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.budgets.models import Disbursement, RowState, TreasuryRow, TreasuryStatement
from tiendo.budgets.reconciling import compare
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View

# What was recorded here and stands in no list of the treasury.
UNLISTED, UNLISTED_WORD = "unlisted", _("Không có ở Kho bạc")


def _statements(actor: Actor) -> QuerySet[TreasuryStatement]:
    found = TreasuryStatement.objects.all()
    return found if actor.may("treasury.reconcile") else found.none()


CONDITIONS = (
    those.record("tep", _("Tệp của Kho bạc"), _statements),
    those.choice(
        "trang_thai", _("Trạng thái"), {**dict(RowState.choices), UNLISTED: UNLISTED_WORD}
    ),
)


def build(asked: Asked) -> Sheet:
    """The rows of the filter, those of each list before what was recorded and is not in it.

    Cost: one query for each five hundred, and six for each list.
    """
    rows = _rows(asked)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many rows there will be. Cost: two queries, and five for each list."""
    lists = _lists(asked)
    told = TreasuryRow.objects.filter(_of_state(asked), statement__in=lists).count()
    return told + sum(len(_unlisted(asked, each)) for each in lists)


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


def _lists(asked: Asked) -> list[TreasuryStatement]:
    chosen = those.id_in(asked.values, "tep")
    found = _statements(asked.actor).order_by("-pk")
    return list(found if chosen is None else found.filter(pk=chosen))


def _of_state(asked: Asked) -> Q:
    state = asked.values.get("trang_thai")
    return Q(state=state) if state else Q()


def _unlisted(asked: Asked, statement: TreasuryStatement) -> Sequence[Disbursement]:
    is_asked = asked.values.get("trang_thai", "") in ("", UNLISTED)
    return compare(statement).missing_there if is_asked else ()


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
    for statement in _lists(asked):
        found = statement.rows.filter(_of_state(asked)).select_related("line", "organisation")
        for row in found.order_by("number").iterator(chunk_size=500):
            yield _values(statement, row)
        for payment in _unlisted(asked, statement):
            yield _unlisted_values(statement, payment)


def _unlisted_values(statement: TreasuryStatement, payment: Disbursement) -> Values:
    line = payment.line
    return (
        statement.file_name,
        None,
        payment.day,
        payment.symbol,
        line.body.name,
        line.chapter_code,
        line.sector_code,
        line.item_code,
        line.programme_code,
        payment.note,
        payment.amount_vnd,
        str(UNLISTED_WORD),
        line.title,
        "",
    )


def _values(statement: TreasuryStatement, row: TreasuryRow) -> Values:
    return (
        statement.file_name,
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
