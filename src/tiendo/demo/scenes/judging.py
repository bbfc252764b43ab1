"""Years of continuous tasks: reported by the lead, one judged from outside, one waiting."""

from __future__ import annotations

import datetime as dt

from tiendo.demo.people import DEPARTMENT, Crew
from tiendo.domain import clock
from tiendo.domain.deadlines import CONTINUOUS
from tiendo.programmes.models import Programme
from tiendo.tasks.actions import judge_year, report_year
from tiendo.tasks.models import JudgedResult, Lifecycle, Part, Task
from tiendo.tasks.parties import parties_on

REPORTED_AGO = dt.timedelta(days=9)
JUDGED_AGO = dt.timedelta(days=4)
REPORTS = (
    (JudgedResult.ACHIEVED, "Duy trì đủ các đợt trong năm, có văn bản triển khai từng đợt."),
    (JudgedResult.PARTLY, "Đã làm ở phần lớn đơn vị; các đơn vị mới sáp nhập bắt đầu từ quý IV."),
)
JUDGED = (JudgedResult.PARTLY, "Sáu tháng đầu năm chưa có văn bản triển khai; hạ một mức.")


def judge_years(crew: Crew, programme: Programme) -> None:
    """Report on the year of the department's first continuous tasks; judge the first of them."""
    today = clock.today()
    reported_on = today - REPORTED_AGO
    by = crew.named("chuyenvien")
    held = Task.objects.filter(
        programme=programme,
        recurrence=CONTINUOUS,
        lifecycle=Lifecycle.LIVE,
        live_on__lt=reported_on,
        assignments__part=Part.LEAD,
        assignments__organisation__slug=DEPARTMENT,
        assignments__validity__contains=reported_on,
    )
    rows = []
    with clock.at(clock.local_noon(reported_on)):
        for task, (result, done) in zip(held.order_by("order", "pk"), REPORTS, strict=False):
            rows.append(
                report_year(task=task, year=reported_on.year, result=result, done=done, by=by)
            )
    for row in rows[:1]:
        confirmer = parties_on(row.task, today).confirmer_id
        judge = crew.confirmer(confirmer) if confirmer is not None else None
        if judge is not None:
            with clock.at(clock.local_noon(today - JUDGED_AGO)):
                judge_year(judgement=row, result=JUDGED[0], words=JUDGED[1], by=judge)
