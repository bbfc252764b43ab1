"""How bodies hand in their reports: a row for each body, regime or cycle."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain import clock
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets.duties import day_asked, duty_conditions
from tiendo.regimes.queries import DutyFilter, GroupCounts, calendar_of, count_by_group

BY = {"body": _("Cơ quan"), "regime": _("Chế độ báo cáo"), "cycle": _("Kỳ")}
CONDITIONS = (
    those.choice("theo", _("Đếm theo"), BY),
    *(each for each in duty_conditions() if each.name in ("tu", "den", "che_do")),
)


def build(asked: Asked) -> Sheet:
    """The counts of the filter. Cost: one query."""
    rows = _rows(_found(asked))
    return Sheet(VIEW.name, str(VIEW.title), _columns(asked), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many rows there will be. Cost: one query."""
    return len(_found(asked))


VIEW = View(
    "tinh-hinh-gui-bao-cao",
    _("Tình hình gửi báo cáo"),
    "submission.view",
    build,
    count,
    conditions=CONDITIONS,
    has_day=False,
    has_knowledge=False,
)


def _group(asked: Asked) -> str:
    return asked.values.get("theo", "") or "body"


def _found(asked: Asked) -> list[GroupCounts]:
    chosen = DutyFilter(
        since=day_asked(asked, "tu"),
        until=day_asked(asked, "den"),
        regime=those.id_in(asked.values, "che_do"),
    )
    return count_by_group(calendar_of(asked.actor, chosen, clock.today()), _group(asked))


def _columns(asked: Asked) -> tuple[SheetColumn, ...]:
    counted = (
        ("owed", _g("Phải gửi")),
        ("on_time", _g("Đúng hạn")),
        ("late", _g("Muộn")),
        ("missing", _g("Thiếu")),
        ("awaited", _g("Chưa đến hạn")),
        ("returns", _g("Lượt trả lại")),
    )
    return (
        SheetColumn("name", str(BY[_group(asked)]), width=50),
        *(SheetColumn(key, label, CellKind.COUNT, 12) for key, label in counted),
    )


def _rows(found: list[GroupCounts]) -> Iterator[Values]:
    for row in found:
        each = row.counts
        yield (
            row.name, each.owed, each.on_time, each.late, each.missing, each.awaited, each.returns,
        )  # fmt: skip
