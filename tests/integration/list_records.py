"""One or two records of every list of the navigation, made through the actions people use."""

from __future__ import annotations

import datetime as dt
from unittest.mock import patch

from tests import inspection_factories
from tests.factories import World, actor
from tests.report_factories import make_document
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.alerts.watching import watch
from tiendo.domain.lifecycle import State
from tiendo.domain.periods import Cadence, period_around
from tiendo.indicators.actions import (
    Cell,
    Definition,
    confirm_observations,
    define_indicator,
    save_cells,
)
from tiendo.indicators.models import Direction, Entry
from tiendo.indicators.models.dictionary import Frequency
from tiendo.programmes.models import Programme
from tiendo.reporting.actions import compile_report
from tiendo.tasks.actions import PlanFacts, Scope, draw_recheck, record_filing
from tiendo.tasks.actions.changes import draft_change, send_change
from tiendo.tasks.actions.difficulties import raise_difficulty
from tiendo.tasks.actions.difficulty_steps import assign_difficulty
from tiendo.tasks.actions.directives import acknowledge_directive, give_directive
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import Recheck, Task

FIRST = dt.date(2025, 8, 1)
TODAY = dt.date(2025, 9, 10)
D = dt.date


def fill_lists(world: World) -> tuple[Programme, Recheck]:
    """A record or two in every list, seen on ``TODAY``; the programme, a round of re-checks."""
    with noon(FIRST):
        programme = make_programme(world, document=make_document(world))
        tasks = [_task(world, programme, D(2025, 8, 31)), _task(world, programme, D(2025, 12, 31))]
        _difficulties(world, tasks)
        _file(world, programme)
        for _number in range(2):
            bring_to(world, make_task(world, programme), State.CONFIRMED)
    with noon(TODAY):
        watch()
        _changes(world, programme, tasks[1])
        _directives(world)
        _inspections(world)
        _reports(world, programme)
        _figures(world)
        scope = Scope(FIRST, D(2025, 8, 31))
        recheck = draw_recheck(scope=scope, by=actor(world.inspector))
    return programme, recheck


def _figures(world: World) -> None:
    """Two figures of Sở Nội vụ, one of them confirmed."""
    quarter = period_around(Cadence.QUARTERLY, TODAY)
    for code in ("DS.01", "DS.02"):
        indicator = define_indicator(
            by=actor(world.coordinator),
            code=code,
            owner=world.snv,
            definition=Definition("Phủ sóng 4G", "%", Direction.HIGHER, Frequency.QUARTERLY),
            since=D(2025, 1, 1),
        )
        cells = [Cell(indicator, world.snv, quarter, "95")]
        saved = save_cells(by=actor(world.snv_officer), cells=cells, entry=Entry.GRID)
    confirm_observations(by=actor(world.snv_head), rows=saved.kept)


def _task(world: World, programme: Programme, last: dt.date) -> Task:
    fields = {"deadline_key": last.isoformat(), "last_day": last, "deadline_raw": f"{last}"}
    return bring_to(world, make_task(world, programme, **fields), State.LIVE)


def _difficulties(world: World, tasks: list[Task]) -> None:
    by = actor(world.snv_officer)
    for task, words in zip(tasks, ("+Thiếu đường truyền", "Chưa có kinh phí"), strict=True):
        row = raise_difficulty(
            organisation=world.snv, programme=task.programme, tasks=[task], what=words, by=by
        )
    assign_difficulty(
        difficulty=row,
        level="department",
        responsible=world.stc,
        due_on=D(2025, 8, 20),
        by=actor(world.coordinator),
    )


def _file(world: World, programme: Programme) -> None:
    plan = PlanFacts("12/KH-SNV", FIRST, "Kế hoạch của Sở Nội vụ")
    by = actor(world.snv_head)
    record_filing(programme=programme, organisation=world.snv, plan=plan, covers=[], by=by)


def _changes(world: World, programme: Programme, task: Task) -> None:
    for kind, terms in (
        ("extension", Terms(last_day=D(2026, 1, 31))),
        ("adjustment", Terms(product="Quyết định và hướng dẫn")),
    ):
        row = draft_change(
            kind=kind,
            organisation=world.snv,
            programme=programme,
            task=task,
            proposed=terms,
            reason="Chờ hướng dẫn",
            by=actor(world.snv_officer),
        )
        send_change(change=row, by=actor(world.snv_head))


def _directives(world: World) -> None:
    given = give_directive(
        text="=Khẩn trương trình dự thảo",
        last_day=D(2025, 9, 20),
        bodies=[world.snv, world.stc],
        by=actor(world.leader),
    )
    duty = given.duties.get(organisation=world.snv)
    acknowledge_directive(duty=duty, by=actor(world.snv_officer))


def _inspections(world: World) -> None:
    inspection_factories.at(world, "decided", code="KT-01")
    inspection_factories.at(world, "concluded", world.stc, code="KT-02")


def _reports(world: World, programme: Programme) -> None:
    """A report without its file: lists show none, and reading it back takes longest of all."""
    with patch("tiendo.reporting.actions._fill"):
        compile_report(
            by=actor(world.coordinator),
            programme=programme,
            period_start=D(2025, 8, 1),
            period_end=D(2025, 8, 31),
            addressee="Thường trực Tỉnh ủy",
        )
