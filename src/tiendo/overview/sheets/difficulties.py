"""The register of difficulties as it stood on a day, the longest carried first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import cast

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.tasks.models import Difficulty, DifficultyKind, DifficultyState, SolvingLevel
from tiendo.tasks.queries import visible_tasks
from tiendo.tasks.queries.difficulties import (
    Band,
    DifficultyFilter,
    days_carried,
    find_difficulties,
    periods_carried,
)

STATES: Mapping[str, str | Promise] = {
    "carried": _("Đang theo dõi"),
    "ended": _("Đã kết thúc"),
    **dict(DifficultyState.choices),
}
LEVELS: Mapping[str, str | Promise] = {
    "none": _("Chưa giao cấp giải quyết"),
    **dict(SolvingLevel.choices),
}
BANDS: Mapping[Band, str | Promise] = {
    Band.FRESH: _("Mới nêu"),
    Band.MIDDLE: _("Kéo dài"),
    Band.LONG: _("Tồn đọng lâu"),
}
CONDITIONS = (
    those.sought(),
    those.programme(),
    those.choice("trang_thai", _("Trạng thái"), STATES),
    those.choice("cap", _("Cấp giải quyết"), LEVELS),
    those.choice("nhom", _("Nhóm"), dict(DifficultyKind.choices)),
    those.choice("tuoi", _("Thời gian vướng"), {band.value: BANDS[band] for band in Band}),
    those.switch("tre", _("Quá hạn trả lời")),
    those.body("noi_neu", _("Cơ quan gặp vướng mắc")),
    those.body("tra_loi", _("Cơ quan trả lời")),
    those.record("nhiem_vu", _("Nhiệm vụ"), visible_tasks),
)
AT_ONCE = 500


def build(asked: Asked) -> Sheet:
    """The difficulties of the filter. Cost: two queries for each five hundred."""
    return Sheet(VIEW.name, str(VIEW.title), _columns(), _rows(asked), None, _stated(asked))


def count(asked: Asked) -> int:
    """How many difficulties there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "vuong-mac", _("Sổ khó khăn, vướng mắc"), "task.view", build, count, conditions=CONDITIONS
)


def _stated(asked: Asked) -> tuple[tuple[str, str], ...]:
    return asked.stated(CONDITIONS)


def _found(asked: Asked) -> QuerySet[Difficulty]:
    values = asked.values
    chosen = DifficultyFilter(
        programme=those.id_in(values, "chuong_trinh"),
        task=those.id_in(values, "nhiem_vu"),
        state=values.get("trang_thai", ""),
        level=values.get("cap", ""),
        kind=values.get("nhom", ""),
        raised_by=those.id_in(values, "noi_neu"),
        responsible=those.id_in(values, "tra_loi"),
        band=values.get("tuoi", ""),
        is_late="tre" in values,
        text=values.get("q", ""),
    )
    return find_difficulties(asked.actor, chosen, asked.day, asked.known_at)


def _columns() -> tuple[SheetColumn, ...]:
    days = _g("Số ngày từ ngày nêu đến ngày kết thúc, chưa kết thúc thì đến ngày tính")
    months = _g("Số kỳ báo cáo tháng mà vướng mắc còn đứng, kể cả kỳ hiện tại")
    return (
        SheetColumn("code", _g("Mã"), width=10),
        SheetColumn("what", _g("Vướng mắc"), width=60),
        SheetColumn("cause", _g("Nguyên nhân"), width=36),
        SheetColumn("proposal", _g("Kiến nghị"), width=36),
        SheetColumn("body", _g("Cơ quan gặp vướng mắc"), width=28),
        SheetColumn("tasks", _g("Nhiệm vụ"), width=16),
        SheetColumn("kind", _g("Nhóm"), width=18),
        SheetColumn("level", _g("Cấp giải quyết"), width=18),
        SheetColumn("answerer", _g("Cơ quan trả lời"), width=28),
        SheetColumn("person", _g("Người trả lời"), width=20),
        SheetColumn("due_on", _g("Hạn trả lời"), CellKind.DAY, 12),
        SheetColumn("state", _g("Trạng thái"), width=20),
        SheetColumn("raised_on", _g("Ngày nêu"), CellKind.DAY, 12),
        SheetColumn("days", _g("Số ngày đã vướng"), CellKind.COUNT, 10, days),
        SheetColumn("periods", _g("Số kỳ tháng"), CellKind.COUNT, 9, months),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    found = _found(asked).select_related("organisation").prefetch_related("tasks")
    for row in found.iterator(chunk_size=AT_ONCE):
        yield _row(row, asked.day)


def _row(row: Difficulty, on: dt.date) -> Values:
    known = {name: getattr(row, name) for name in _KNOWN}
    level: str = known["level_on"]
    return (
        row.code,
        row.what,
        row.cause,
        row.proposal,
        row.organisation.name,
        ", ".join(task.code for task in row.tasks.all()),
        str(DifficultyKind(row.kind).label) if row.kind else "",
        str(SolvingLevel(level).label) if level else _g("Chưa giao"),
        known["answerer_name"] or "",
        known["answerer_person"] or "",
        cast(Value, known["answer_due"]),
        str(DifficultyState(known["state_on"]).label),
        row.raised_on,
        days_carried(row, on),
        periods_carried(row, on),
    )


# What ``register_on`` knows of a row on the day.
_KNOWN = ("state_on", "level_on", "answerer_name", "answerer_person", "answer_due")
