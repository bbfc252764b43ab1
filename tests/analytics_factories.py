"""A small world with something of every fact: what was corrected, declared missing, zero, not told
apart, reported in sums, led by one body after another, and part of another task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from tests.factories import World, actor, make_world
from tests.task_factories import (
    bring_to,
    expand_to_communes,
    make_group,
    make_programme,
    make_task,
    noon,
)
from tiendo.budgets.models import BudgetLine, BudgetStep, Commitment, Disbursement
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.domain.periods import Cadence, period_around
from tiendo.indicators.models import (
    Indicator,
    IndicatorValue,
    IndicatorVersion,
    Observation,
)
from tiendo.organisations.models import Organisation
from tiendo.tasks.actions import record_update
from tiendo.tasks.models import Part, Task

LAST_DAY = dt.date(2025, 11, 10)
MONTHS = [dt.date(2024 + at // 12, at % 12 + 1, 1) for at in range(8, 22)]
CODES = ("CQS.DVC", "KHCN.NHANLUC", "HT.4G")
_UTC_NOON = dt.time(5, tzinfo=dt.UTC)


def make_facts_world() -> World:
    """All of it."""
    world = make_world()
    make_work(world)
    make_values(world)
    make_money(world)
    return world


def make_work(world: World) -> None:
    """Tasks in every state, one expanded, one sub-task, one whose lead changed, with updates."""
    programme = make_programme(world)
    with noon(dt.date(2025, 7, 10)):
        tasks = [make_task(world, programme) for _each in range(7)]
        for task, state in zip(tasks, (State.LIVE, State.CLAIMED, State.CONFIRMED), strict=False):
            bring_to(world, task, state)
        parent, part, moved = tasks[3:6]
        for task in (parent, part, moved):
            bring_to(world, task, State.LIVE)
        Task.objects.filter(pk=part.pk).update(
            parent=parent, subtask_during=[DateRange(dt.date(2025, 8, 1), None)]
        )
        expand_to_communes(world, make_task(world, programme))
    _move_lead(moved, world.stc, dt.date(2025, 9, 1))
    for at, day in enumerate((dt.date(2025, 7, 20), dt.date(2025, 8, 5), dt.date(2025, 8, 25))):
        with noon(day):
            record_update(
                task=Task.objects.get(pk=tasks[0].pk),
                done=f"Đã làm phần {at}\nvà ghi “hai dòng”, có dấu phẩy",
                percent=Decimal(at * 20) if at else None,
                by=actor(world.snv_officer),
            )


def _move_lead(task: Task, body: Organisation, since: dt.date) -> None:
    held = task.assignments.get(part=Part.LEAD)
    start = held.validity.lower
    held.validity = DateRange(start, since)
    held.save()
    task.assignments.create(part=Part.LEAD, organisation=body, validity=DateRange(since, None))


def make_values(world: World) -> None:
    """Three indicators by month; every fifth value declared missing, every seventh corrected."""
    bodies = [world.snv, world.stc, world.ea_trang, world.tan_an]
    for order, code in enumerate(CODES):
        indicator = _make_indicator(world, code)
        for month in MONTHS:
            for at, body in enumerate(bodies[: order + 2]):
                seed = order * 100 + month.month * 7 + month.year + at
                _observe(world, indicator, body, month, seed)
    _add_undefined(world)


def _make_indicator(world: World, code: str) -> Indicator:
    person, now = world.coordinator, clock.now()
    indicator = Indicator.objects.create(
        code=code, owner=world.skhcn, state="active", created_by=person, created_at=now
    )
    IndicatorVersion.objects.create(
        indicator=indicator,
        number=1,
        validity=DateRange(dt.date(2024, 1, 1), None),
        name=f"Chỉ tiêu {code}",
        folded=code.lower(),
        unit="percent",
        direction="higher",
        origin="entered",
        frequency="monthly",
        closing="month",
        reporters=make_group(),
        decided_by=person,
        decided_at=now,
    )
    return indicator


def _observe(
    world: World, indicator: Indicator, body: Organisation, month: dt.date, seed: int
) -> None:
    period = period_around(Cadence.MONTHLY, month)
    values: dict[str, Any] = {
        "indicator": indicator,
        "organisation": body,
        "period_start": period.start,
        "period_end": period.end,
        "as_of": period.end,
        "entry": "grid",
        "entered_by": world.coordinator,
    }
    entered = dt.datetime.combine(period.end + dt.timedelta(days=5), _UTC_NOON)
    said: dict[str, Any] = (
        {"is_missing": True, "note": "Chưa có báo cáo"}
        if seed % 5 == 0
        else {"value": Decimal(seed % 4 * 12345) / 1000}
    )
    first = Observation.objects.create(
        **values, **said, entered_at=entered, is_current=seed % 7 != 0
    )
    held = first if first.is_current else _correct(first, values, entered)
    _show(held)
    if seed % 3 == 0:
        whole = values | {"breakdown": "sex=female", "entered_at": entered}
        _show(Observation.objects.create(**whole, value=Decimal("1.5")))


def _correct(first: Observation, values: dict[str, Any], entered: dt.datetime) -> Observation:
    return Observation.objects.create(
        **values,
        value=Decimal("98.765432"),
        revision=2,
        corrects=first,
        reason="Nhập nhầm",
        entered_at=entered + dt.timedelta(days=20),
    )


def _show(held: Observation) -> None:
    IndicatorValue.objects.create(
        indicator_id=held.indicator_id,
        organisation_id=held.organisation_id,
        period_start=held.period_start,
        period_end=held.period_end,
        breakdown=held.breakdown,
        state="no_data" if held.is_missing else "value",
        value=held.value,
        measured=int(not held.is_missing),
        counted=1,
        as_of=held.as_of,
        observation=held,
        computed_at=held.entered_at,
    )


def _add_undefined(world: World) -> None:
    IndicatorValue.objects.create(
        indicator=Indicator.objects.get(code=CODES[0]),
        organisation=world.congan,
        period_start=MONTHS[-1],
        period_end=period_around(Cadence.MONTHLY, MONTHS[-1]).end,
        state="undefined",
        measured=0,
        counted=0,
        computed_at=clock.now(),
    )


def make_money(world: World) -> None:
    """Lines told apart by source or not; adjusted, corrected, withdrawn, reported in sums."""
    lines = [
        _make_line(world, title, source=source, nature=nature, area=area)
        for title, source, nature, area in (
            ("Hạ tầng số", "province", "investment", "digital"),
            ("Nhiệm vụ khoa học", "province", "recurrent", "science"),
            ("Nguồn trung ương", "central", "", "digital"),
            ("Chưa tách nguồn", "", "", ""),
        )
    ]
    infrastructure, science, central, untold = lines
    day = dt.date(2025, 1, 10)
    _steps(world, infrastructure, [("request", 900, day), ("allocation", 700, day)])
    _steps(world, infrastructure, [("adjustment", 650, dt.date(2025, 8, 1))])
    _steps(world, science, [("request", 100, day), ("allocation", 0, day)])
    _steps(world, central, [("allocation", 3_000_000_000_000, day)])
    _pay(world, infrastructure, [(100, 3, 1, False), (250, 6, 30, True), (40, 7, 15, False)])
    _pay(world, central, [(-5, 5, 5, False), (1_234_567_890_123, 9, 9, False)])
    wrong = _pay(world, untold, [(77, 2, 2, False)])[0]
    Disbursement.objects.create(
        **_paper(world, untold, wrong.day, "corrected"),
        amount_vnd=70,
        corrects=wrong,
        reason="Ghi nhầm",
    )
    Commitment.objects.create(**_paper(world, infrastructure, day), amount_vnd=600)


def _make_line(world: World, title: str, **kinds: str) -> BudgetLine:
    return BudgetLine.objects.create(
        year=2025,
        title=title,
        body=world.skhcn,
        created_by=world.coordinator,
        created_at=clock.now(),
        **kinds,
    )


def _paper(world: World, line: BudgetLine, day: dt.date, symbol: str = "") -> dict[str, Any]:
    late = dt.timedelta(days=30 if symbol else 0)
    return {
        "line": line,
        "day": day,
        "symbol": symbol,
        "recorded_by": world.coordinator,
        "recorded_at": dt.datetime.combine(day, _UTC_NOON) + late,
    }


def _steps(world: World, line: BudgetLine, steps: Sequence[tuple[str, int, dt.date]]) -> None:
    for stage, amount, day in steps:
        BudgetStep.objects.create(**_paper(world, line, day), stage=stage, amount_vnd=amount)


def _pay(
    world: World, line: BudgetLine, payments: Sequence[tuple[int, int, int, bool]]
) -> list[Disbursement]:
    return [
        Disbursement.objects.create(
            **_paper(world, line, dt.date(2025, month, day)),
            amount_vnd=amount,
            is_cumulative=is_cumulative,
        )
        for amount, month, day, is_cumulative in payments
    ]
