"""Money of a year: what the rules say at their edges."""

import datetime as dt
from decimal import Decimal

import pytest

from tiendo.domain.budget import (
    Entry,
    LineAmounts,
    Missing,
    Path,
    Step,
    closing_day,
    forecast_as_last_year,
    forecast_linear,
    in_force,
    latest_of_stages,
    money_against_work,
    paid_by,
    rate_of,
    same_day_before,
    split_by,
    step_in_force,
    total_of,
)
from tiendo.domain.projects import share_done

NOON = dt.datetime(2025, 6, 1, 5, tzinfo=dt.UTC)
ON = dt.date(2025, 11, 10)


def entry(key: int, day: int, amount: int, **more: object) -> Entry:
    at = NOON + dt.timedelta(hours=key)
    return Entry(key, dt.date(2025, 6, day), amount, at, **more)  # type: ignore[arg-type]


def test_a_request_and_an_appraisal_set_no_amount() -> None:
    steps = [entry(1, 1, 90, stage="request"), entry(2, 2, 80, stage="appraisal")]
    assert step_in_force(in_force(steps), ON) is None
    assert {stage: row.amount for stage, row in latest_of_stages(in_force(steps), ON).items()} == {
        "request": 90,
        "appraisal": 80,
    }


def test_an_adjustment_takes_the_place_of_the_allocation_from_its_day() -> None:
    steps = in_force([entry(1, 1, 90, stage="allocation"), entry(2, 9, 70, stage="adjustment")])
    amounts = [step_in_force(steps, dt.date(2025, 6, day)) for day in (8, 9)]
    assert [row.amount for row in amounts if row] == [90, 70]


def test_a_payment_of_the_day_of_a_report_is_in_the_report() -> None:
    rows = in_force([entry(1, 5, 40), entry(2, 5, 100, is_cumulative=True), entry(3, 6, 7)])
    assert paid_by(rows, dt.date(2025, 6, 4)) is None
    assert paid_by(rows, dt.date(2025, 6, 5)) == 100
    assert paid_by(rows, dt.date(2025, 6, 6)) == 107


def test_a_report_of_zero_is_zero_and_not_missing() -> None:
    assert paid_by(in_force([entry(1, 5, 0, is_cumulative=True)]), ON) == 0


def test_what_was_known_before_a_correction_stays_known() -> None:
    rows = [entry(1, 5, 40), entry(9, 5, 30, corrects=1)]
    assert paid_by(in_force(rows, NOON + dt.timedelta(hours=5)), ON) == 40
    assert paid_by(in_force(rows), ON) == 30


def test_what_is_withdrawn_counts_no_more() -> None:
    rows = [entry(1, 5, 40), entry(2, 5, 40, corrects=1, is_withdrawn=True)]
    assert paid_by(in_force(rows), ON) is None


def test_money_not_told_apart_leaves_a_group_without_rate() -> None:
    lines = [
        ("central", LineAmounts(302_430, None, None)),
        ("", LineAmounts(None, None, 183_395)),
    ]
    split = split_by(lines, ["central", "province"], "")
    assert split.rate("central", ON, 2025).state is Missing.NO_DATA
    assert list(split.groups) == ["central"]
    assert split.untold.paid == 183_395


def test_lines_of_which_no_payment_is_told_are_counted() -> None:
    total = total_of([LineAmounts(5, None, None), LineAmounts(5, None, 0), LineAmounts(None, 1, 2)])
    assert (total.allotted, total.committed, total.paid) == (10, 1, 2)
    assert total.unpaid_lines == 1


def test_the_states_of_a_rate() -> None:
    states = [
        rate_of(1, 2, ON, 2026).state,
        rate_of(None, 2, ON, 2025).state,
        rate_of(0, 0, ON, 2025).state,
        rate_of(0, 2, ON, 2025).state,
    ]
    assert states == [Missing.NOT_DUE, Missing.NO_DATA, Missing.UNDEFINED, None]
    assert rate_of(0, 2, ON, 2025).value == 0


def test_a_year_closes_in_the_january_after_it() -> None:
    assert closing_day(2025, "investment") == dt.date(2026, 1, 31)
    assert closing_day(2025, "") == dt.date(2026, 1, 31)


def test_few_days_told_make_a_thin_forecast() -> None:
    closes = closing_day(2025, "recurrent")
    thin = forecast_linear(100, 1, ON, 2025, closes)
    full = forecast_linear(100, 12, ON, 2025, closes)
    assert thin is not None and full is not None
    assert thin.is_thin and not full.is_thin
    assert thin.amount == 126  # 396 of 314 days: 126.1


def test_after_closing_the_forecast_is_what_was_paid() -> None:
    found = forecast_linear(100, 12, dt.date(2026, 2, 1), 2025, closing_day(2025, ""))
    assert found is not None and (found.path, found.amount) == (Path.CLOSED, 100)
    assert forecast_linear(100, 12, dt.date(2024, 12, 31), 2025, closing_day(2025, "")) is None


def test_a_year_is_foreseen_as_the_one_before_went() -> None:
    closes = closing_day(2025, "")
    found = forecast_as_last_year(50, 40, 80, 9, closes)
    assert found is not None and found.amount == 100
    assert forecast_as_last_year(50, 0, 80, 9, closes) is None
    assert forecast_as_last_year(50, None, 80, 9, closes) is None


def test_the_leap_day_has_a_day_a_year_before() -> None:
    assert same_day_before(dt.date(2028, 2, 29)) == dt.date(2027, 2, 28)
    assert same_day_before(ON) == dt.date(2024, 11, 10)


@pytest.mark.parametrize(
    ("money", "work", "step"),
    [
        ("0.9", "0.5", Step.MONEY_AHEAD),
        ("0.5", "0.9", Step.WORK_AHEAD),
        ("0.5", "0.3", Step.IN_STEP),
        (None, "0.3", Step.UNKNOWN),
        ("0", None, Step.UNKNOWN),
    ],
)
def test_money_against_work(money: str | None, work: str | None, step: Step) -> None:
    ratios = [Decimal(each) if each is not None else None for each in (money, work)]
    assert money_against_work(ratios[0], ratios[1], ON) is step


def test_the_share_of_milestones_done_by_a_day() -> None:
    days = [dt.date(2025, 1, 1), dt.date(2025, 12, 1), None, None]
    assert share_done(days, ON) == Decimal("0.25")
    assert share_done([], ON) is None
