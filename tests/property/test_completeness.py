"""What is owed and what came in, counted figure by figure and all at once."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tests.factories import World, actor, make_world
from tests.indicator_factories import reporting_communes
from tests.task_factories import noon
from tiendo.domain.closing import find_closing_rules
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.indicators.actions import Cell, Definition, define_indicator, save_cells
from tiendo.indicators.completeness import Part, Tally, completeness, expected_of
from tiendo.indicators.entry_periods import periods_up_to
from tiendo.indicators.models import Direction, Entry, Indicator, Observation
from tiendo.indicators.models.dictionary import Frequency
from tiendo.indicators.owing import Owed, owed
from tiendo.organisations.models import Organisation

pytestmark = pytest.mark.django_db
SINCE = dt.date(2025, 1, 1)
DAYS = (dt.date(2025, 6, 30), dt.date(2025, 10, 14), dt.date(2025, 10, 22), dt.date(2025, 11, 20))
PERIODS = {
    cadence: periods_up_to(cadence, period_around(cadence, DAYS[-1]), 4)
    for cadence in (Cadence.MONTHLY, Cadence.QUARTERLY)
}


@pytest.fixture
def world() -> Iterator[World]:
    """Bodies of which one ends in September; indicators of two frequencies and closing rules, of
    communes, of their owner or of a subject; figures entered on random days, in time or late."""
    world = make_world()
    Organisation.objects.filter(pk=world.tan_an.pk).update(
        validity=DateRange(dt.date(2025, 7, 1), dt.date(2025, 9, 15))
    )
    world.tan_an.refresh_from_db()
    chance = random.Random(7)  # noqa: S311 - no secret
    group = reporting_communes()
    subjects = {5: world.tan_an, 6: world.stc}
    indicators = [
        define_indicator(
            by=actor(world.coordinator),
            code=f"C.{number}",
            owner=world.snv,
            definition=Definition(
                name=f"Chỉ tiêu {number}",
                unit="người",
                direction=Direction.HIGHER,
                frequency=Frequency.MONTHLY if number % 2 else Frequency.QUARTERLY,
                closing="nd-09-2019" if number % 3 else "calendar",
                reporters=group if number < 4 else None,
                subject=subjects.get(number),
            ),
            since=SINCE if number else dt.date(2025, 8, 1),
        )
        for number in range(7)
    ]
    for indicator in indicators:
        _enter(world, indicator, chance)
    yield world


def _enter(world: World, indicator: Indicator, chance: random.Random) -> None:
    version = indicator.versions.get()
    bodies = [world.ea_trang, world.tan_an] if version.subject is None else [version.subject]
    for body in bodies:
        for period in PERIODS[Cadence(version.frequency)]:
            opens = find_closing_rules(version.closing).on(period).window(period).start
            day = opens + dt.timedelta(days=chance.randrange(70))
            if chance.random() < 0.6 and day <= DAYS[-1]:
                is_missing = chance.random() < 0.3
                cell = Cell(
                    indicator, body, period, "5", is_missing=is_missing, note="không có", reason="x"
                )
                with noon(day):
                    save_cells(by=actor(world.coordinator), cells=[cell], entry=Entry.GRID)


def naive(body: Organisation, cadence: Cadence, period: Period, day: dt.date) -> Tally:
    """The same, indicator by indicator, as one would on paper."""
    counts: Counter[str] = Counter()
    for indicator in Indicator.objects.all():
        version = indicator.versions.get()
        asked = (
            body.kind in version.reporters.kinds
            if version.reporters
            else body.pk == indicator.owner_id
        )
        whose = version.subject or body
        is_there = all(
            (begun is None or begun <= period.end) and (ended is None or period.end < ended)
            for each in (body, whose)
            for begun, ended in [(each.validity.lower, each.validity.upper)]
        )
        since = version.validity.lower
        is_defined = since is not None and since <= period.end
        if version.frequency != cadence or not (asked and is_there and is_defined):
            continue
        rule = find_closing_rules(version.closing).on(period)
        rows = Observation.objects.filter(
            indicator=indicator, organisation=whose, period_start=period.start
        )
        row = next((each for each in rows if each.entered_at.date() <= day), None)
        if row is not None:
            counts["late" if row.is_late else "on_time"] += 1
            counts["declared"] += row.is_missing
        elif day > rule.last_entry_day(period):
            counts["missing"] += 1
        elif day >= rule.window(period).start:
            counts["awaited"] += 1
    return Tally(**counts)


def test_counts_agree_with_an_oracle_and_with_the_lists_behind_them(world: World) -> None:
    bodies = [world.ea_trang, world.tan_an, world.snv, world.stc]
    seen: Counter[str] = Counter()
    for day in DAYS:
        for cadence, periods in PERIODS.items():
            found = completeness(bodies, cadence, periods, day)
            for body in bodies:
                for period in periods:
                    tally = found.get((body.pk, period.start), Tally())
                    assert tally == naive(body, cadence, period, day), (day, body, period)
                    parts = Counter(each.part for each in expected_of(body, cadence, period, day))
                    listed = {part: getattr(tally, part) for part in Part if getattr(tally, part)}
                    assert dict(parts) == listed
                    seen += Counter({str(part): number for part, number in parts.items()})
    assert set(seen) == set(Part), "every part was met"


def test_what_is_owed_is_what_lacks_of_the_latest_period_that_is_over(world: World) -> None:
    with noon(DAYS[-1]):
        for body in (world.ea_trang, world.snv):
            counts: Counter[Owed] = Counter()
            for cadence, periods in PERIODS.items():
                for period in periods:
                    for each in expected_of(body, cadence, period, DAYS[-1]):
                        if each.part in (Part.MISSING, Part.AWAITED) and _is_latest(each):
                            counts[Owed(each.part, cadence, period)] += 1
            assert owed([body.pk], DAYS[-1]) == dict(counts)
        assert owed([world.stc.pk], DAYS[-1]) == {}


def _is_latest(each: object) -> bool:
    """Whether it is of the last period whose days are over."""
    version, period = each.version, each.period  # type: ignore[attr-defined]
    rule = find_closing_rules(version.closing)
    after = period_around(Cadence(version.frequency), period.end + dt.timedelta(days=1))
    is_over = rule.on(period).window(period).end < DAYS[-1]
    return is_over and not rule.on(after).window(after).end < DAYS[-1]
