"""Who leads, coordinates, decides and confirms: of each task, and in how many tasks each body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Values
from tiendo.overview.asking import Asked, View
from tiendo.overview.filters import BODY, PART
from tiendo.overview.sheets.task_pages import code_and_title, count_tasks, in_batches, selected
from tiendo.tasks.models import Part
from tiendo.tasks.queries.held_parts import HeldPart, deciding_words, held_parts, parts_by_body

_PARTS = (Part.LEAD, Part.COORDINATE, Part.DECIDE, Part.CONFIRM)


def build(asked: Asked) -> Sheet:
    """The tasks of a filter with the bodies of each. Cost: one query, and one for each thousand."""
    return page(asked, None)


def page(asked: Asked, part: slice | None) -> Sheet:
    """The sheet, or a page of it. Cost: two queries for a page."""
    columns = (
        SheetColumn("code", _g("Mã"), width=14),
        SheetColumn("title", _g("Nhiệm vụ"), width=50),
        SheetColumn("lead", _g("Chủ trì"), width=26),
        SheetColumn("officer", _g("Người xử lý"), width=20),
        SheetColumn("coordinating", _g("Phối hợp"), width=32),
        SheetColumn("deciding", _g("Thẩm quyền quyết định"), width=24),
        SheetColumn("confirming", _g("Xác nhận"), width=26),
    )
    title = str(VIEW.title)
    return Sheet("trach-nhiem", title, columns, _rows(asked, part), stated=asked.stated())


VIEW = View("trach-nhiem", _("Bản đồ trách nhiệm"), "task.view", build, count_tasks)


def _rows(asked: Asked, part: slice | None) -> Iterator[Values]:
    for batch in in_batches(asked, "deciding_text", part=part):
        held = held_parts([task["pk"] for task in batch], asked.day)
        for task in batch:
            own = held.get(task["pk"], [])
            yield (
                *code_and_title(task),
                _named(own, Part.LEAD),
                "; ".join(row.officer for row in own if row.part == Part.LEAD and row.officer),
                _named(own, Part.COORDINATE),
                deciding_words(task, own),
                _named(own, Part.CONFIRM),
            )


def _named(held: Sequence[HeldPart], part: Part) -> str:
    return "; ".join(row.name for row in held if row.part == part)


def build_by_body(asked: Asked) -> Sheet:
    """The bodies with a part in tasks of the filter, the busiest first. Cost: three queries."""
    written = _g(
        "Đếm cơ quan được phân công quyết định; thẩm quyền chỉ ghi bằng chữ xem ở bản theo nhiệm vụ"
    )
    formulas = {Part.DECIDE: written}
    columns = (
        SheetColumn("body", _g("Cơ quan"), width=44),
        *(
            SheetColumn(part.value, str(part.label), CellKind.COUNT, 12, formulas.get(part, ""))
            for part in _PARTS
        ),
        SheetColumn(
            "tasks",
            _g("Số nhiệm vụ tham gia"),
            CellKind.COUNT,
            12,
            _g("Mỗi nhiệm vụ đếm một lần dù cơ quan giữ nhiều vai trò"),
        ),
    )
    rows: list[Values] = []
    for row in parts_by_body(selected(asked), asked.day):
        own = {**asked.values, BODY: str(row.body.pk)}
        counts = (Behind(row.counts.get(part, 0), {**own, PART: part.value}) for part in _PARTS)
        rows.append((row.body.name, *counts, Behind(row.tasks, own)))
    return Sheet(BY_BODY.name, str(BY_BODY.title), columns, rows, stated=asked.stated())


def count_bodies(asked: Asked) -> int:
    """How many bodies there will be. Cost: three queries."""
    return len(parts_by_body(selected(asked), asked.day))


BY_BODY = View(
    "trach-nhiem-co-quan",
    _("Trách nhiệm theo cơ quan"),
    "task.view",
    build_by_body,
    count_bodies,
)
