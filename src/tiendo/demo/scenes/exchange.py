"""A list of the national system taken in: some rows matched, one entered, one new, others wait."""

from __future__ import annotations

import io

from django.db import transaction
from xlsxwriter import Workbook

from tiendo.demo.people import Crew
from tiendo.domain import clock
from tiendo.domain.exchange import Field
from tiendo.exchange import actions
from tiendo.exchange.registry import NQ57, form_on
from tiendo.exchange.standing import rows_of
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Lifecycle, Task

_FIELDS = (Field.EXTERNAL_ID, Field.TITLE, Field.LEAD, Field.DUE, Field.STATUS, Field.PERCENT)
_MOST = 12
_MATCHED = 7
_OTHERS = (
    "Nghiên cứu cơ chế thử nghiệm có kiểm soát cho công nghệ mới ở vùng Tây Nguyên",
    "Xây dựng bộ tiêu chí đánh giá phòng thí nghiệm trọng điểm quốc gia",
)


def exchange_lists(crew: Crew, programme: Programme) -> None:
    """Play the scene with the first live tasks of the plan."""
    live = Task.objects.filter(programme=programme, lifecycle=Lifecycle.LIVE, parent=None)
    tasks = list(live.order_by("order", "pk")[:_MOST])
    if len(tasks) < _MATCHED:
        return
    by = crew.named("dieuphoi")
    with transaction.atomic():
        actions.take_list(
            by=by,
            programme=programme,
            system=NQ57,
            raw=_file(tasks),
            file_name="danh-muc-he-thong-quoc-gia.xlsx",
        )
        rows = list(rows_of(programme, NQ57))
        for row, task in zip(rows[:_MATCHED], tasks, strict=False):
            actions.match_row(by=by, row=row, task=task)
        actions.refuse_rows(by=by, rows=rows[-1:])
        actions.mark_entered(by=by, system=NQ57, rows=rows[:2], on=clock.today())


def _file(tasks: list[Task]) -> bytes:
    form = form_on(NQ57, clock.today())
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True})
    page = book.add_worksheet(form.sheet)
    page.write_row(0, 0, [form.heading(field) for field in _FIELDS])
    listed = [(task.title, task.last_day) for task in tasks]
    listed += [(title, None) for title in _OTHERS]
    for number, (title, due) in enumerate(listed, start=1):
        day = due.strftime(form.days[0]) if due else ""
        cells = (f"NQ57.{number:03d}", title, "", day, form.status_word("in_progress"), "10")
        page.write_row(number, 0, cells)
    book.close()
    return target.getvalue()
