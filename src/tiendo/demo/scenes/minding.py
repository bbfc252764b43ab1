"""Late work urged, directed and inspected: letters that went, a directive, two inspections."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.demo.people import COORDINATOR, Crew
from tiendo.domain import clock
from tiendo.inspections import actions as inspecting
from tiendo.inspections.actions import NewFinding, NewInspection, NewVisit
from tiendo.inspections.models import Inspection, TeamRole
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.reporting.models import Channel, SigningForm
from tiendo.reporting.urging.actions import (
    Sending,
    Terms,
    latest_letters,
    record_sending,
    write_urging_letters,
)
from tiendo.reporting.urging.selection import LateBody, select_late
from tiendo.reporting.urging.writing import write_waiting
from tiendo.tasks.actions.directives import (
    About,
    acknowledge_directive,
    give_directive,
    report_directive,
)
from tiendo.tasks.models import Task

_URGED_DAYS_AGO = 9
_MOST_URGED = 4


def mind_late_work(crew: Crew, programme: Programme) -> None:
    """Play the scene where bodies are late nine days before today."""
    day = clock.today() - dt.timedelta(days=_URGED_DAYS_AGO)
    if day <= programme.starts_on:
        return
    coordinator = crew.named("dieuphoi")
    with clock.at(clock.local_noon(day)), transaction.atomic():
        late = select_late(coordinator, programme, day).bodies
        if not late:
            return
        _urge(crew, programme, late)
        crew.hire(row.body for row in late[:2])
        _direct(crew, late)
    bodies = [row.body for row in late[:2]]
    for number, body in enumerate(bodies, start=1):
        inspection = _inspect(crew, programme, body, number, day)
        if number == 2:
            _conclude(crew, inspection, body, day + dt.timedelta(days=4))


def _urge(crew: Crew, programme: Programme, late: tuple[LateBody, ...]) -> None:
    written = write_urging_letters(
        by=crew.named("dieuphoi"),
        programme=programme,
        terms=Terms(Organisation.objects.get(slug=COORDINATOR), SigningForm.DEPUTY, "TH"),
        excluded=[row.body.pk for row in late[_MOST_URGED:]],
    )
    write_waiting(written.pk, written.version, written.created_by_id)
    written.refresh_from_db()
    letters = latest_letters(written)
    numbers = {letter.pk: f"{601 + at}/SKHCN-TH" for at, letter in enumerate(letters)}
    if len(letters) > 1:
        numbers.pop(letters[-1].pk)
    sending = Sending(numbers, clock.today(), clock.now(), Channel.EXCHANGE)
    record_sending(by=crew.named("vanthu"), written=written, sending=sending)


def _direct(crew: Crew, late: tuple[LateBody, ...]) -> None:
    """The leader directs the first two bodies, on the first task; one reports."""
    bodies = [row.body for row in late[:2]]
    directive = give_directive(
        text="Báo cáo rõ nguyên nhân chậm, người chịu trách nhiệm và ngày hoàn thành.",
        last_day=clock.today() + dt.timedelta(days=5),
        bodies=bodies,
        about=About(task=Task.objects.get(pk=late[0].tasks[0].task_id)),
        by=crew.named("lanhdao"),
    )
    for at, duty in enumerate(directive.duties.order_by("pk")):
        acknowledge_directive(duty=duty, by=crew.officer(duty.organisation_id))
        if at == 1:
            words = "Đã họp kiểm điểm, cam kết xong trong tháng."
            report_directive(duty=duty, words=words, by=crew.head(duty.organisation_id))


def _inspect(
    crew: Crew, programme: Programme, body: Organisation, number: int, day: dt.date
) -> Inspection:
    """An inspection as far as a finding that the body explains."""
    by = crew.named("kiemtra")
    with clock.at(clock.local_noon(day)), transaction.atomic():
        inspection = _planned(by, programme, body, number, day)
        inspecting.decide_inspection(
            by=by, inspection=inspection, number=f"{310 + number}/QĐ-UBND", day=day
        )
    with clock.at(clock.local_noon(day + dt.timedelta(days=2))), transaction.atomic():
        inspecting.start_visits(by=by, inspection=inspection)
        item = inspection.outline.get(order=1)
        text = "Đã giao từng việc cho từng phòng, giao ban hằng tuần."
        inspecting.answer_outline(by=crew.head(body.pk), item=item, organisation=body, text=text)
        inspecting.record_visit(by=by, inspection=inspection, data=_visit(body))
        found = inspecting.record_finding(
            by=by,
            inspection=inspection,
            data=NewFinding(
                body, "considerable", "Cập nhật tiến độ không đều, có việc quá hạn chưa báo cáo."
            ),
        )
        inspecting.send_findings(by=by, inspection=inspection, organisation=body)
        text = "Người phụ trách chuyển công tác, đã phân công người thay."
        inspecting.explain_finding(by=crew.head(body.pk), finding=found, text=text)
    return inspection


def _planned(
    by: Actor, programme: Programme, body: Organisation, number: int, day: dt.date
) -> Inspection:
    data = NewInspection(
        code=f"KT-{programme.pk}-{number:02d}",
        title=f"Việc thực hiện {programme.short_title} tại {body.name}"[:400],
        period_start=programme.starts_on,
        period_end=day,
        planned_start=day + dt.timedelta(days=2),
        planned_end=day + dt.timedelta(days=6),
        programme=programme,
    )
    inspection = inspecting.plan_inspection(by=by, data=data, bodies=[body])
    head = User.objects.get(pk=by.user_id)
    inspecting.add_member(by=by, inspection=inspection, user=head, role=TeamRole.HEAD)
    items = ["Việc phân công, đôn đốc trong cơ quan", "Kết quả và minh chứng của từng nhiệm vụ"]
    inspecting.set_outline(by=by, inspection=inspection, items=items)
    return inspection


def _visit(body: Organisation) -> NewVisit:
    return NewVisit(
        body,
        clock.today(),
        f"Trụ sở {body.name}",
        "Đoàn kiểm tra\nLãnh đạo và các phòng của cơ quan",
        "Nghe báo cáo việc phân công và tiến độ.\n- Xem hồ sơ, minh chứng của các việc quá hạn.\n"
        "- Thống nhất thời gian bổ sung minh chứng.",
    )


def _conclude(crew: Crew, inspection: Inspection, body: Organisation, day: dt.date) -> None:
    by = crew.named("kiemtra")
    with clock.at(clock.local_noon(day)), transaction.atomic():
        for finding in inspection.findings.all():
            inspecting.judge_finding(by=by, finding=finding, is_accepted=True)
        inspecting.end_visits(by=by, inspection=inspection)
        inspecting.recommend(
            by=by,
            inspection=inspection,
            organisation=body,
            text="Ban hành quy chế cập nhật tiến độ trong cơ quan",
            product="Quy chế của cơ quan",
            last_day=day + dt.timedelta(days=40),
        )
        inspecting.conclude_inspection(
            by=by,
            inspection=inspection,
            text="Cơ quan phân công rõ việc; một số việc chậm, cập nhật chưa đều.",
            number="25/TB-UBND",
            day=day,
        )
