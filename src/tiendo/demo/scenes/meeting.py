"""A meeting on the progress of the plan, with decisions given out, and the next one prepared."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.models import User
from tiendo.demo.people import COMMITTEE, COORDINATOR, DEPARTMENT, Crew
from tiendo.domain import clock
from tiendo.domain.meetings import DecisionKind
from tiendo.meetings import actions
from tiendo.meetings.actions import MeetingFacts, NewDecision
from tiendo.meetings.models import Meeting
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task

_BEFORE = dt.timedelta(days=12)
_AHEAD = dt.timedelta(days=9)
_AGENDA = "Nhiệm vụ quá hạn, sắp đến hạn\nVướng mắc chờ quyết định\nViệc trọng tâm thời gian tới"


def meet(crew: Crew, programme: Programme) -> None:
    """Play the scene where work of the plan was given out long enough ago."""
    bodies = Organisation.objects.in_bulk([COMMITTEE, COORDINATOR, DEPARTMENT], field_name="slug")
    day = clock.today() - _BEFORE
    given = Task.objects.filter(programme=programme, live_on__lte=day)
    if len(bodies) < 3 or day <= programme.starts_on or not given.exists():
        return
    with clock.at(clock.local_noon(day)), transaction.atomic():
        meeting = _prepare(crew, bodies[COMMITTEE], programme, day)
        _hold(crew, meeting, programme, bodies[DEPARTMENT], bodies[COORDINATOR])
    with transaction.atomic():
        _prepare(crew, bodies[COMMITTEE], programme, clock.today() + _AHEAD)


def _prepare(crew: Crew, body: Organisation, programme: Programme, day: dt.date) -> Meeting:
    facts = MeetingFacts(
        title=f"Giao ban tiến độ {programme.short_title}"[:300],
        day=day,
        begins_at=dt.time(8, 0),
        place="Phòng họp số 2",
        chair=User.objects.get(username="lanhdao"),
        agenda=_AGENDA,
        programmes=[programme],
    )
    by = crew.named("dieuphoi")
    return actions.prepare_meeting(by=by, body=body, covers_all=True, facts=facts)


def _hold(
    crew: Crew,
    meeting: Meeting,
    programme: Programme,
    department: Organisation,
    coordinator: Organisation,
) -> None:
    by = crew.named("dieuphoi")
    actions.hold_meeting(by=by, meeting=meeting)
    today = clock.today()
    wanted = (
        NewDecision(
            DecisionKind.DIRECTIVE,
            "Rà soát từng nhiệm vụ quá hạn, báo cáo nguyên nhân và ngày hoàn thành cụ thể",
            [department],
            today + dt.timedelta(days=7),
        ),
        NewDecision(
            DecisionKind.TASK,
            "Xây dựng bảng theo dõi chung về dữ liệu dùng chung của các sở",
            [department, coordinator],
            today + dt.timedelta(days=45),
            "Bảng theo dõi được ban hành",
            programme,
        ),
        NewDecision(DecisionKind.NOTE, "Ghi nhận kết quả của các xã đã hoàn thành trước hạn"),
    )
    made = [actions.record_decision(by=by, meeting=meeting, data=data) for data in wanted]
    number = f"{today.timetuple().tm_yday}/TB-UBND"
    actions.issue_conclusions(by=by, meeting=meeting, number=number, day=today)
    for decision in made[:2]:
        actions.give_decision(by=by, decision=decision)
