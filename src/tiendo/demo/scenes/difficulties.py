"""Difficulties that updates brought into the register: given, answered, passed up, solved."""

from __future__ import annotations

import datetime as dt

from tiendo.demo.people import COMMITTEE, Crew
from tiendo.domain import clock
from tiendo.domain.difficulties import CARRIED
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.actions.difficulty_steps import (
    answer_difficulty,
    assign_difficulty,
    pass_up,
    solve_difficulty,
)
from tiendo.tasks.models import Difficulty

_GIVEN, _ANSWERED, _PASSED, _SOLVED = 14, 9, 6, 3
_MOST = 4


def follow_difficulties(crew: Crew, programme: Programme) -> None:
    """Give the oldest ones to the coordinating body; answer, solve and pass up one each."""
    rows = Difficulty.objects.filter(
        programme=programme,
        state__in=[str(state) for state in CARRIED],
        raised_on__lt=crew.on - dt.timedelta(days=_GIVEN),
    ).order_by("raised_on", "pk")
    for place, row in enumerate(rows[:_MOST]):
        _give(crew, row, _day(crew, _GIVEN))
        if place in (0, 1):
            _answer(crew, row)
        if place == 0:
            _solve(crew, row)
        if place == 2:
            _pass_up(crew, row)


def _day(crew: Crew, ago: int) -> dt.date:
    return crew.on - dt.timedelta(days=ago)


def _give(crew: Crew, row: Difficulty, day: dt.date) -> None:
    with clock.at(clock.local_noon(day)):
        assign_difficulty(
            difficulty=row,
            level="department",
            responsible=row.programme.coordinator,
            due_on=day + dt.timedelta(days=10),
            kind="coordination",
            by=crew.named("dieuphoi"),
        )


def _answer(crew: Crew, row: Difficulty) -> None:
    with clock.at(clock.local_noon(_day(crew, _ANSWERED))):
        answer_difficulty(
            difficulty=row,
            answer="Đã làm việc với các bên liên quan và gửi hướng dẫn cách thực hiện.",
            document_number="215/SKHCN-CĐS",
            document_date=_day(crew, _ANSWERED),
            by=crew.named("dieuphoi"),
        )


def _solve(crew: Crew, row: Difficulty) -> None:
    crew.hire([row.organisation])
    with clock.at(clock.local_noon(_day(crew, _SOLVED))):
        solve_difficulty(
            difficulty=row,
            note="Đã thực hiện được theo hướng dẫn.",
            by=crew.officer(row.organisation_id),
        )


def _pass_up(crew: Crew, row: Difficulty) -> None:
    day = _day(crew, _PASSED)
    committee = Organisation.objects.get(slug=COMMITTEE)
    with clock.at(clock.local_noon(day)):
        pass_up(
            difficulty=row,
            level="province",
            responsible=committee,
            due_on=day + dt.timedelta(days=15),
            reason="Cần Ủy ban nhân dân tỉnh quyết định nguồn lực.",
            by=crew.named("dieuphoi"),
        )
