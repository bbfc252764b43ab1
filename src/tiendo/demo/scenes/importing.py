"""Sheets brought in: one of progress that is in, one of tasks checked, its errors still to mend."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from django.db import transaction
from xlsxwriter import Workbook

from tiendo.accounts.actor import Actor
from tiendo.demo.people import DEPARTMENT, Crew
from tiendo.domain import clock
from tiendo.imports.bringing import run_import
from tiendo.imports.fields import KINDS, LABELS, Field
from tiendo.imports.models import ImportKind, SheetImport
from tiendo.imports.reading import read_file
from tiendo.imports.running import map_and_check, start_import
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task

_MOST = 3
_DONE = (
    "Đã rà soát số liệu, gửi các phòng chuyên môn góp ý",
    "Đã họp thống nhất nội dung, đang hoàn thiện dự thảo",
    "Đã khảo sát hiện trạng tại mười đơn vị",
)


def bring_in_sheets(crew: Crew, programme: Programme) -> None:
    """Play the scene with the tasks a department leads."""
    tasks = _tasks(programme)
    if not tasks:
        return
    with transaction.atomic():
        told = [
            {Field.CODE: task.code, Field.DONE: words, Field.PERCENT: percent}
            for task, words, percent in zip(tasks, _DONE, (35, 55, 20), strict=False)
        ]
        by = crew.named("chuyenvien")
        row = _checked(programme, ImportKind.PROGRESS, "tien-do-thang.xlsx", told, by)
        if row.total:
            run_import(start_import(row=row, by=by, only_good=True).pk)
        _checked(
            programme,
            ImportKind.TASKS,
            "nhiem-vu-bo-sung.xlsx",
            _additions(),
            crew.named("dieuphoi"),
        )


def _tasks(programme: Programme) -> Sequence[Task]:
    led = Assignment.objects.filter(
        part=Part.LEAD, organisation__slug=DEPARTMENT, validity__contains=clock.today()
    )
    live = Task.objects.filter(programme=programme, lifecycle=Lifecycle.LIVE, recurrence="")
    return list(live.filter(pk__in=led.values("task")).order_by("-order", "-pk")[:_MOST])


def _additions() -> list[dict[Field, object]]:
    due = clock.today() + dt.timedelta(days=90)
    return [
        {
            Field.TITLE: "Số hóa hồ sơ lưu trữ của Trung tâm Lưu trữ lịch sử tỉnh",
            Field.PRODUCT: "Kho dữ liệu số",
            Field.LEAD: "Sở Nội vụ",
            Field.DEADLINE: f"{due:%d/%m/%Y}",
        },
        {
            Field.TITLE: "Lắp đặt điểm truy cập mạng không dây tại bộ phận một cửa cấp xã",
            Field.PRODUCT: "Báo cáo kết quả",
            Field.LEAD: "Sở KHCNN",
            Field.DEADLINE: f"{due:%d/%m/%Y}",
        },
        {
            Field.TITLE: "Tổ chức hội thi sáng kiến chuyển đổi số của công chức trẻ",
            Field.PRODUCT: "Báo cáo kết quả",
            Field.LEAD: "Sở Nội vụ",
            Field.DEADLINE: "31/02/2026",
        },
    ]


def _checked(
    programme: Programme,
    kind: ImportKind,
    name: str,
    rows: Sequence[dict[Field, object]],
    by: Actor,
) -> SheetImport:
    raw = _file(kind, rows)
    row = read_file(kind=kind, programme=programme, file_name=name, raw=raw, by=by)
    columns = {Field(field): place for field, place in row.columns.items()}
    map_and_check(row=row, columns=columns, choices={}, by=by)
    row.refresh_from_db()
    return row


def _file(kind: ImportKind, rows: Sequence[dict[Field, object]]) -> bytes:
    fields = [field for field in KINDS[kind].fields if any(field in row for row in rows)]
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [str(LABELS[field]) for field in fields])
        for number, row in enumerate(rows, start=1):
            page.write_row(number, 0, [row.get(field, "") for field in fields])
    return target.getvalue()
