"""Requests to change the plan at every step of their way, and a draft decision paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tiendo.demo.people import Crew
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.reporting.decision_papers.actions import draft_decision_paper
from tiendo.tasks.actions.change_deciding import Decision, appraise_change, decide_change
from tiendo.tasks.actions.changes import draft_change, send_change
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import Assignment, ChangeRequest, Lifecycle, Part, Task
from tiendo.tasks.parties import parties_on

_ASKED, _APPRAISED, _DECIDED = 13, 8, 5
_MORE_DAYS = 45
_WANTED = 4


def ask_for_changes(crew: Crew, programme: Programme) -> None:
    """One extension granted, one put to a decision, one adjustment and one new task."""
    tasks = _tasks(crew, programme)
    if not tasks:
        return
    crew.hire([_lead(crew, task) for task in tasks])
    first, *rest = [_extension(crew, task) for task in tasks[:2]]
    _decide(crew, _appraise(crew, first))
    others = [*rest, *(_adjustment(crew, task) for task in tasks[2:3])]
    appraised = [_appraise(crew, row) for row in others]
    if appraised:
        with clock.at(_noon(crew, _DECIDED)):
            draft_decision_paper(by=crew.named("dieuphoi"), programme=programme, changes=appraised)
    for task in tasks[3:4]:
        _new_task(crew, task)


def _asked_on(crew: Crew) -> dt.date:
    return crew.on - dt.timedelta(days=_ASKED)


def _lead(crew: Crew, task: Task) -> Organisation:
    """The body that led the task on the day of the request."""
    held = parties_on(task, _asked_on(crew)).first(Part.LEAD)
    if held is None or held.organisation is None:
        raise ValueError(f"{task.code} has no known lead")
    return held.organisation


def _tasks(crew: Crew, programme: Programme) -> Sequence[Task]:
    """Tasks done once that are live, due later, and given out before they are asked about."""
    day = _asked_on(crew)
    rows = Task.objects.filter(
        programme=programme,
        lifecycle=Lifecycle.LIVE,
        recurrence="",
        last_day__gt=crew.on,
        live_on__lt=day,
    )
    led = Assignment.objects.filter(
        part=Part.LEAD, organisation__isnull=False, validity__contains=day
    )
    return list(rows.filter(pk__in=led.values("task")).order_by("order", "pk")[:_WANTED])


def _noon(crew: Crew, ago: int) -> dt.datetime:
    return clock.local_noon(crew.on - dt.timedelta(days=ago))


def _ask(crew: Crew, task: Task, kind: str, proposed: Terms, reason: str) -> ChangeRequest:
    """Drafted by the officer of the lead, sent by its head."""
    body = _lead(crew, task)
    with clock.at(_noon(crew, _ASKED)):
        row = draft_change(
            kind=kind,
            organisation=body,
            programme=task.programme,
            task=None if kind == "new_task" else task,
            proposed=proposed,
            reason=reason,
            by=crew.officer(body.pk),
        )
        return send_change(change=row, by=crew.head(body.pk))


def _extension(crew: Crew, task: Task) -> ChangeRequest:
    day = (task.last_day or crew.on) + dt.timedelta(days=_MORE_DAYS)
    reason = "Hướng dẫn kỹ thuật của bộ ban hành muộn hơn dự kiến."
    return _ask(crew, task, "extension", Terms(last_day=day), reason)


def _adjustment(crew: Crew, task: Task) -> ChangeRequest:
    product = f"{task.product or 'Báo cáo kết quả'}, kèm bộ dữ liệu dùng chung"
    reason = "Để sản phẩm dùng lại được cho các sở, ngành khác."
    return _ask(crew, task, "adjustment", Terms(product=product), reason)


def _new_task(crew: Crew, task: Task) -> ChangeRequest:
    proposed = Terms(
        title="Tập huấn cán bộ cấp xã khai thác bộ dữ liệu dùng chung",
        product="Lớp tập huấn, tài liệu hướng dẫn",
        lead=_lead(crew, task).pk,
        last_day=crew.on + dt.timedelta(days=90),
    )
    return _ask(crew, task, "new_task", proposed, "Các xã, phường đề nghị được hướng dẫn.")


def _appraise(crew: Crew, row: ChangeRequest) -> ChangeRequest:
    with clock.at(_noon(crew, _APPRAISED)):
        return appraise_change(change=row, opinion="agree", by=crew.named("dieuphoi"))


def _decide(crew: Crew, row: ChangeRequest) -> ChangeRequest:
    day = crew.on - dt.timedelta(days=_DECIDED)
    decision = Decision("accepted", "Đồng ý", "1024/QĐ-UBND", day)
    with clock.at(_noon(crew, _DECIDED)):
        return decide_change(change=row, decision=decision, by=crew.named("lanhdao"))
