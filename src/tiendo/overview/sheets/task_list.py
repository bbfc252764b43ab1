"""The list of tasks as a sheet: what the screen lists, with what a list on paper needs beside."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain import clock
from tiendo.domain.status import Status
from tiendo.overview.asking import Asked, View
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.tasks.models import Assignment, Part
from tiendo.tasks.queries import (
    find_tasks,
    official_counts,
    percents_said,
    select_tasks,
    sort_tasks,
)
from tiendo.tasks.queries.changes import moves_of
from tiendo.tasks.recurrence import period_name
from tiendo.tasks.row_marks import row_mark
from vanban.quantities import Missing

AT_ONCE = 1000
_MARK = "Dấu để nhận lại tệp khi nhập vào hệ thống; không sửa. Trống ở danh sách của ngày đã qua"
_PERCENT = "Tỷ lệ cơ quan chủ trì báo ở lần cập nhật mới nhất có số liệu"
COLUMNS = (
    SheetColumn("code", "Mã", width=14),
    SheetColumn("title", "Nhiệm vụ", width=60),
    SheetColumn("product", "Sản phẩm", width=34),
    SheetColumn("section", "Phần của kế hoạch", width=12),
    SheetColumn("lead", "Cơ quan chủ trì", width=30),
    SheetColumn("coordinating", "Cơ quan phối hợp", width=34),
    SheetColumn("officer", "Người xử lý", width=22),
    SheetColumn("period", "Kỳ", width=14),
    SheetColumn("due_on", "Thời hạn", CellKind.DAY, 12),
    SheetColumn("original", "Hạn gốc", CellKind.DAY, 12),
    SheetColumn("moves", "Số lần gia hạn", CellKind.COUNT, 9),
    SheetColumn("status", "Trạng thái", width=20),
    SheetColumn("percent", "Tỷ lệ hoàn thành", CellKind.RATIO, 10, _PERCENT),
    SheetColumn("updated", "Cập nhật", CellKind.MOMENT, 17),
    SheetColumn("mark", "Phiên bản", width=12, formula=_MARK, is_for_return=True),
)
_FIELDS = (
    "pk",
    "code",
    "title",
    "product",
    "section__path",
    "lead_name",
    "lead_now__officer__full_name",
    "occurrence_label",
    "due_on",
    "status",
    "last_update_at",
    "version",
)


def build(asked: Asked) -> Sheet:
    """The tasks of a filter in the order asked for. Cost: five queries for each thousand tasks."""
    return Sheet("nhiem-vu", "Danh sách nhiệm vụ", COLUMNS, _rows(asked), stated=asked.stated())


def count(asked: Asked) -> int:
    """How many rows there will be. Cost: one query."""
    return official_counts(select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)).rows


VIEW = View("nhiem-vu", _("Danh sách nhiệm vụ"), "task.view", build, count)


def _rows(asked: Asked) -> Iterator[Values]:
    found = find_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    listed = sort_tasks(found, asked.ordering).values_list(*_FIELDS)
    rows = listed.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        yield from _batch(asked, batch)


_Row = tuple[
    int, str, str, str, str | None, str | None, str | None, str | None, dt.date | None, str,
    dt.datetime | None, int,
]  # fmt: skip


def _batch(asked: Asked, batch: list[_Row]) -> Iterator[Values]:
    ids = [row[0] for row in batch]
    coordinating = _coordinating(ids, asked.day)
    moves = moves_of(ids, asked.day)
    said = percents_said(ids, asked.day, asked.known_at)
    is_now = asked.day == clock.today() and asked.known_at is None
    for row in batch:
        pk, code, title, product, path, lead, officer, period, due_on = row[:9]
        status, updated, version = row[9:]
        moved = moves.get(pk)
        helpers = "; ".join(coordinating[pk])
        edited = (title, product, path, lead, helpers, officer, due_on)
        yield (
            code,
            title,
            product,
            path or "",
            lead or "",
            helpers,
            officer or "",
            period_name(period) if period else "",
            due_on,
            moved.original if moved else due_on,
            moved.count if moved else 0,
            STATUS_WORDS[Status(status)],
            said[pk].percent / Decimal(100) if pk in said else Missing.NO_DATA,
            updated or Missing.NO_DATA,
            row_mark(pk, version, edited) if is_now else None,
        )


def _coordinating(ids: list[int], day: dt.date) -> defaultdict[int, list[str]]:
    """The names of the coordinating bodies of each task, in Vietnamese order. Cost: one query."""
    held = Assignment.objects.filter(
        task__in=ids, part=Part.COORDINATE, validity__contains=day
    ).order_by("organisation__sort_key", "pk")
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk, name, group, raw in held.values_list(
        "task_id", "organisation__name", "group__name", "raw_text"
    ):
        found[pk].append(name or group or raw)
    return found
