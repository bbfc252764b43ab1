"""The payments of a year in force on the day, the latest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import overload

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.budgets.models import Disbursement
from tiendo.budgets.queries import list_lines
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain import clock
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets.budget_asking import CONDITIONS, UNTOLD, narrowed_by

_CHUNK = 500


def build(asked: Asked) -> Sheet:
    """The payments of the filter. Cost: one query for each five hundred, and one."""
    rows = _Rows(_found(asked))
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many payments there will be. Cost: two queries."""
    return _found(asked).count()


VIEW = View(
    "giai-ngan", _("Các khoản giải ngân"), "budget.view", build, count, conditions=CONDITIONS
)


def _found(asked: Asked) -> QuerySet[Disbursement]:
    lines = list_lines(asked.actor, narrowed_by(asked)).order_by().values("pk")
    known = Q() if asked.known_at is None else Q(recorded_at__lte=asked.known_at)
    later = Disbursement.objects.filter(known, corrects=OuterRef("pk"))
    return Disbursement.objects.filter(
        known, ~Exists(later), line__in=lines, day__lte=asked.day, is_withdrawn=False
    )


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("day", _g("Ngày"), CellKind.DAY, 12),
        SheetColumn("symbol", _g("Chứng từ"), width=18),
        SheetColumn("kind", _g("Loại số"), width=14),
        SheetColumn("amount", _g("Số tiền (đồng)"), CellKind.MONEY, 20),
        SheetColumn("line", _g("Nội dung chi"), width=50),
        SheetColumn("body", _g("Cơ quan"), width=28),
        SheetColumn("source", _g("Nguồn"), width=20),
        SheetColumn("project", _g("Dự án"), width=14),
        SheetColumn("note", _g("Ghi chú"), width=30),
        SheetColumn("reason", _g("Lý do đính chính"), width=30),
        SheetColumn("recorded_by", _g("Người ghi"), width=20),
        SheetColumn("recorded_on", _g("Ngày ghi"), CellKind.DAY, 12),
    )


class _Rows(Sequence[Values]):
    """The rows of payments, counted and read a page at a time; streamed where all are asked for."""

    def __init__(self, found: QuerySet[Disbursement]) -> None:
        related = ("line__body", "line__project", "document", "recorded_by")
        self._found = found.select_related(*related).order_by("-day", "-pk")

    def __len__(self) -> int:
        return self._found.count()

    @overload
    def __getitem__(self, place: int) -> Values: ...
    @overload
    def __getitem__(self, place: slice) -> list[Values]: ...
    def __getitem__(self, place: int | slice) -> Values | list[Values]:
        if isinstance(place, int):
            return _values(self._found[place])
        return [_values(row) for row in self._found[place]]

    def __iter__(self) -> Iterator[Values]:
        return (_values(row) for row in self._found.iterator(chunk_size=_CHUNK))


def _values(row: Disbursement) -> Values:
    line = row.line
    recorded: dt.date = clock.local_day(row.recorded_at)
    return (
        row.day,
        row.symbol or (row.document.number_raw if row.document else ""),
        _g("Lũy kế") if row.is_cumulative else _g("Từng khoản"),
        row.amount_vnd,
        line.title,
        line.body.name,
        line.get_source_display() if line.source else str(UNTOLD),
        line.project.code if line.project else None,
        row.note,
        row.reason,
        str(row.recorded_by),
        recorded,
    )
