"""Work given on: plans of bodies, a programme of one body, a task split into parts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from tiendo.accounts.models import User
from tiendo.demo.people import DEPARTMENT, Crew
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.programmes.actions import create_programme, set_filing_due
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.actions import NewPart, PlanFacts
from tiendo.tasks.models import Lifecycle, Task
from tiendo.tasks.queries.filings import bodies_owing, rows_of_body

DUE_AFTER = dt.timedelta(days=21)
_MOST_FILED = 6


def give_on(crew: Crew, programme: Programme) -> None:
    """Play the scene where the demo's department leads something of the programme."""
    body = Organisation.objects.filter(slug=DEPARTMENT).first()
    day = programme.starts_on + dt.timedelta(days=3)
    if body is None or day > clock.today():
        return
    due = programme.starts_on + DUE_AFTER
    with clock.at(clock.local_noon(day)), transaction.atomic():
        _set_due(crew, programme, due)
    with clock.at(clock.local_noon(min(due, clock.today()))), transaction.atomic():
        crew.hire([body])
        own = _own_programme(crew, programme, body)
        _file_plans(crew, programme, body, own)
        task = _open_task(programme, body)
    if task is not None:
        with clock.at(clock.local_noon(_day_to_split(task, due))), transaction.atomic():
            _split(crew, task, body)


def _set_due(crew: Crew, programme: Programme, due: dt.date) -> None:
    printed = due + dt.timedelta(days=1)
    set_filing_due(
        programme=programme,
        raw=f"trước ngày {printed:%d/%m/%Y}",
        key=printed.isoformat(),
        last_day=due,
        by=crew.named("dieuphoi"),
    )


def _own_programme(crew: Crew, programme: Programme, body: Organisation) -> Programme:
    by = crew.head(body.pk)
    own = create_programme(
        title=f"Kế hoạch của {body.name} thực hiện {programme.short_title}"[:300],
        short_title=f"Kế hoạch riêng của {body.name}"[:150],
        owner=body,
        coordinator=body,
        implements=programme,
        starts_on=clock.today(),
        by=by,
    )
    last_day = clock.today() + dt.timedelta(days=90)
    works = (
        ("Rà soát quy trình nội bộ còn làm trên giấy", "Danh mục quy trình cần số hóa"),
        ("Tập huấn kỹ năng số cho toàn thể công chức của cơ quan", "Báo cáo kết quả tập huấn"),
    )
    for number, (title, product) in enumerate(works, start=1):
        task = actions.create_task(
            programme=own,
            code=f"NV-{number:02d}",
            order=number,
            title=title,
            product=product,
            deadline_key=last_day.isoformat(),
            deadline_raw=f"{last_day:%d/%m/%Y}",
            last_day=last_day,
            deciding_text=body.name,
            lead=body,
            by=by,
        )
        actions.go_live(task=task, by=by)
    return own


def _file_plans(crew: Crew, programme: Programme, body: Organisation, own: Programme) -> None:
    """A handful of bodies issued their plans; the department covers half of its rows."""
    rows = list(rows_of_body(programme, body, clock.today()))
    by = crew.named("dieuphoi")
    others = bodies_owing(programme, clock.today()).exclude(pk=body.pk)[:_MOST_FILED]
    for number, other in enumerate((body, *others), start=11):
        issued_on = clock.today() - dt.timedelta(days=number % 7)
        is_department = other.pk == body.pk
        plan = PlanFacts(
            number=f"{number}/KH-{other.symbol_code or 'CQ'}",
            issued_on=max(issued_on, programme.starts_on),
            title=f"Kế hoạch của {other.name} thực hiện {programme.short_title}",
            own_programme=own if is_department else None,
        )
        covers = rows[: (len(rows) + 1) // 2] if is_department else []
        actions.record_filing(
            programme=programme, organisation=other, plan=plan, covers=covers, by=by
        )


def _day_to_split(task: Task, due: dt.date) -> dt.date:
    """The day of what was written of the task last, while it is in time: parts come after it."""
    last = task.updates.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    day = max(due, clock.local_day(last)) if last is not None else due
    return min(filter(None, (day, task.last_day, clock.today())))


def _split(crew: Crew, task: Task, body: Organisation) -> None:
    """The department splits its first open task into three parts; two of them are reported on."""
    officer = User.objects.get(pk=crew.officer(body.pk).user_id)
    works = (("Khảo sát hiện trạng", 1), ("Xây dựng dự thảo", 3), ("Lấy ý kiến, hoàn thiện", 2))
    children = actions.split_task(
        task=task,
        parts=[
            NewPart(
                title=words,
                product=f"Báo cáo: {words.lower()}",
                lead=body,
                weight=Decimal(weight),
                officer=officer,
            )
            for words, weight in works
        ],
        version=task.version,
        by=crew.head(body.pk),
    )
    for child, percent in zip(children, (100, 40), strict=False):
        actions.record_update(
            task=child,
            done="Đã làm theo tiến độ của phòng",
            percent=Decimal(percent),
            by=crew.officer(body.pk),
        )


def _open_task(programme: Programme, body: Organisation) -> Task | None:
    """The first open task of the body that is done once."""
    rows = rows_of_body(programme, body, clock.today())
    live = rows.filter(lifecycle=Lifecycle.LIVE, recurrence="", live_on__lte=clock.today())
    return live.exclude(last_day__lt=clock.today()).first()
