"""What was drawn to be checked once more, and what that came to, round by round."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain.periods import ONE_DAY
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.tasks.models import Recheck, RecheckItem
from tiendo.tasks.recurrence import period_name
from vanban.quantities import Missing

ROUND = "dot"


def _period(row: Recheck) -> str:
    return f"{row.period.lower:%d/%m/%Y} – {row.period.upper - ONE_DAY:%d/%m/%Y}"


def _named_round(value: str) -> str | None:
    found = Recheck.objects.filter(pk=value).first()
    return None if found is None else _period(found)


CONDITIONS = (
    those.Condition(
        ROUND, _("Đợt phúc tra"), those.read_id, lambda value, actor: _named_round(value)
    ),
)


def build(asked: Asked) -> Sheet:
    """What was drawn, the newest round first. Cost: one query."""
    rows = _rows(asked)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many were drawn. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "phuc-tra",
    _("Việc phúc tra"),
    "task.view_all",
    build,
    count,
    conditions=CONDITIONS,
    has_day=False,
    has_knowledge=False,
)


def _found(asked: Asked) -> QuerySet[RecheckItem]:
    wanted = those.id_in(asked.values, ROUND)
    found = (
        RecheckItem.objects.all() if wanted is None else RecheckItem.objects.filter(recheck=wanted)
    )
    related = ("recheck", "task", "occurrence", "lead", "confirmer", "confirmation", "checked_by")
    return found.select_related(*related).order_by("-recheck_id", "order", "pk")


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("round", _g("Kỳ xác nhận"), width=24),
        SheetColumn("order", _g("Thứ tự rút"), CellKind.COUNT, 8),
        SheetColumn("code", _g("Mã"), width=14),
        SheetColumn("title", _g("Nhiệm vụ"), width=50),
        SheetColumn("period", _g("Kỳ"), width=14),
        SheetColumn("lead", _g("Chủ trì"), width=28),
        SheetColumn("confirmer", _g("Xác nhận"), width=28),
        SheetColumn("confirmed_on", _g("Ngày xác nhận"), CellKind.DAY, 12),
        SheetColumn("result", _g("Kết quả"), width=22),
        SheetColumn("note", _g("Ghi chú"), width=36),
        SheetColumn("checked_by", _g("Người phúc tra"), width=22),
        SheetColumn("checked_at", _g("Lúc phúc tra"), CellKind.MOMENT, 17),
        SheetColumn("reopened", _g("Đã mở lại"), width=10),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    for row in _found(asked).iterator(chunk_size=500):
        yield (
            _period(row.recheck),
            row.order,
            row.task.code,
            row.task.title,
            period_name(row.occurrence.label) if row.occurrence else "",
            row.lead.name if row.lead else "",
            row.confirmer.name if row.confirmer else "",
            row.confirmation.day,
            row.get_result_display() if row.result else _g("Chưa kiểm tra"),
            row.note,
            str(row.checked_by) if row.checked_by else "",
            row.checked_at or Missing.NO_DATA,
            _g("Có") if row.reopened_id else "",
        )
