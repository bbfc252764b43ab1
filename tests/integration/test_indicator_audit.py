# ruff: noqa: S608 - our own words
"""The values that pages read, made anew and compared: what was tampered with is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection

from tests.factories import World
from tests.integration.test_indicator_formulas import (
    FOURTH,
    THIRD,
    TODAY,
    communes,
    define,
    enter,
    value,
    world,
)
from tests.task_factories import noon
from tiendo.domain.periods import Cadence, period_around
from tiendo.indicators import registers
from tiendo.indicators.audits import audit_values
from tiendo.indicators.models import Indicator, IndicatorValue, ValueAudit
from tiendo.indicators.models.dictionary import Frequency
from tiendo.indicators.registers import Parts, Register
from tiendo.organisations.models import BodyGroup

pytestmark = pytest.mark.django_db
__all__ = ["communes", "world"]


@pytest.fixture
def total(world: World, communes: BodyGroup) -> Indicator:
    """A sum over communes, a third of it, and what it is computed of."""
    each = define(world, "DVC.01", world.ubnd, reporters=communes)
    total = define(world, "DVC.09", world.ubnd, formula="sum_children([DVC.01])")
    define(world, "DVC.10", world.ubnd, formula="[DVC.09] / 3 + previous([DVC.09])")
    enter(world, each, world.ea_trang, THIRD, "7")
    enter(world, each, world.ea_trang, FOURTH, "0")
    enter(world, each, world.tan_an, FOURTH, "12")
    return total


def audited() -> ValueAudit:
    with noon(TODAY):
        return audit_values()


def everything() -> list[tuple[object, ...]]:
    kept = ("indicator__code", "organisation", "period_start", "breakdown", "state", "value",
            "measured", "counted", "observation", "as_of")  # fmt: skip
    return sorted(IndicatorValue.objects.values_list(*kept), key=str)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0


def test_what_the_actions_wrote_is_what_the_audit_makes(total: Indicator) -> None:
    before = everything()
    audit = audited()
    assert audit.examples == []
    assert audit.checked == len(before) > 6
    assert everything() == before
    assert audit.finished_at is not None


ENTERED = "(SELECT id FROM indicators_indicator WHERE code = 'DVC.01')"
SUM = "(SELECT id FROM indicators_indicator WHERE code = 'DVC.09')"
VALUES = "indicators_indicatorvalue"
SET = f"UPDATE {VALUES}"


@pytest.mark.parametrize(
    ("tampering", "counts"),
    [
        (f"{SET} SET value = 13 WHERE value = 12 AND indicator_id = {ENTERED}", (1, 0, 0)),
        (f"{SET} SET measured = 0 WHERE value = 0", (1, 0, 0)),
        (f"{SET} SET as_of = '2025-10-02' WHERE value = 7 AND as_of IS NOT NULL", (1, 0, 0)),
        (f"DELETE FROM {VALUES} WHERE value = 7 AND indicator_id = {ENTERED}", (0, 1, 0)),
        (f"{SET} SET value = 1000 WHERE value = 12 AND indicator_id = {SUM}", (1, 0, 0)),
        (f"DELETE FROM {VALUES} WHERE value = 12 AND indicator_id = {SUM}", (0, 1, 0)),
        (f"{SET} SET observation_id = NULL WHERE value = 12 AND indicator_id = {ENTERED}",
         (1, 0, 0)),
        (f"{SET} SET period_start = '2025-01-01', period_end = '2025-03-31'"
         f" WHERE value = 12 AND indicator_id = {ENTERED}", (0, 1, 1)),
        (f"{SET} SET breakdown = 'sex=female' WHERE value = 12 AND indicator_id = {SUM}",
         (0, 1, 1)),
    ],
)  # fmt: skip
def test_a_row_tampered_with_is_found_and_put_right(
    total: Indicator, tampering: str, counts: tuple[int, int, int]
) -> None:
    before = everything()
    run(tampering)
    assert everything() != before
    audit = audited()
    assert (audit.changed, audit.added, audit.dropped) == counts
    assert len(audit.examples) == sum(counts)
    assert everything() == before
    assert audited().differing == 0


NO_DATA = "value IS NULL AND state = 'no_data'"


@pytest.mark.parametrize("code", ["DVC.01", "DVC.09", "DVC.10"])
def test_a_row_that_says_there_is_no_data_is_missed_too(
    world: World, total: Indicator, code: str
) -> None:
    first = Indicator.objects.get(code="DVC.01")
    enter(world, first, world.ea_trang, THIRD, "", is_missing=True, note="Chưa thống kê")
    before = everything()
    assert audited().examples == []
    run(
        f"DELETE FROM {VALUES} WHERE {NO_DATA} AND period_start = '{THIRD.start}' AND"
        f" indicator_id = (SELECT id FROM indicators_indicator WHERE code = '{code}')"
    )
    audit = audited()
    assert (audit.changed, audit.dropped) == (0, 0)
    assert audit.added == len(audit.examples) > 0
    assert {each["indicator"] for each in audit.examples} == {code}
    assert everything() == before
    assert audited().differing == 0


def test_no_row_is_owed_of_a_period_that_began_after_something_was_told(world: World) -> None:
    people = define(world, "DS.01", world.skhcn, unit="người", frequency=Frequency.YEARLY)
    other = define(world, "DS.02", world.skhcn, unit="người")
    define(world, "DS.03", world.skhcn, unit="người", formula="[DS.01] + [DS.02]")
    in_may = dt.date(2025, 5, 5)
    enter(world, people, world.skhcn, period_around(Cadence.YEARLY, in_may), "10", on=in_may)
    assert audited().examples == []
    enter(world, other, world.skhcn, FOURTH, "1")
    assert audited().examples == []


def test_an_example_tells_body_period_and_both_sides(total: Indicator) -> None:
    run(f"{SET} SET value = 1000 WHERE value = 12 AND indicator_id = {SUM}")
    [example] = audited().examples
    assert example == {
        "indicator": "DVC.09",
        "body": "Ủy ban nhân dân tỉnh Đắk Lắk",
        "period": f"{FOURTH.start}/{FOURTH.end}",
        "breakdown": "",
        "stored": "1000 (1/1)",
        "expected": "12 (1/1)",
    }


def test_what_hangs_on_a_wrong_value_is_made_of_the_right_one(
    world: World, total: Indicator
) -> None:
    third = Indicator.objects.get(code="DVC.10")
    assert value(third, world.ubnd, FOURTH)[1] == Decimal(11)
    run(f"{SET} SET value = 30 WHERE value = 12 AND indicator_id = {SUM}")
    assert audited().changed == 1
    assert value(third, world.ubnd, FOURTH)[1] == Decimal(11)


def test_a_third_is_stored_and_read_as_the_same_figure(world: World) -> None:
    """A chain computed at once and one whose middle was stored before give the same digits."""
    base = define(world, "A.01", world.skhcn)
    define(world, "A.02", world.skhcn, formula="[A.01] / 3")
    define(world, "A.03", world.skhcn, formula="[A.02] * 1000000000")
    enter(world, base, world.skhcn, FOURTH, "1")
    assert audited().differing == 0


def test_a_period_that_has_begun_since_gets_its_values(world: World) -> None:
    base = define(world, "A.01", world.skhcn)
    grown = define(world, "A.02", world.skhcn, formula="coalesce([A.01]; previous([A.01]))")
    enter(world, base, world.skhcn, FOURTH, "5")
    later = dt.date(2026, 1, 2)
    with noon(later):
        audit = audit_values()
    assert (audit.changed, audit.added, audit.dropped) == (0, 1, 0)
    assert grown.values.get(period_start=dt.date(2026, 1, 1)).value == 5


def test_a_formula_that_came_after_the_figures_gets_its_values(
    world: World, total: Indicator
) -> None:
    late = define(world, "DVC.11", world.ubnd, formula="[DVC.09] * 2")
    audited()
    assert value(late, world.ubnd, FOURTH)[1] == Decimal(24)


def test_the_job_says_loudly_that_something_differed(
    total: Indicator, caplog: pytest.LogCaptureFixture, nightly: Callable[[], None]
) -> None:
    nightly()
    assert not caplog.records
    run(f"{SET} SET value = 1000 WHERE value = 12 AND indicator_id = {SUM}")
    nightly()
    [told] = caplog.records
    assert told.levelname == "ERROR"


@pytest.fixture
def nightly() -> Callable[[], None]:
    from tiendo.indicators.jobs import audit_values_nightly

    def work() -> None:
        with noon(TODAY):
            audit_values_nightly(0)

    return work


def test_a_figure_taken_from_a_register_is_measured_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = world.skhcn.pk
    counted = Register(
        code="thu.dem",
        words="Số việc thử",
        unit="hồ sơ",
        measure=lambda windows, _programme: [{body: Parts(Decimal(3))} for _each in windows],
        begins=lambda: dt.date(2025, 1, 1),
        sources=frozenset(),
    )
    monkeypatch.setitem(registers._OFFERED, "thu.dem", counted)
    taken = define(world, "NV.01", world.skhcn, register="thu.dem")
    with noon(TODAY):
        registers.measure_all()
    assert audited().examples == []
    run(f"DELETE FROM {VALUES} WHERE period_start = '{THIRD.start}'")
    audit = audited()
    assert (audit.changed, audit.added, audit.dropped) == (0, 1, 0)
    run(f"{SET} SET value = 4, computed_at = now() WHERE period_start = '{THIRD.start}'")
    run(f"{SET} SET breakdown = 'sex=female' WHERE period_start = '{FOURTH.start}'")
    audit = audited()
    assert (audit.changed, audit.dropped) == (1, 1)
    assert value(taken, world.skhcn, THIRD)[1] == value(taken, world.skhcn, FOURTH)[1] == 3
    assert audited().differing == 0
